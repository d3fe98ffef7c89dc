import type { Package, PickedFile } from './manifest';

export interface Transfer {
  /** Stops sending; what arrived stays on the server. */
  abort: () => void;
}

export interface TransferEvents {
  onProgress: (sent: number) => void;
  onDone: () => void;
  onError: (error: Error) => void;
}

/** Sends one file; the queue knows nothing of the protocol. */
export type Send = (ingestId: string, index: number, picked: PickedFile, events: TransferEvents) => Transfer;

export type UploadState = 'running' | 'paused' | 'failed' | 'finished';

export interface FailedFile {
  index: number;
  path: string;
  message: string;
}

export interface UploadSnapshot {
  state: UploadState;
  /** Files and bytes of the whole package, those the server already had included. */
  doneFiles: number;
  totalFiles: number;
  sentBytes: number;
  totalBytes: number;
  /** Bytes a second over the last seconds; 0 while nothing is known. */
  rate: number;
  active: { index: number; path: string; sent: number; size: number }[];
  failed: FailedFile[];
}

const parallel = 4;
const rateWindow = 10_000; // milliseconds
const notifyInterval = 250; // milliseconds; a render per received chunk would slow the upload down

interface Running {
  transfer: Transfer;
  sent: number;
}

/** Uploads the missing files of one ingest, a few at a time, and keeps going when single files fail. */
export class UploadQueue {
  readonly ingestId: string;
  private readonly source: Package;
  private readonly send: Send;
  private readonly onFinished: () => void;
  private readonly waiting: number[];
  private readonly running = new Map<number, Running>();
  private readonly failures = new Map<number, string>();
  private readonly samples: { at: number; bytes: number }[] = [];
  private readonly listeners = new Set<() => void>();
  private doneFiles: number;
  private doneBytes: number;
  private paused = false;
  private lastNotice = 0;
  private cached: UploadSnapshot;

  constructor(ingestId: string, source: Package, missing: readonly number[], send: Send, onFinished: () => void) {
    this.ingestId = ingestId;
    this.source = source;
    this.send = send;
    this.onFinished = onFinished;
    this.waiting = missing.filter((index) => source.files[index] !== undefined);
    this.doneFiles = source.files.length - this.waiting.length;
    this.doneBytes = source.bytes - this.waiting.reduce((sum, index) => sum + this.size(index), 0);
    this.cached = this.compute();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): UploadSnapshot => this.cached;

  start(): void {
    this.fill();
    if (this.waiting.length === 0 && this.running.size === 0) this.finish();
  }

  pause(): void {
    this.paused = true;
    for (const [index, { transfer }] of this.running) {
      transfer.abort();
      this.waiting.unshift(index);
    }
    this.running.clear();
    this.notify(true);
  }

  resume(): void {
    this.paused = false;
    this.fill();
    this.notify(true);
  }

  retryFailed(): void {
    this.waiting.push(...this.failures.keys());
    this.failures.clear();
    this.resume();
  }

  private size(index: number): number {
    return this.source.files[index]?.file.size ?? 0;
  }

  private fill(): void {
    while (!this.paused && this.running.size < parallel) {
      const index = this.waiting.shift();
      if (index === undefined) break;
      this.begin(index);
    }
  }

  private begin(index: number): void {
    const picked = this.source.files[index];
    if (!picked) return;
    const run: Running = { transfer: { abort: () => undefined }, sent: 0 };
    this.running.set(index, run);
    // A transfer that was aborted may still report; only the one in the map counts.
    const current = () => this.running.get(index) === run;
    run.transfer = this.send(this.ingestId, index, picked, {
      onProgress: (sent) => {
        if (!current()) return;
        run.sent = sent;
        this.notify(false);
      },
      onDone: () => {
        if (!current()) return;
        this.doneFiles += 1;
        this.doneBytes += picked.file.size;
        this.settle(index);
      },
      onError: (error) => {
        if (!current()) return;
        this.failures.set(index, error.message);
        this.settle(index);
      },
    });
  }

  private settle(index: number): void {
    this.running.delete(index);
    this.fill();
    const over = this.running.size === 0 && this.waiting.length === 0;
    this.notify(over);
    if (over && this.failures.size === 0) this.finish();
  }

  private finish(): void {
    this.notify(true);
    this.onFinished();
  }

  private notify(now: boolean): void {
    const time = Date.now();
    if (!now && time - this.lastNotice < notifyInterval) return;
    this.lastNotice = time;
    this.cached = this.compute();
    this.listeners.forEach((listener) => listener());
  }

  private compute(): UploadSnapshot {
    const active = [...this.running].map(([index, { sent }]) => ({
      index, sent, path: this.source.files[index]?.path ?? '', size: this.size(index),
    }));
    const sentBytes = this.doneBytes + active.reduce((sum, file) => sum + file.sent, 0);
    return {
      state: this.state(),
      doneFiles: this.doneFiles,
      totalFiles: this.source.files.length,
      sentBytes,
      totalBytes: this.source.bytes,
      rate: this.rate(sentBytes),
      active,
      failed: [...this.failures].map(([index, message]) => ({ index, message, path: this.source.files[index]?.path ?? '' })),
    };
  }

  private state(): UploadState {
    if (this.paused) return 'paused';
    if (this.running.size > 0 || this.waiting.length > 0) return 'running';
    return this.failures.size > 0 ? 'failed' : 'finished';
  }

  private rate(sentBytes: number): number {
    const now = Date.now();
    this.samples.push({ at: now, bytes: sentBytes });
    while (this.samples.length > 1 && now - (this.samples[0]?.at ?? now) > rateWindow) this.samples.shift();
    const oldest = this.samples[0];
    if (!oldest || now - oldest.at < 500) return 0;
    return Math.max(0, ((sentBytes - oldest.bytes) * 1000) / (now - oldest.at));
  }
}
