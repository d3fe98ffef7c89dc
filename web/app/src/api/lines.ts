import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { batchKey, batchLinesKey } from './batches';
import { api, ask } from './client';
import type { CounterCheck, InfoForm, Line, LineState, LineVerdict } from './client';
import { after, ifMatch, useStep } from './versioned';

/** Persons on one screen; as many as one request may decide. */
export const linesPerPage = 500;

export interface LineFilter {
  state?: LineState[];
  text?: string;
}

const linesKey = (batchId: string, filter: LineFilter, cursor: string) => [...batchLinesKey(batchId), 'page', filter, cursor] as const;
const lineKey = (batchId: string, seq: number) => [...batchLinesKey(batchId), 'one', seq] as const;

export function useLines(batchId: string, filter: LineFilter, cursor: string) {
  return useQuery({
    queryKey: linesKey(batchId, filter, cursor),
    queryFn: () =>
      ask(api.GET('/batches/{batchId}/lines', { params: { path: { batchId }, query: { limit: linesPerPage, ...filter, ...after(cursor) } } })),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export function useLine(batchId: string, seq: number | undefined) {
  return useQuery({
    queryKey: lineKey(batchId, seq ?? 0),
    queryFn: () => ask(api.GET('/batches/{batchId}/lines/{seq}', { params: { path: { batchId, seq: seq ?? 0 } } })),
    enabled: seq !== undefined,
    staleTime: 0,
  });
}

export function revealLine(batchId: string, seq: number, reason: string): Promise<{ idNumber: string }> {
  return ask(api.POST('/batches/{batchId}/lines/{seq}/id-number', { params: { path: { batchId, seq } }, body: { reason } }));
}

export function useEditLine(batchId: string, { seq, version }: Line) {
  return useStep({
    record: lineKey(batchId, seq),
    send: (body: InfoForm) =>
      ask(api.PUT('/batches/{batchId}/lines/{seq}', { params: { path: { batchId, seq }, header: ifMatch(version) }, body })),
    affects: [[...batchLinesKey(batchId), 'page']],
  });
}

/** What changes many lines at once changes the counts of the batch too; everything shown of it is read anew. */
function useRefreshBatch(batchId: string) {
  const client = useQueryClient();
  return () => Promise.all([client.invalidateQueries({ queryKey: batchKey(batchId) }), client.invalidateQueries({ queryKey: batchLinesKey(batchId) })]);
}

export function useVerifyLines(batchId: string) {
  const refresh = useRefreshBatch(batchId);
  return useMutation({
    mutationFn: (verdicts: LineVerdict[]) => ask(api.POST('/batches/{batchId}/verdicts', { params: { path: { batchId } }, body: { verdicts } })),
    onSettled: refresh, // after a refusal too: a colleague may have been faster
  });
}

export function useRemoveLine(batchId: string) {
  const refresh = useRefreshBatch(batchId);
  return useMutation({
    mutationFn: (seq: number) => ask(api.DELETE('/batches/{batchId}/lines/{seq}', { params: { path: { batchId, seq } } })),
    onSuccess: refresh,
  });
}

/** Which line a scanned code belongs to. Not cached: the next scan of the same code must see what a colleague decided. */
export function useFindLine(batchId: string) {
  return useMutation({
    mutationFn: (code: string) => ask(api.POST('/batches/{batchId}/find', { params: { path: { batchId } }, body: { code } })),
    gcTime: 0,
  });
}

export function useDecideLine(batchId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ seq, version, check }: { seq: number; version: number; check: CounterCheck }) =>
      ask(
        api.POST('/batches/{batchId}/lines/{seq}/decision', { params: { path: { batchId, seq }, header: ifMatch(version) }, body: check }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: batchKey(batchId) });
      void client.invalidateQueries({ queryKey: batchLinesKey(batchId), refetchType: 'none' });
    },
  });
}
