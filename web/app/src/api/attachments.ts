import { useMutation } from '@tanstack/react-query';
import { api, ask } from './client';

/** What the server takes: scans and workbooks. */
export const scanTypes = '.pdf,.jpg,.jpeg,.png,.tif,.tiff';
export const workbookTypes = '.xlsx,.csv';
const maxBytes = 64 * 1024 * 1024;

export function fitsAttachment(file: File): boolean {
  return file.size > 0 && file.size <= maxBytes;
}

export function useUploadAttachment() {
  return useMutation({
    mutationFn: (file: File) =>
      ask(
        api.POST('/attachments', {
          params: { query: { name: file.name.slice(-200) } },
          headers: { 'Content-Type': 'application/octet-stream' },
          // The contract's `binary` is a string to the type generator; the file itself is what travels.
          body: file as unknown as string,
          bodySerializer: (body) => body,
        }),
      ),
  });
}

/** A plain link, so that the browser shows or saves the file by itself. */
export function attachmentHref(attachmentId: string): string {
  return `/api/v1/attachments/${attachmentId}`;
}
