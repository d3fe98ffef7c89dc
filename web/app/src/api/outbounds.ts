import { useQuery } from '@tanstack/react-query';
import { api, ask } from './client';
import type { Decision, Dispatch, ForwardingReceipt, Outbound, OutboundForm, Packing, SendingBack } from './client';
import { useBeginMatter, useMatter, useMatterList, useMatterStep } from './matters';
import type { MatterFilter } from './matters';
import { ifMatch } from './versioned';

/** Causes, groups and channels do not change while the server runs. */
export const useOutboundOptions = () =>
  useQuery({ queryKey: ['outbound-options'], queryFn: () => ask(api.GET('/outbound-options')), staleTime: Infinity });

export const useReceiveOutbound = (dossierId: string, requestKey: string) =>
  useBeginMatter((body: OutboundForm) =>
    ask(api.POST('/dossiers/{dossierId}/outbounds', { params: { path: { dossierId }, header: { 'Idempotency-Key': requestKey } }, body })));

export const useOutbounds = (filter: MatterFilter) =>
  useMatterList<Outbound>('OUTBOUND', filter, (query) => ask(api.GET('/outbounds', { params: { query } })));
export const useOutbound = (outboundId: string) =>
  useMatter(outboundId, () => ask(api.GET('/outbounds/{outboundId}', { params: { path: { outboundId } } })));

const target = ({ id, version }: Outbound) => ({ path: { outboundId: id }, header: ifMatch(version) });

export const useDecideOutbound = (o: Outbound) =>
  useMatterStep(o, (body: Decision) => ask(api.POST('/outbounds/{outboundId}/approval', { params: target(o), body })));
export const usePackOutbound = (o: Outbound) =>
  useMatterStep(o, (body: Packing) => ask(api.POST('/outbounds/{outboundId}/packing', { params: target(o), body })));
export const useDispatchOutbound = (o: Outbound) =>
  useMatterStep(o, (body: Dispatch) => ask(api.POST('/outbounds/{outboundId}/dispatch', { params: target(o), body })));
export const useChaseOutbound = (o: Outbound) =>
  useMatterStep(o, (note: string) => ask(api.POST('/outbounds/{outboundId}/chase', { params: target(o), body: { note } })));
export const useReceiveReceipt = (o: Outbound) =>
  useMatterStep(o, (body: ForwardingReceipt) => ask(api.POST('/outbounds/{outboundId}/receipt', { params: target(o), body })));
export const useArchiveOutbound = (o: Outbound) =>
  useMatterStep(o, (attachmentId: string) => ask(api.POST('/outbounds/{outboundId}/filing', { params: target(o), body: { attachmentId } })));
export const useSendBackOutbound = (o: Outbound) =>
  useMatterStep(o, (body: SendingBack) => ask(api.POST('/outbounds/{outboundId}/sending-back', { params: target(o), body })));
export const useLoseOutbound = (o: Outbound) =>
  useMatterStep(o, (reason: string) => ask(api.POST('/outbounds/{outboundId}/loss', { params: target(o), body: { reason } })));
export const useWithdrawOutbound = (o: Outbound) =>
  useMatterStep(o, (reason: string) => ask(api.POST('/outbounds/{outboundId}/withdrawal', { params: target(o), body: { reason } })));
