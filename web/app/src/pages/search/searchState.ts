import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import type { SearchFilters, SearchRequest } from '../../api/client';

/**
 * Where a search lives. Filters and order are in the address, so that they can be bookmarked and passed on. The text and
 * the cursors are not: a text is a name or an identity number, a cursor holds the sort key of a hit, and addresses end up
 * in access logs, proxies, browser histories and screenshots. They are kept in the history entry (`history.state`), which
 * never leaves the browser tab and still survives going back and reloading.
 */
interface EntryState {
  text?: string;
  cursors?: string[];
}

export type Sort = NonNullable<SearchRequest['sort']>;
export const sorts: Sort[] = ['relevance', 'name', 'archival_code', 'retired_year', 'updated'];
export const listFilters = ['division', 'office', 'class', 'status', 'employer'] as const;
export type ListFilter = (typeof listFilters)[number];
export const pageSize = 20;

export interface SearchCriteria {
  filters: SearchFilters;
  sort: Sort;
  ascending: boolean;
}

function year(text: string | null): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1900 && value <= 2200 ? value : undefined;
}

export function readCriteria(params: URLSearchParams): SearchCriteria {
  const filters: SearchFilters = {};
  for (const field of listFilters) {
    const values = params.getAll(field);
    if (values.length > 0) filters[field] = values;
  }
  const from = year(params.get('from'));
  const to = year(params.get('to'));
  if (from) filters.yearFrom = from;
  if (to) filters.yearTo = to;
  const sort = sorts.find((candidate) => candidate === params.get('sort')) ?? 'relevance';
  return { filters, sort, ascending: params.get('asc') === '1' };
}

export function writeCriteria({ filters, sort, ascending }: SearchCriteria): URLSearchParams {
  const params = new URLSearchParams();
  for (const field of listFilters) filters[field]?.forEach((value) => params.append(field, value));
  if (filters.yearFrom) params.set('from', String(filters.yearFrom));
  if (filters.yearTo) params.set('to', String(filters.yearTo));
  if (sort !== 'relevance') params.set('sort', sort);
  if (ascending) params.set('asc', '1');
  return params;
}

export function countFilters(filters: SearchFilters): number {
  const lists = listFilters.reduce((sum, field) => sum + (filters[field]?.length ?? 0), 0);
  return lists + (filters.yearFrom || filters.yearTo ? 1 : 0);
}

export function useSearchState() {
  const [params] = useSearchParams();
  const location = useLocation();
  const navigate = useNavigate();
  const entry = (location.state ?? {}) as EntryState;
  const text = entry.text ?? '';
  const cursors = useMemo(() => entry.cursors ?? [], [entry.cursors]);
  const criteria = useMemo(() => readCriteria(params), [params]);

  const go = useCallback(
    (next: SearchCriteria, state: EntryState) => {
      void navigate({ pathname: '/search', search: writeCriteria(next).toString() }, { state });
    },
    [navigate],
  );
  return {
    text,
    criteria,
    page: cursors.length,
    cursor: cursors[cursors.length - 1],
    submit: (words: string) => go(criteria, { text: words }),
    change: (next: Partial<SearchCriteria>) => go({ ...criteria, ...next }, { text }),
    next: (cursor: string) => go(criteria, { text, cursors: [...cursors, cursor] }),
    previous: () => go(criteria, { text, cursors: cursors.slice(0, -1) }),
  };
}
