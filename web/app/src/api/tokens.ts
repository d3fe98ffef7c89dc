import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from './client';
import type { NewToken } from './client';

const tokensKey = ['tokens'] as const;

export function useTokens() {
  return useQuery({ queryKey: tokensKey, queryFn: async () => (await ask(api.GET('/tokens'))).tokens });
}

export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewToken) => ask(api.POST('/tokens', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: tokensKey }),
    gcTime: 0, // the answer holds the secret
  });
}

export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (tokenId: string) => ask(api.DELETE('/tokens/{tokenId}', { params: { path: { tokenId } } })),
    onSettled: () => client.invalidateQueries({ queryKey: tokensKey }),
  });
}
