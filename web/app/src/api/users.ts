import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, etag } from './client';
import type { Grant, RecusalChange } from './client';

const usersKey = ['users'] as const;

export function useUsers() {
  return useQuery({ queryKey: usersKey, queryFn: async () => (await ask(api.GET('/users'))).users });
}

export function useCreateUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { login: string; name: string; grants: Grant[]; identityAccount?: string }) => ask(api.POST('/users', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: usersKey }),
    gcTime: 0, // the answer holds a password
  });
}

export interface UserChange {
  userId: string;
  version: number;
  name?: string;
  grants?: Grant[];
  disabled?: boolean;
  identityAccount?: string;
  resetPassword?: boolean;
  resetTotp?: boolean;
}

export function useChangeUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ userId, version, ...body }: UserChange) =>
      ask(api.PATCH('/users/{userId}', { params: { path: { userId }, header: { 'If-Match': etag(version) } }, body })),
    // After a refusal too: someone else has changed the user, and the list shows how.
    onSettled: () => client.invalidateQueries({ queryKey: usersKey }),
    gcTime: 0,
  });
}

export function useSetRecusal() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ userId, version, ...body }: RecusalChange & { userId: string; version: number }) =>
      ask(api.PUT('/users/{userId}/recusal', { params: { path: { userId }, header: { 'If-Match': etag(version) } }, body })),
    onSettled: () => client.invalidateQueries({ queryKey: usersKey }),
    gcTime: 0, // what was sent holds identity numbers
  });
}

export interface AuditFilter {
  action?: string;
  objectId?: string;
  actor?: string;
}

export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) =>
      ask(api.GET('/audit', { params: { query: { limit: 50, ...filter, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    staleTime: 0,
  });
}
