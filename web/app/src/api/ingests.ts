import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from './client';
import type { Ingest, IngestState, ItemVerdict, ManifestFile } from './client';

const pollInterval = 1000;
const listPollInterval = 3000;
const busyStates: readonly IngestState[] = ['INSPECTING', 'COMMITTING'];

export const ingestKey = (ingestId: string) => ['ingest', ingestId] as const;
const path = (ingestId: string) => ({ params: { path: { ingestId } } });

/** The server is at work on it by itself. */
export function isBusy(state: IngestState): boolean {
  return busyStates.includes(state);
}

export function useIngests() {
  return useInfiniteQuery({
    queryKey: ['ingests'],
    queryFn: ({ pageParam }) => ask(api.GET('/ingests', { params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    staleTime: 0,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.ingests.some((ingest) => isBusy(ingest.state))) ? listPollInterval : false,
  });
}

export function useIngest(ingestId: string) {
  return useQuery({
    queryKey: ingestKey(ingestId),
    queryFn: () => ask(api.GET('/ingests/{ingestId}', path(ingestId))),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data.state) ? pollInterval : false),
  });
}

/** The items of the state the ingest is in: they are asked for anew when it has moved on. */
export function useIngestItems(ingest: Ingest, verdict: ItemVerdict | undefined) {
  return useInfiniteQuery({
    queryKey: [...ingestKey(ingest.id), 'items', ingest.state, verdict ?? 'all'],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET('/ingests/{ingestId}/items', {
          params: {
            path: { ingestId: ingest.id },
            query: { limit: 50, ...(verdict ? { verdict } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    refetchInterval: ingest.state === 'COMMITTING' ? listPollInterval : false,
  });
}

export function fetchMissing(ingestId: string) {
  return ask(api.GET('/ingests/{ingestId}/upload', path(ingestId)));
}

export function useMissing(ingestId: string, enabled: boolean) {
  return useQuery({
    queryKey: [...ingestKey(ingestId), 'missing'],
    queryFn: () => fetchMissing(ingestId),
    enabled,
    staleTime: 0,
  });
}

export function useCreateIngest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: { key: string; name: string; office: string; scheme?: string; batch?: string; files: ManifestFile[] }) => {
      const { key, ...body } = request;
      return ask(api.POST('/ingests', { params: { header: { 'Idempotency-Key': key } }, body }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['ingests'] }),
  });
}

export function inspectIngest(ingestId: string): Promise<Ingest> {
  return ask(api.POST('/ingests/{ingestId}/inspection', path(ingestId)));
}

function useStep(ingestId: string, step: (ingestId: string) => Promise<Ingest>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => step(ingestId),
    onSuccess: (ingest) => {
      client.setQueryData(ingestKey(ingestId), ingest);
      void client.invalidateQueries({ queryKey: ['ingests'] });
      void client.invalidateQueries({ queryKey: ['search'], refetchType: 'none' });
    },
  });
}

export const useInspectIngest = (ingestId: string) => useStep(ingestId, inspectIngest);
export const useConfirmIngest = (ingestId: string) =>
  useStep(ingestId, (id) => ask(api.POST('/ingests/{ingestId}/confirmation', path(id))));
export const useUndoIngest = (ingestId: string) => useStep(ingestId, (id) => ask(api.POST('/ingests/{ingestId}/undo', path(id))));

export function reportHref(ingestId: string): string {
  return `/api/v1/ingests/${ingestId}/report.xlsx`;
}
