import { describe, expect, it, vi } from 'vitest';
import { buildPackage } from './manifest';
import { UploadQueue } from './uploadQueue';
import type { TransferEvents } from './uploadQueue';

/** A line to the server that answers when the test says so. */
function line() {
  const open = new Map<number, TransferEvents>();
  const aborted: number[] = [];
  const started: number[] = [];
  return {
    open,
    aborted,
    started,
    send: (_ingest: string, index: number, _file: unknown, events: TransferEvents) => {
      started.push(index);
      open.set(index, events);
      return { abort: () => aborted.push(index) };
    },
    answer(index: number, error?: string) {
      const events = open.get(index);
      if (!events) throw new Error(`file ${index} is not being sent`);
      open.delete(index);
      if (error) events.onError(new Error(error));
      else events.onDone();
    },
  };
}

function setUp(count: number, missing = Array.from({ length: count }, (_, at) => at)) {
  const source = buildPackage(Array.from({ length: count }, (_, at) => ({ path: `p/a/${100 + at}.jpg`, file: new File(['1234567890'], 'x') })));
  const wire = line();
  const onFinished = vi.fn();
  const queue = new UploadQueue('ingest', source, missing, wire.send, onFinished);
  return { queue, wire, onFinished };
}

describe('UploadQueue', () => {
  it('sends four at a time and reports the end once', () => {
    const { queue, wire, onFinished } = setUp(6);
    queue.start();
    expect(wire.started).toEqual([0, 1, 2, 3]);
    wire.answer(1);
    expect(wire.started).toEqual([0, 1, 2, 3, 4]);
    [0, 2, 3, 4, 5].forEach((index) => wire.answer(index));
    expect(onFinished).toHaveBeenCalledOnce();
    expect(queue.snapshot()).toMatchObject({ state: 'finished', doneFiles: 6, sentBytes: 60, failed: [] });
  });

  it('sends only what the server misses and counts the rest as done', () => {
    const { queue, wire } = setUp(5, [1, 4]);
    expect(queue.snapshot()).toMatchObject({ doneFiles: 3, sentBytes: 30, totalBytes: 50 });
    queue.start();
    expect(wire.started).toEqual([1, 4]);
  });

  it('is finished at once when nothing is missing', () => {
    const { queue, onFinished } = setUp(2, []);
    queue.start();
    expect(onFinished).toHaveBeenCalledOnce();
  });

  it('goes on when a file fails, and sends it again when asked', () => {
    const { queue, wire, onFinished } = setUp(3);
    queue.start();
    wire.answer(1, '磁盘已满');
    wire.answer(0);
    wire.answer(2);
    expect(onFinished).not.toHaveBeenCalled();
    expect(queue.snapshot()).toMatchObject({ state: 'failed', failed: [{ index: 1, path: 'a/101.jpg', message: '磁盘已满' }] });
    queue.retryFailed();
    wire.answer(1);
    expect(onFinished).toHaveBeenCalledOnce();
  });

  it('stops when paused, ignores what late transfers say, and resends them on resume', () => {
    const { queue, wire, onFinished } = setUp(2);
    queue.start();
    const late = wire.open.get(0);
    queue.pause();
    expect(wire.aborted).toEqual([0, 1]);
    late?.onDone();
    expect(queue.snapshot()).toMatchObject({ state: 'paused', doneFiles: 0, active: [] });
    queue.resume();
    expect(wire.started).toHaveLength(4);
    wire.answer(0);
    wire.answer(1);
    expect(onFinished).toHaveBeenCalledOnce();
  });

  it('measures the rate over the last seconds', () => {
    vi.useFakeTimers();
    try {
      const { queue, wire } = setUp(4);
      queue.start();
      vi.advanceTimersByTime(2000);
      wire.open.get(0)?.onProgress(8);
      expect(queue.snapshot().rate).toBeCloseTo(4);
    } finally {
      vi.useRealTimers();
    }
  });
});
