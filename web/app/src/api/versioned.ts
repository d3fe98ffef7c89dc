import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import { etag } from './client';
import { asProblem } from './problem';

/** A piece of work on a record, which the server does only on the version that was read. */
export interface Step<Record, Body> {
  record: QueryKey;
  send: (body: Body) => Promise<Record>;
  /** What follows from the record and is read anew. */
  affects: QueryKey[];
}

/** What every step on a versioned record has in common: the answer replaces the record, and a stale one is read again. */
export function useStep<Record, Body = void>({ record, send, affects }: Step<Record, Body>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (answer) => {
      client.setQueryData(record, answer);
      affects.forEach((queryKey) => void client.invalidateQueries({ queryKey }));
    },
    onError: (error) => {
      if (asProblem(error).status === 409 || asProblem(error).isStale) void client.invalidateQueries({ queryKey: record });
    },
  });
}

/** The header that names the version a change starts from. */
export const ifMatch = (version: number) => ({ 'If-Match': etag(version) });

/** The cursor of a list as its query parameter; none for the first page. */
export const after = (cursor: string) => (cursor ? { cursor } : {});
