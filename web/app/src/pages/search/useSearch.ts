import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/client';
import type { SearchRequest } from '../../api/client';
import { pageSize } from './searchState';
import type { SearchCriteria } from './searchState';

/**
 * One page of hits. The page before stays on screen until the answer is there, so that nothing jumps while filtering. A
 * list seen before is shown at once and asked for again: it may be hours since, and dossiers come, go and change.
 */
export function useSearch(text: string, criteria: SearchCriteria, cursor: string | undefined) {
  const body: SearchRequest = {
    text,
    filters: criteria.filters,
    sort: criteria.sort,
    ascending: criteria.ascending,
    limit: pageSize,
    facets: true,
    ...(cursor ? { cursor } : {}),
  };
  return useQuery({
    queryKey: ['search', body],
    queryFn: ({ signal }) => ask(api.POST('/search', { body, signal })),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}
