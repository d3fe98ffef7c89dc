import { api, ask } from './client';
import type { Consultation, ConsultationForm, CopyForm, CopyOrder, Decision, ReturnCheck, Termination, UseScope } from './client';
import { matterKey, useBeginMatter, useMatter, useMatterList, useMatterStep } from './matters';
import type { MatterFilter } from './matters';
import { asProblem } from './problem';
import { ifMatch } from './versioned';

export const useRegisterConsultation = (dossierId: string, requestKey: string) =>
  useBeginMatter((body: ConsultationForm) =>
    ask(api.POST('/dossiers/{dossierId}/consultations', { params: { path: { dossierId }, header: { 'Idempotency-Key': requestKey } }, body })));

export const useConsultations = (filter: MatterFilter) =>
  useMatterList<Consultation>('CONSULTATION', filter, (query) => ask(api.GET('/consultations', { params: { query } })));

export const useConsultation = (consultationId: string) =>
  useMatter(consultationId, () => ask(api.GET('/consultations/{consultationId}', { params: { path: { consultationId } } })));

/**
 * Sends a step on an open consultation. Visitors who start their screen make a new version of it, which is no reason to refuse
 * what the desk does with the page from before.
 */
async function besideScreen<T>(c: Consultation, send: (newest: Consultation) => Promise<T>): Promise<T> {
  try {
    return await send(c);
  } catch (error) {
    if (!asProblem(error).isStale || c.medium !== 'TERMINAL' || c.screenStarted) throw error;
    const newest = await ask(api.GET('/consultations/{consultationId}', { params: { path: { consultationId: c.id } } }));
    if (newest.state !== c.state || !newest.screenStarted) throw error;
    return send(newest);
  }
}

const target = ({ id, version }: Consultation) => ({ path: { consultationId: id }, header: ifMatch(version) });

export const useChangeConsultation = (c: Consultation) =>
  useMatterStep(c, (body: ConsultationForm) => ask(api.PUT('/consultations/{consultationId}', { params: target(c), body })));
export const useVerifyConsultation = (c: Consultation) =>
  useMatterStep(c, () => ask(api.POST('/consultations/{consultationId}/verification', { params: target(c) })));
export const useRefuseConsultation = (c: Consultation) =>
  useMatterStep(c, (reason: string) => ask(api.POST('/consultations/{consultationId}/refusal', { params: target(c), body: { reason } })));
/** `scope` is what an approver leaves of what was asked. */
export const useDecideConsultation = (c: Consultation, scope: UseScope) =>
  useMatterStep(c, (body: Decision) => ask(api.POST('/consultations/{consultationId}/approval', { params: target(c), body: { ...body, scope } })));
export const useReturnConsultation = (c: Consultation) =>
  useMatterStep(c, (body: ReturnCheck) => besideScreen(c, (newest) => ask(api.POST('/consultations/{consultationId}/return', { params: target(newest), body }))));
export const useCloseConsultation = (c: Consultation) =>
  useMatterStep(c, () => ask(api.POST('/consultations/{consultationId}/closing', { params: target(c) })));
export const useTerminateConsultation = (c: Consultation) =>
  useMatterStep(c, (body: Termination) => besideScreen(c, (newest) => ask(api.POST('/consultations/{consultationId}/termination', { params: target(newest), body }))));

/** The code is in the answer alone: `shown` takes it before the consultation replaces the one on the page. */
export const useOpenConsultation = (c: Consultation, shown: (code: string) => void) =>
  useMatterStep(c, async (terminal: string) => {
    const { consultation, code } = await ask(api.POST('/consultations/{consultationId}/opening', { params: target(c), body: { terminal } }));
    shown(code);
    return consultation;
  });
export const useNewScreenCode = (c: Consultation, shown: (code: string) => void) =>
  useMatterStep(c, async () => {
    const { consultation, code } = await besideScreen(c, (newest) => ask(api.POST('/consultations/{consultationId}/screen-code', { params: target(newest) })));
    shown(code);
    return consultation;
  });

export const useRequestCopies = (c: Consultation, requestKey: string) =>
  useBeginMatter((body: CopyForm) =>
    ask(api.POST('/consultations/{consultationId}/copies', { params: { path: { consultationId: c.id }, header: { 'Idempotency-Key': requestKey } }, body })),
  [matterKey(c.id)]);

export const useCopies = (filter: MatterFilter) =>
  useMatterList<CopyOrder>('COPY', filter, (query) => ask(api.GET('/copies', { params: { query } })));
export const useCopyOrder = (copyId: string) => useMatter(copyId, () => ask(api.GET('/copies/{copyId}', { params: { path: { copyId } } })));

const order = ({ id, version }: CopyOrder) => ({ path: { copyId: id }, header: ifMatch(version) });
const consultationOf = ({ consultationId }: CopyOrder) => [matterKey(consultationId)];

export const useDecideCopies = (o: CopyOrder) =>
  useMatterStep(o, (body: Decision) => ask(api.POST('/copies/{copyId}/approval', { params: order(o), body })), consultationOf(o));
export const useIssueCopies = (o: CopyOrder) =>
  useMatterStep(o, (receivedBy: string) => ask(api.POST('/copies/{copyId}/issue', { params: order(o), body: { receivedBy } })), consultationOf(o));
export const useVoidCopies = (o: CopyOrder) =>
  useMatterStep(o, (reason: string) => ask(api.POST('/copies/{copyId}/voiding', { params: order(o), body: { reason } })), consultationOf(o));
