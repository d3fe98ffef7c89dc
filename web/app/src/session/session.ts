import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import type { SessionUser } from '../api/client';
import { ApiProblem } from '../api/problem';

export const sessionKey = ['session'] as const;

export type Permission =
  | 'dossier.search'
  | 'dossier.read'
  | 'dossier.edit'
  | 'dossier.release'
  | 'retiree.reveal'
  | 'ingest.run'
  | 'office.manage'
  | 'user.manage'
  | 'audit.read'
  | 'access.read'
  | 'enterprise.manage'
  | 'transfer.read'
  | 'transfer.declare'
  | 'nature.confirm'
  | 'transfer.verify'
  | 'agreement.manage'
  | 'transfer.receive'
  | 'statistics.read'
  | 'ledger.read'
  | 'ledger.edit'
  | 'ledger.route'
  | 'match.submit'
  | 'match.review'
  | 'matter.read'
  | 'matter.desk'
  | 'matter.approve'
  | 'outbound.desk';

/** Who is signed in; null when nobody is. Asked once: every later 401 clears it (see queryClient.ts). */
export function useSessionQuery() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: async (): Promise<SessionUser | null> => {
      try {
        return await ask(api.GET('/session'));
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: Infinity,
    gcTime: Infinity,
  });
}

/** The signed-in user; only for components below the sign-in gate. */
export function useSessionUser(): SessionUser {
  const { data } = useSessionQuery();
  if (!data) throw new Error('useSessionUser outside the sign-in gate');
  return data;
}

/** Hides what the user may not do anyway. The server decides each time; this only spares people dead ends. */
export function useCan(): (permission: Permission) => boolean {
  const { permissions } = useSessionUser();
  return (permission) => permissions.includes(permission);
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (credentials: { login: string; password: string; code?: string }) => ask(api.POST('/session', { body: credentials })),
    onSuccess: (user) => client.setQueryData(sessionKey, user),
  });
}

/**
 * The identity provider at which one may sign in, if there is one, and whether it has vouched for this browser's user already.
 * It belongs to the session's queries: a refused sign-in must not make the form start over.
 */
export function useSignInProvider() {
  return useQuery({ queryKey: [...sessionKey, 'provider'], queryFn: () => ask(api.GET('/session/oidc')), staleTime: 0, gcTime: 0 });
}

/** Goes to the identity provider; afterwards the page that was asked for opens. */
export function useProviderSignIn() {
  return useMutation({
    mutationFn: () => ask(api.POST('/session/oidc', { body: { returnTo: location.pathname + location.search } })),
    onSuccess: ({ url }) => location.assign(url),
  });
}

/** Ends signing in at the identity provider with the code of the second factor. */
export function useProviderCode() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => ask(api.POST('/session/oidc/code', { body: { code } })),
    onSuccess: (user) => client.setQueryData(sessionKey, user),
  });
}

/**
 * Shows the sign-in form and forgets what was read: nothing of one person's work may be left for the next one at the same
 * desk. The entry of the session itself stays, or the gate that watches it would never hear of the end.
 */
export function endSession(client: QueryClient): void {
  client.setQueryData(sessionKey, null);
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => ask(api.DELETE('/session')),
    onSettled: () => endSession(client),
  });
}

export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { current: string; new: string }) => ask(api.PUT('/session/password', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionKey }),
  });
}

/** Begins to enrol a second factor; the answer is shown once. */
export function useEnrolTotp() {
  return useMutation({
    mutationFn: (password: string) => ask(api.POST('/session/totp', { body: { password } })),
    gcTime: 0, // the answer holds a secret
  });
}

/** Ends the enrolment with a code. The session is to be read anew once the recovery codes were seen. */
export function useConfirmTotp() {
  return useMutation({
    mutationFn: (code: string) => ask(api.POST('/session/totp/confirmation', { body: { code } })),
    gcTime: 0,
  });
}

export function useSessionRefresh(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: sessionKey });
}

export function useRemoveTotp() {
  const refresh = useSessionRefresh();
  return useMutation({
    mutationFn: (code: string) => ask(api.POST('/session/totp/removal', { body: { code } })),
    onSuccess: refresh,
  });
}
