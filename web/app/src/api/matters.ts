import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import { api, ask } from './client';
import type { ApprovalStep, MatterEntry, MatterKind } from './client';
import { dossierKey } from './dossiers';
import { after, useStep } from './versioned';

/** What all matters have in common, whatever their kind. */
export interface MatterHead {
  id: string;
  no: string;
  dossierId: string;
  archivalCode: string;
  name: string;
  officeName: string;
  state: string;
  steps: ApprovalStep[];
  version: number;
  allowed: string[];
}

const mattersKey = ['matters'] as const;
const deskKey = ['desk'] as const;
export const matterKey = (id: string) => ['matter', id] as const;
export const custodyKey = (dossierId: string) => ['custody', dossierId] as const;

export interface MatterFilter {
  state?: string;
  text?: string;
  dossier?: string;
}

const query = ({ state, text, dossier }: MatterFilter) => ({
  ...(state ? { state: [state] } : {}), ...(text ? { text } : {}), ...(dossier ? { dossier } : {}),
});

interface Page<M> {
  matters: M[];
  next?: string;
}

type ListQuery = { limit: number; cursor?: string } & ReturnType<typeof query>;

/** A list of matters of one kind; fetch asks for one page of it. */
export function useMatterList<M>(kind: MatterKind, filter: MatterFilter, fetch: (query: ListQuery) => Promise<Page<M>>) {
  return useInfiniteQuery({
    queryKey: [...mattersKey, kind, filter],
    queryFn: ({ pageParam }) => fetch({ limit: 50, ...query(filter), ...after(pageParam) }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    staleTime: 0,
  });
}

export function useMatter<M>(id: string, fetch: () => Promise<M>) {
  return useQuery({ queryKey: matterKey(id), queryFn: fetch, staleTime: 0 });
}

/** What is done with a matter may move its dossier. */
export function useMatterStep<M extends Pick<MatterHead, 'id' | 'dossierId'>, Body = void>(matter: M, send: (body: Body) => Promise<M>, affects: QueryKey[] = []) {
  return useStep({
    record: matterKey(matter.id),
    send,
    affects: [mattersKey, deskKey, custodyKey(matter.dossierId), dossierKey(matter.dossierId), ['search'], ...affects],
  });
}

/** Begins a matter; the same key again gives the one that was begun with it the first time. */
export function useBeginMatter<M extends { id: string }, Body>(begin: (body: Body) => Promise<M>, affects: QueryKey[] = []) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: begin,
    onSuccess: (matter) => {
      client.setQueryData(matterKey(matter.id), matter);
      for (const queryKey of [mattersKey, deskKey, ...affects]) void client.invalidateQueries({ queryKey });
    },
  });
}

/** What waits for the user, over all kinds of matters. */
export function useDesk() {
  return useQuery({ queryKey: deskKey, queryFn: () => ask(api.GET('/desk')), staleTime: 0 });
}

/** All work with one dossier, newest first. */
export function useMattersOf(dossierId: string, enabled: boolean) {
  return useQuery({
    queryKey: [...mattersKey, 'dossier', dossierId],
    queryFn: () => ask(api.GET('/matters', { params: { query: { dossier: dossierId, limit: 100 } } })),
    enabled,
    staleTime: 0,
  });
}

/** The matter of this very number, where it exists and the user may see it. */
export const matterByNumber = (number: string): Promise<MatterEntry> =>
  ask(api.GET('/matters/by-number/{matterNo}', { params: { path: { matterNo: number } } }));

/** What the office demands of a kind of work with a dossier. */
export function useUsePolicy(dossierId: string, kind: MatterKind) {
  return useQuery({
    queryKey: ['use-policy', dossierId, kind],
    queryFn: () => ask(api.GET('/dossiers/{dossierId}/use-policy/{kind}', { params: { path: { dossierId, kind } } })),
  });
}

/** Where a dossier is and has been. Each reading is logged: only where it is shown. */
export function useCustody(dossierId: string, enabled: boolean) {
  return useQuery({
    queryKey: custodyKey(dossierId),
    queryFn: () => ask(api.GET('/dossiers/{dossierId}/custody', { params: { path: { dossierId } } })),
    enabled,
  });
}

const places: Record<MatterKind, string> = {
  LOAN: '/loans', CONSULTATION: '/consultations', COPY: '/copies', CERTIFICATE: '/certificates', OUTBOUND: '/outbounds', HOLD: '/holds',
};

/** The page of a matter. */
export const matterPath = (kind: MatterKind, id: string) => `${places[kind]}/${id}`;
