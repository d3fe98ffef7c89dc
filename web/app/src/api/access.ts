import { useInfiniteQuery } from '@tanstack/react-query';
import { api, ask } from './client';

/** Whose data an access log is about. */
export interface AccessSubject {
  kind: 'dossiers' | 'persons';
  id: string;
}

const perPage = 30;

export function useAccessLog({ kind, id }: AccessSubject, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ['access', kind, id],
    queryFn: ({ pageParam }) => {
      const query = { limit: perPage, ...(pageParam ? { cursor: pageParam } : {}) };
      return ask(
        kind === 'dossiers'
          ? api.GET('/dossiers/{dossierId}/access-log', { params: { path: { dossierId: id }, query } })
          : api.GET('/persons/{personId}/access-log', { params: { path: { personId: id }, query } }),
      );
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    staleTime: 0,
    enabled, // each look is itself an entry of the log
  });
}

export function accessHref({ kind, id }: AccessSubject): string {
  return `/api/v1/${kind}/${id}/access-log.xlsx`;
}

/** The audit trail from the first day to the last, in the time of this machine; '' is unbounded. */
export function auditHref(from: string, to: string): string {
  const query = new URLSearchParams();
  if (from) query.set('from', midnight(from, 0));
  if (to) query.set('to', midnight(to, 1));
  return `/api/v1/audit/export.jsonl${query.size ? `?${query.toString()}` : ''}`;
}

/** The moment at which a day begins, or as many days later. */
function midnight(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
