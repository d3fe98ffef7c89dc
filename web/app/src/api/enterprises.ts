import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, etag } from './client';
import type { Enterprise, EnterpriseFields } from './client';

const enterprisesKey = ['enterprises'] as const;

/** Enterprises in the order of their names whose name contains the text. */
export function useEnterprises(text: string, limit = 50) {
  return useInfiniteQuery({
    queryKey: [...enterprisesKey, 'list', text, limit],
    queryFn: ({ pageParam }) =>
      ask(api.GET('/enterprises', { params: { query: { limit, ...(text ? { text } : {}), ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    placeholderData: keepPreviousData,
  });
}

export function useEnterprise(enterpriseId: string | undefined) {
  return useQuery({
    queryKey: [...enterprisesKey, 'one', enterpriseId],
    queryFn: () => ask(api.GET('/enterprises/{enterpriseId}', { params: { path: { enterpriseId: enterpriseId ?? '' } } })),
    enabled: Boolean(enterpriseId),
    retry: false, // outside one's scope its name is not to be had
  });
}

export interface SaveEnterprise {
  known: Enterprise | undefined; // undefined: register a new one
  fields: EnterpriseFields;
}

export function useSaveEnterprise() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ known, fields }: SaveEnterprise) =>
      known
        ? ask(api.PUT('/enterprises/{enterpriseId}', {
          params: { path: { enterpriseId: known.id }, header: { 'If-Match': etag(known.version) } },
          body: fields,
        }))
        : ask(api.POST('/enterprises', { body: fields })),
    // After a refusal too: someone else may have changed it, and the list shows how.
    onSettled: () => client.invalidateQueries({ queryKey: enterprisesKey }),
  });
}
