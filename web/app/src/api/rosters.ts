import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from './client';
import type { NewRoster, Roster } from './client';
import { after, useStep } from './versioned';

export type RosterState = Roster['state'];

const pollInterval = 1000;
const listPollInterval = 3000;
const rostersKey = ['rosters'] as const;
const rosterKey = (rosterId: string) => ['roster', rosterId] as const;

/** The server is at work on it by itself. */
export const isWorking = (state: RosterState) => state === 'INSPECTING' || state === 'IMPORTING';

export function useRosters() {
  return useInfiniteQuery({
    queryKey: rostersKey,
    queryFn: ({ pageParam }) => ask(api.GET('/rosters', { params: { query: { limit: 20, ...after(pageParam) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    staleTime: 0,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.rosters.some((roster) => isWorking(roster.state))) ? listPollInterval : false,
  });
}

export function useRoster(rosterId: string) {
  return useQuery({
    queryKey: rosterKey(rosterId),
    queryFn: () => ask(api.GET('/rosters/{rosterId}', { params: { path: { rosterId } } })),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data && isWorking(query.state.data.state) ? pollInterval : false),
  });
}

export function useCreateRoster() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewRoster) => ask(api.POST('/rosters', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: rostersKey }),
  });
}

const path = (rosterId: string) => ({ params: { path: { rosterId } } });

function useRosterStep(rosterId: string, send: () => Promise<Roster>) {
  return useStep<Roster>({ record: rosterKey(rosterId), send, affects: [rostersKey, ['batches'], ['batch']] });
}

export const useConfirmRoster = (rosterId: string) =>
  useRosterStep(rosterId, () => ask(api.POST('/rosters/{rosterId}/confirmation', path(rosterId))));
export const useCancelRoster = (rosterId: string) =>
  useRosterStep(rosterId, () => ask(api.POST('/rosters/{rosterId}/cancellation', path(rosterId))));

export const rosterTemplateHref = '/api/v1/roster-template.xlsx';
export const rosterErrorsHref = (rosterId: string) => `/api/v1/rosters/${rosterId}/errors.xlsx`;
