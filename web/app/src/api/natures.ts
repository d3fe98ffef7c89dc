import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from './client';
import type { NatureDecision, NatureForm, NatureFormFields, NatureState } from './client';
import { after, ifMatch, useStep } from './versioned';

const naturesKey = ['natures'] as const;
const natureKey = (natureFormId: string) => ['nature', natureFormId] as const;

export function useNatures(state: NatureState | undefined) {
  return useInfiniteQuery({
    queryKey: [...naturesKey, state ?? 'all'],
    queryFn: ({ pageParam }) => ask(api.GET('/nature-forms', { params: { query: { limit: 50, ...(state ? { state } : {}), ...after(pageParam) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    staleTime: 0,
  });
}

export function useNature(natureFormId: string) {
  return useQuery({
    queryKey: natureKey(natureFormId),
    queryFn: () => ask(api.GET('/nature-forms/{natureFormId}', { params: { path: { natureFormId } } })),
    staleTime: 0,
  });
}

export function useCreateNature() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NatureFormFields) => ask(api.POST('/nature-forms', { body })),
    onSuccess: (form) => {
      client.setQueryData(natureKey(form.id), form);
      void client.invalidateQueries({ queryKey: naturesKey });
    },
  });
}

const target = ({ id, version }: NatureForm) => ({ path: { natureFormId: id }, header: ifMatch(version) });

function useNatureStep<Body>(form: NatureForm, send: (body: Body) => Promise<NatureForm>) {
  return useStep({ record: natureKey(form.id), send, affects: [naturesKey] });
}

export const useChangeNature = (form: NatureForm) =>
  useNatureStep(form, (body: NatureFormFields) => ask(api.PUT('/nature-forms/{natureFormId}', { params: target(form), body })));
export const useSubmitNature = (form: NatureForm) =>
  useNatureStep<void>(form, () => ask(api.POST('/nature-forms/{natureFormId}/submission', { params: target(form) })));
export const useDecideNature = (form: NatureForm) =>
  useNatureStep(form, (body: NatureDecision) => ask(api.POST('/nature-forms/{natureFormId}/decision', { params: target(form), body })));
