import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import type { RecusalDeclaration } from '../api/client';
import { sessionKey } from './session';

/** Whom the signed-in user has declared to keep away from. */
export function useOwnRecusal() {
  return useQuery({ queryKey: ['recusal'], queryFn: () => ask(api.GET('/session/recusal')), staleTime: 0, gcTime: 0 });
}

export function useDeclareRecusal() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: RecusalDeclaration) => ask(api.POST('/session/recusal', { body })),
    // What was read before of a dossier to be kept away from must not come up again.
    onSuccess: () => client.removeQueries({ type: 'inactive', predicate: (query) => query.queryKey[0] !== sessionKey[0] }),
    gcTime: 0, // what was sent holds identity numbers
  });
}
