import { useInfiniteQuery } from '@tanstack/react-query';
import { api, ask } from './client';
import type { Decision, Hold, HoldForm, HoldTransfer, HoldTransferRequest } from './client';
import { useBeginMatter, useMatter, useMatterList, useMatterStep } from './matters';
import type { MatterFilter } from './matters';
import { after, ifMatch } from './versioned';

export const useBeginHold = (dossierId: string, requestKey: string) =>
  useBeginMatter((body: HoldForm) =>
    ask(api.POST('/dossiers/{dossierId}/holds', { params: { path: { dossierId }, header: { 'Idempotency-Key': requestKey } }, body })));

export const useHolds = (filter: MatterFilter) => useMatterList<Hold>('HOLD', filter, (query) => ask(api.GET('/holds', { params: { query } })));
export const useHold = (holdId: string) => useMatter(holdId, () => ask(api.GET('/holds/{holdId}', { params: { path: { holdId } } })));

/** Dossiers of persons the ledger knows to be deceased, not yet held. */
export const useDeceasedOnShelf = () =>
  useInfiniteQuery({
    queryKey: ['matters', 'deceased-on-shelf'],
    queryFn: ({ pageParam }) => ask(api.GET('/deceased-on-shelf', { params: { query: { limit: 50, ...after(pageParam) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
  });

const target = ({ id, version }: Hold) => ({ path: { holdId: id }, header: ifMatch(version) });

export const useRequestHoldTransfer = (h: Hold) =>
  useMatterStep(h, (body: HoldTransferRequest) => ask(api.POST('/holds/{holdId}/transfer-request', { params: target(h), body })));
export const useDecideHold = (h: Hold) =>
  useMatterStep(h, (body: Decision) => ask(api.POST('/holds/{holdId}/approval', { params: target(h), body })));
export const useTransferHold = (h: Hold) =>
  useMatterStep(h, (body: HoldTransfer) => ask(api.POST('/holds/{holdId}/transfer', { params: target(h), body })));
export const useWithdrawHold = (h: Hold) =>
  useMatterStep(h, (reason: string) => ask(api.POST('/holds/{holdId}/withdrawal', { params: target(h), body: { reason } })));
