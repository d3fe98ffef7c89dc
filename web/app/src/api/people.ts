import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, etag } from './client';
import type { Person, PersonChange, PersonDetail, PersonQuery, PersonRegistration } from './client';

const personsKey = ['persons'] as const;
const personKey = (personId: string) => ['person', personId] as const;

export type PersonFilter = Omit<PersonQuery, 'limit' | 'cursor'>;

export function usePersons(filter: PersonFilter) {
  return useInfiniteQuery({
    queryKey: [...personsKey, filter],
    queryFn: ({ pageParam }) => ask(api.POST('/persons/query', { body: { ...filter, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export function usePerson(personId: string) {
  return useQuery({
    queryKey: personKey(personId),
    queryFn: () => ask(api.GET('/persons/{personId}', { params: { path: { personId } } })),
    staleTime: 0,
  });
}

export const mostReceived = 200; // persons at a time, as the server allows

export function useConfirmReception() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => ask(api.POST('/persons/reception', { body: { ids } })),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: personsKey });
      void client.invalidateQueries({ queryKey: ['person'] });
    },
  });
}

/** Something done to a person: the answer is how the person stands now, and lists of persons are out of date. */
function usePersonWork<Work>({ id, version }: Person, work: (params: ReturnType<typeof paramsOf>, what: Work) => Promise<PersonDetail>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (what: Work) => work(paramsOf(id, version), what),
    onSuccess: (detail) => {
      client.setQueryData(personKey(id), detail);
      void client.invalidateQueries({ queryKey: personsKey });
    },
  });
}

function paramsOf(personId: string, version: number) {
  return { path: { personId }, header: { 'If-Match': etag(version) } };
}

export const useRoutePerson = (person: Person) =>
  usePersonWork(person, (params, body: { division: string; note: string }) => ask(api.POST('/persons/{personId}/route', { params, body })));

export const useRegisterPerson = (person: Person) =>
  usePersonWork(person, (params, body: PersonRegistration) => ask(api.POST('/persons/{personId}/registration', { params, body })));

export const useChangePerson = (person: Person) =>
  usePersonWork(person, (params, body: PersonChange) => ask(api.PATCH('/persons/{personId}', { params, body })));

export const useReportDeath = (person: Person) =>
  usePersonWork(person, (params, body: { diedOn: string; source: string }) => ask(api.POST('/persons/{personId}/death', { params, body })));

export const useWithdrawDeath = (person: Person) =>
  usePersonWork(person, (params, reason: string) => ask(api.POST('/persons/{personId}/death-withdrawal', { params, body: { reason } })));

export function revealPerson(personId: string, reason: string): Promise<{ idNumber: string }> {
  return ask(api.POST('/persons/{personId}/id-number', { params: { path: { personId } }, body: { reason } }));
}

/** The persons a filter admits as a workbook. Words looked for stay out: addresses end up in logs. */
export function personsHref({ division, special, survival, unregistered, outOfCity }: PersonFilter): string {
  const chosen = { division, special, survival, unregistered, outOfCity };
  const filled = Object.entries(chosen).filter(([, value]) => value).map(([name, value]) => [name, String(value)]);
  const query = new URLSearchParams(filled).toString();
  return `/api/v1/persons.xlsx${query && `?${query}`}`;
}
