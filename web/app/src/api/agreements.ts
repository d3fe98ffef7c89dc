import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from './client';
import type { Agreement, AgreementMove, AgreementState, AgreementTerms, SignatureFields } from './client';
import { after, ifMatch, useStep } from './versioned';

const agreementsKey = ['agreements'] as const;
const seriesKey = (agreementId: string) => ['agreement', agreementId] as const;
const agreementKey = (agreementId: string, versionNo?: number) => [...seriesKey(agreementId), versionNo ?? 'newest'] as const;

export interface AgreementFilter {
  state?: AgreementState;
  enterprise?: string;
  office?: string;
}

export function useAgreements(filter: AgreementFilter) {
  return useInfiniteQuery({
    queryKey: [...agreementsKey, filter],
    queryFn: ({ pageParam }) => ask(api.GET('/agreements', { params: { query: { limit: 50, ...filter, ...after(pageParam) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    staleTime: 0,
  });
}

/** A version of an agreement, by default the newest. */
export function useAgreement(agreementId: string, versionNo?: number) {
  return useQuery({
    queryKey: agreementKey(agreementId, versionNo),
    queryFn: () =>
      ask(api.GET('/agreements/{agreementId}', { params: { path: { agreementId }, query: versionNo ? { version: versionNo } : {} } })),
    staleTime: 0,
  });
}

export function useAgreementVersions(agreementId: string) {
  return useQuery({
    queryKey: [...seriesKey(agreementId), 'versions'],
    queryFn: async () => (await ask(api.GET('/agreements/{agreementId}/versions', { params: { path: { agreementId } } }))).agreements,
    staleTime: 0,
  });
}

export function useCreateAgreement() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { enterpriseId: string; office: string; terms: AgreementTerms }) => ask(api.POST('/agreements', { body })),
    onSuccess: (agreement) => {
      client.setQueryData(agreementKey(agreement.id), agreement);
      void client.invalidateQueries({ queryKey: agreementsKey });
    },
  });
}

const target = ({ id, version }: Agreement) => ({ path: { agreementId: id }, header: ifMatch(version) });

/** Steps are done on the newest version; those before it are history. */
function useAgreementStep<Body>(agreement: Agreement, send: (body: Body) => Promise<Agreement>) {
  return useStep({
    record: agreementKey(agreement.id),
    send,
    affects: [agreementsKey, [...seriesKey(agreement.id), 'versions'], ['batch']],
  });
}

export const useChangeAgreement = (agreement: Agreement) =>
  useAgreementStep(agreement, (body: AgreementTerms) => ask(api.PUT('/agreements/{agreementId}', { params: target(agreement), body })));
export const useMoveAgreement = (agreement: Agreement) =>
  useAgreementStep(agreement, (body: AgreementMove) => ask(api.POST('/agreements/{agreementId}/state', { params: target(agreement), body })));
export const useSignAgreement = (agreement: Agreement) =>
  useAgreementStep(agreement, (body: SignatureFields) => ask(api.POST('/agreements/{agreementId}/signature', { params: target(agreement), body })));
export const useAmendAgreement = (agreement: Agreement) =>
  useAgreementStep(agreement, (reason: string) => ask(api.POST('/agreements/{agreementId}/amendment', { params: target(agreement), body: { reason } })));

export function agreementPdfHref({ id, versionNo }: Agreement): string {
  return `/api/v1/agreements/${id}/pdf?version=${versionNo}`;
}
