import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, ask } from './client';
import type { Division, Office } from './client';

const longLived = { staleTime: 10 * 60_000 };
const officesKey = ['offices'] as const;
const divisionsKey = ['divisions'] as const;

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
  return useQuery({ queryKey: divisionsKey, queryFn: async () => (await ask(api.GET('/divisions'))).divisions, ...longLived });
}

export function useSaveDivision() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Division) => ask(api.POST('/divisions', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: divisionsKey }),
  });
}

export function useSchemes() {
  return useQuery({ queryKey: ['schemes'], queryFn: async () => (await ask(api.GET('/schemes'))).schemes, ...longLived });
}

export function useRules() {
  return useQuery({ queryKey: ['rules'], queryFn: async () => (await ask(api.GET('/rules'))).rules, ...longLived });
}

function nameByCode(places: (Office | Division)[] | undefined): (code: string | undefined) => string {
  const names = new Map((places ?? []).map((place) => [place.code, place.name]));
  return (code) => (code ? names.get(code) ?? code : '');
}

/** Names by code; a code nobody may list is shown as it is. An office may have the code of its division. */
export function usePlaceNames() {
  const offices = useOffices().data;
  const divisions = useDivisions().data;
  return useMemo(() => ({ officeName: nameByCode(offices), divisionName: nameByCode(divisions) }), [offices, divisions]);
}
