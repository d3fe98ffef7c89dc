import { DetailedError, Upload } from 'tus-js-client';
import { toProblem } from '../../../api/problem';
import type { Send } from './uploadQueue';

const endpoint = '/api/v1/uploads/';
const chunkSize = 8 * 1024 * 1024; // bytes; what a killed server can cost at most
const second = 1000;
/** Together about three minutes: long enough for a server that is being restarted. */
const retryDelays = [0, 1, 2, 4, 8, 15, 30, 30, 60, 60].map((delay) => delay * second);

/** Worth trying again: no answer at all, a lock of a dead connection, or a server in trouble. */
function isPassing(status: number): boolean {
  return status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
}

function statusOf(error: unknown): number {
  return error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;
}

/** What the server said, if it said something a person can read. */
function readable(error: unknown): Error {
  const body = error instanceof DetailedError ? error.originalResponse?.getBody() : undefined;
  try {
    return toProblem(JSON.parse(body ?? ''), statusOf(error));
  } catch {
    return toProblem(undefined, statusOf(error));
  }
}

/**
 * Sends a file with tus. Only files of several chunks are remembered across page loads, so that a package of 50,000
 * small scans does not fill the browser's storage; a small file that was cut off is simply sent again.
 */
export const sendWithTus: Send = (ingestId, index, { path, file }, events) => {
  const resumable = file.size > chunkSize;
  const upload = new Upload(file, {
    endpoint,
    chunkSize,
    retryDelays,
    uploadDataDuringCreation: true,
    storeFingerprintForResuming: resumable,
    removeFingerprintOnSuccess: true,
    fingerprint: () => Promise.resolve(`danganku:${ingestId}:${index}:${file.size}`),
    metadata: { ingest: ingestId, index: String(index), filename: path },
    onShouldRetry: (error) => isPassing(statusOf(error)),
    onProgress: (sent) => events.onProgress(sent),
    onSuccess: () => events.onDone(),
    onError: (error) => events.onError(readable(error)),
  });
  void begin(upload, resumable).catch((error: unknown) => events.onError(readable(error)));
  return { abort: () => void upload.abort() };
};

async function begin(upload: Upload, resumable: boolean): Promise<void> {
  const [previous] = resumable ? await upload.findPreviousUploads() : [];
  if (previous) upload.resumeFromPreviousUpload(previous);
  upload.start();
}
