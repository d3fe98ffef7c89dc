import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from './client';
import type { Loan, LoanDecision, LoanRenewal, LoanRequest, LoanReturn, LoanState } from './client';
import { dossierKey } from './dossiers';
import { after, ifMatch, useStep } from './versioned';

const loansKey = ['loans'] as const;
const deskKey = ['loan-desk'] as const;
const loanKey = (loanId: string) => ['loan', loanId] as const;
const custodyKey = (dossierId: string) => ['custody', dossierId] as const;

export interface LoanFilter {
  state?: LoanState;
  text?: string;
}

/** Where a dossier is and has been. Each reading is logged: only where it is shown. */
export function useCustody(dossierId: string, enabled: boolean) {
  return useQuery({
    queryKey: custodyKey(dossierId),
    queryFn: () => ask(api.GET('/dossiers/{dossierId}/custody', { params: { path: { dossierId } } })),
    enabled,
  });
}

export function useLoanPolicy(dossierId: string) {
  return useQuery({
    queryKey: ['loan-policy', dossierId],
    queryFn: () => ask(api.GET('/dossiers/{dossierId}/loan-policy', { params: { path: { dossierId } } })),
  });
}

/** Asks for a loan; the same key again gives the loan that was made with it the first time. */
export function useRequestLoan(dossierId: string, requestKey: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: LoanRequest) =>
      ask(api.POST('/dossiers/{dossierId}/loans', { params: { path: { dossierId }, header: { 'Idempotency-Key': requestKey } }, body })),
    onSuccess: (loan) => {
      client.setQueryData(loanKey(loan.id), loan);
      for (const queryKey of [loansKey, deskKey]) void client.invalidateQueries({ queryKey });
    },
  });
}

const query = (filter: LoanFilter) => ({ ...(filter.state ? { state: [filter.state] } : {}), ...(filter.text ? { text: filter.text } : {}) });

export function useLoans(filter: LoanFilter) {
  return useInfiniteQuery({
    queryKey: [...loansKey, filter],
    queryFn: ({ pageParam }) => ask(api.GET('/loans', { params: { query: { limit: 50, ...query(filter), ...after(pageParam) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    staleTime: 0,
  });
}

/** The loan of this very number, where it exists and the user may see it. */
export async function loanByNo(no: string): Promise<Loan | undefined> {
  const { loans } = await ask(api.GET('/loans', { params: { query: { text: no, limit: 10 } } }));
  return loans.find((loan) => loan.no === no);
}

export function useLoanDesk() {
  return useQuery({ queryKey: deskKey, queryFn: () => ask(api.GET('/loans/desk')), staleTime: 0 });
}

export function useLoan(loanId: string) {
  return useQuery({
    queryKey: loanKey(loanId),
    queryFn: () => ask(api.GET('/loans/{loanId}', { params: { path: { loanId } } })),
    staleTime: 0,
  });
}

const target = ({ id, version }: Loan) => ({ path: { loanId: id }, header: ifMatch(version) });

/** What is done with a loan may move its dossier. */
function useLoanStep<Body>(loan: Loan, send: (body: Body) => Promise<Loan>) {
  return useStep({
    record: loanKey(loan.id),
    send,
    affects: [loansKey, deskKey, custodyKey(loan.dossierId), dossierKey(loan.dossierId), ['search']],
  });
}

export const useDecideLoan = (loan: Loan) =>
  useLoanStep(loan, (body: LoanDecision) => ask(api.POST('/loans/{loanId}/approval', { params: target(loan), body })));
export const useCheckOutLoan = (loan: Loan) =>
  useLoanStep(loan, (fetchedBy: string) => ask(api.POST('/loans/{loanId}/check-out', { params: target(loan), body: { fetchedBy } })));
export const useRenewLoan = (loan: Loan) =>
  useLoanStep(loan, (body: LoanRenewal) => ask(api.POST('/loans/{loanId}/renewal', { params: target(loan), body })));
export const useReturnLoan = (loan: Loan) =>
  useLoanStep(loan, (body: LoanReturn) => ask(api.POST('/loans/{loanId}/return', { params: target(loan), body })));
export const useLoseLoan = (loan: Loan) =>
  useLoanStep(loan, (reason: string) => ask(api.POST('/loans/{loanId}/loss', { params: target(loan), body: { reason } })));
