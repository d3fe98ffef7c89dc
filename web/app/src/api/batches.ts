import { useInfiniteQuery, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from './client';
import type { Batch, BatchDetail, BatchState, Confirmation, Delivery, GapResolution, SignoffFields } from './client';
import { after, ifMatch, useStep } from './versioned';

const batchesKey = ['batches'] as const;
export const batchKey = (batchId: string) => ['batch', batchId, 'detail'] as const;
export const batchLinesKey = (batchId: string) => ['batch', batchId, 'lines'] as const;

export interface BatchFilter {
  state?: BatchState;
  text?: string;
  enterprise?: string;
}

export function useBatches(filter: BatchFilter, limit = 50) {
  return useInfiniteQuery({
    queryKey: [...batchesKey, filter, limit],
    queryFn: ({ pageParam }) => ask(api.GET('/batches', { params: { query: { limit, ...filter, ...after(pageParam) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    staleTime: 0,
  });
}

/** The first batches in each of these states, newest first; a page of a state at a time. */
export function useBatchesIn(states: readonly BatchState[], limit: number) {
  return useQueries({
    queries: states.map((state) => ({
      queryKey: [...batchesKey, 'first', state, limit],
      queryFn: async () => (await ask(api.GET('/batches', { params: { query: { limit, state } } }))).batches,
      staleTime: 0,
    })),
    combine: (answers) => ({
      batches: answers.flatMap(({ data }) => data ?? []),
      loading: answers.some(({ isLoading }) => isLoading),
      error: answers.find(({ error }) => error)?.error,
    }),
  });
}

/** The batch of this very number, where it exists and the user may see it. */
export async function batchByNo(no: string): Promise<Batch | undefined> {
  const { batches } = await ask(api.GET('/batches', { params: { query: { text: no, limit: 10 } } }));
  return batches.find((batch) => batch.no === no);
}

/** A batch; with an interval in milliseconds also what others do to it meanwhile. Each reading is logged: no more than needed. */
export function useBatch(batchId: string, every: (batch: Batch) => number | false = () => false) {
  return useQuery({
    queryKey: batchKey(batchId),
    queryFn: () => ask(api.GET('/batches/{batchId}', { params: { path: { batchId } } })),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data ? every(query.state.data.batch) : false),
  });
}

export function useCreateBatch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { enterpriseId: string; name?: string }) => ask(api.POST('/batches', { body })),
    onSuccess: (detail) => {
      client.setQueryData(batchKey(detail.batch.id), detail);
      void client.invalidateQueries({ queryKey: batchesKey });
    },
  });
}

const target = ({ id, version }: Batch) => ({ path: { batchId: id }, header: ifMatch(version) });

function useBatchStep<Body = void>(batch: Batch, send: (body: Body) => Promise<BatchDetail>) {
  return useStep({ record: batchKey(batch.id), send, affects: [batchesKey, batchLinesKey(batch.id), ['persons']] });
}

export const useSubmitBatch = (batch: Batch) =>
  useBatchStep(batch, () => ask(api.POST('/batches/{batchId}/submission', { params: target(batch) })));
export const useSendBackBatch = (batch: Batch) =>
  useBatchStep(batch, (reason: string) => ask(api.POST('/batches/{batchId}/return', { params: target(batch), body: { reason } })));
export const useCancelBatch = (batch: Batch) =>
  useBatchStep(batch, (reason: string) => ask(api.POST('/batches/{batchId}/cancellation', { params: target(batch), body: { reason } })));
export const useConfirmProvince = (batch: Batch) =>
  useBatchStep(batch, (body: Confirmation) => ask(api.POST('/batches/{batchId}/province-confirmation', { params: target(batch), body })));
export const useStartVerifying = (batch: Batch) =>
  useBatchStep(batch, (unitRecordNo: string) => ask(api.POST('/batches/{batchId}/verification', { params: target(batch), body: { unitRecordNo } })));
export const useIssueList = (batch: Batch) =>
  useBatchStep(batch, () => ask(api.POST('/batches/{batchId}/acceptance-list', { params: target(batch) })));
export const useJoinAgreement = (batch: Batch) =>
  useBatchStep(batch, (agreementId: string) => ask(api.POST('/batches/{batchId}/agreement', { params: target(batch), body: { agreementId } })));
export const useDeliver = (batch: Batch) =>
  useBatchStep(batch, (body: Delivery) => ask(api.POST('/batches/{batchId}/delivery', { params: target(batch), body })));
export const useStartCheck = (batch: Batch) =>
  useBatchStep(batch, () => ask(api.POST('/batches/{batchId}/counter-check', { params: target(batch) })));
export const useSignCheck = (batch: Batch) =>
  useBatchStep(batch, (body: SignoffFields) => ask(api.POST('/batches/{batchId}/signature', { params: target(batch), body })));
export const useAddSignedRoster = (batch: Batch) =>
  useBatchStep(batch, (attachmentId: string) => ask(api.POST('/batches/{batchId}/signed-roster', { params: target(batch), body: { attachmentId } })));

export function useResolveGap(batchId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ gapId, ...body }: GapResolution & { gapId: string }) =>
      ask(api.POST('/gaps/{gapId}/resolution', { params: { path: { gapId } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: batchKey(batchId) }),
  });
}

export function paperHref(number: string): string {
  return `/api/v1/papers/${number}`;
}
