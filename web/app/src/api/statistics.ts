import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, ask } from './client';
import type { OutstandingKind } from './client';

export interface Period {
  from?: string; // absent: from the beginning
  at?: string; // absent: today
}

export function useTransferStatistics(period: Period) {
  return useQuery({
    queryKey: ['statistics', period],
    queryFn: () => ask(api.GET('/statistics/transfer', { params: { query: period } })),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** Whose figure: of one enterprise at one office, or of all that may be seen. */
export interface OutstandingQuery {
  kind: OutstandingKind;
  at?: string;
  enterprise?: string;
  office?: string;
}

export function useOutstanding(query: OutstandingQuery) {
  return useInfiniteQuery({
    queryKey: ['outstanding', query],
    queryFn: ({ pageParam }) =>
      ask(api.GET('/statistics/outstanding', { params: { query: { limit: 50, ...query, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    staleTime: 0,
  });
}

function workbookHref(name: string, query: object): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const text = new URLSearchParams(given).toString();
  return `/api/v1/statistics/${name}.xlsx${text && `?${text}`}`;
}

export const statisticsHref = (period: Period) => workbookHref('transfer', period);
export const outstandingHref = (query: OutstandingQuery) => workbookHref('outstanding', query);
