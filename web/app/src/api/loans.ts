import { useQuery } from '@tanstack/react-query';
import { api, ask } from './client';
import type { Loan, LoanDecision, LoanRenewal, LoanRequest, LoanReturn, LoanState } from './client';
import { useBeginMatter, useMatter, useMatterList, useMatterStep } from './matters';
import type { MatterFilter } from './matters';
import { ifMatch } from './versioned';

export function useLoanPolicy(dossierId: string) {
  return useQuery({
    queryKey: ['loan-policy', dossierId],
    queryFn: () => ask(api.GET('/dossiers/{dossierId}/loan-policy', { params: { path: { dossierId } } })),
  });
}

export const useRequestLoan = (dossierId: string, requestKey: string) =>
  useBeginMatter((body: LoanRequest) =>
    ask(api.POST('/dossiers/{dossierId}/loans', { params: { path: { dossierId }, header: { 'Idempotency-Key': requestKey } }, body })));

export const useLoans = (filter: MatterFilter) =>
  useMatterList<Loan>('LOAN', filter, async ({ state, ...query }) => {
    const { loans, next } = await ask(api.GET('/loans', { params: { query: { ...query, ...(state ? { state: state as LoanState[] } : {}) } } }));
    return { matters: loans, ...(next ? { next } : {}) };
  });

export const useLoan = (loanId: string) => useMatter(loanId, () => ask(api.GET('/loans/{loanId}', { params: { path: { loanId } } })));

const target = ({ id, version }: Loan) => ({ path: { loanId: id }, header: ifMatch(version) });

export const useDecideLoan = (loan: Loan) =>
  useMatterStep(loan, (body: LoanDecision) => ask(api.POST('/loans/{loanId}/approval', { params: target(loan), body })));
export const useCheckOutLoan = (loan: Loan) =>
  useMatterStep(loan, (fetchedBy: string) => ask(api.POST('/loans/{loanId}/check-out', { params: target(loan), body: { fetchedBy } })));
export const useRenewLoan = (loan: Loan) =>
  useMatterStep(loan, (body: LoanRenewal) => ask(api.POST('/loans/{loanId}/renewal', { params: target(loan), body })));
export const useReturnLoan = (loan: Loan) =>
  useMatterStep(loan, (body: LoanReturn) => ask(api.POST('/loans/{loanId}/return', { params: target(loan), body })));
export const useLoseLoan = (loan: Loan) =>
  useMatterStep(loan, (reason: string) => ask(api.POST('/loans/{loanId}/loss', { params: target(loan), body: { reason } })));
