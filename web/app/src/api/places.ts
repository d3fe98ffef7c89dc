import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, ask } from './client';
import type { Division, Office } from './client';

const longLived = { staleTime: 10 * 60_000 };
const officesKey = ['offices'] as const;

export function useOffices() {
  return useQuery({ queryKey: officesKey, queryFn: async () => (await ask(api.GET('/offices'))).offices, ...longLived });
}

export function useSaveOffice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Office) => ask(api.POST('/offices', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: officesKey }),
  });
}

export function useDivisions() {
  return useQuery({ queryKey: ['divisions'], queryFn: async () => (await ask(api.GET('/divisions'))).divisions, ...longLived });
}

export function useSchemes() {
  return useQuery({ queryKey: ['schemes'], queryFn: async () => (await ask(api.GET('/schemes'))).schemes, ...longLived });
}

export function useRules() {
  return useQuery({ queryKey: ['rules'], queryFn: async () => (await ask(api.GET('/rules'))).rules, ...longLived });
}

function byCode(places: (Office | Division)[] | undefined): Map<string, string> {
  return new Map((places ?? []).map((place) => [place.code, place.name]));
}

/** Names of offices and divisions by code; a code nobody may list is shown as it is. */
export function usePlaceNames(): (code: string | undefined) => string {
  const offices = useOffices().data;
  const divisions = useDivisions().data;
  return useMemo(() => {
    const names = new Map([...byCode(divisions), ...byCode(offices)]);
    return (code) => (code ? names.get(code) ?? code : '');
  }, [offices, divisions]);
}
