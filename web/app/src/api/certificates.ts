import { useQuery } from '@tanstack/react-query';
import { api, ask } from './client';
import type { Certificate, CertificateDraft, CertificateForm, Decision, Evidence } from './client';
import { useBeginMatter, useMatter, useMatterList, useMatterStep } from './matters';
import type { MatterFilter } from './matters';
import { ifMatch } from './versioned';

/** The kinds of certificates do not change while the server runs. */
export const useCertificateKinds = () =>
  useQuery({ queryKey: ['certificate-kinds'], queryFn: () => ask(api.GET('/certificate-kinds')), staleTime: Infinity });

export const useRequestCertificate = (dossierId: string, requestKey: string) =>
  useBeginMatter((body: CertificateForm) =>
    ask(api.POST('/dossiers/{dossierId}/certificates', { params: { path: { dossierId }, header: { 'Idempotency-Key': requestKey } }, body })));

export const useCertificates = (filter: MatterFilter) =>
  useMatterList<Certificate>('CERTIFICATE', filter, (query) => ask(api.GET('/certificates', { params: { query } })));
export const useCertificate = (certificateId: string) =>
  useMatter(certificateId, () => ask(api.GET('/certificates/{certificateId}', { params: { path: { certificateId } } })));

/** Materials to cite; read when a draft is begun. */
export const useProposals = (certificateId: string) =>
  useQuery({
    queryKey: ['certificate-proposals', certificateId],
    queryFn: () => ask(api.GET('/certificates/{certificateId}/proposals', { params: { path: { certificateId } } })),
  });

const target = ({ id, version }: Certificate) => ({ path: { certificateId: id }, header: ifMatch(version) });

export const useVerifyCertificate = (c: Certificate) =>
  useMatterStep(c, (evidence: Evidence[]) => ask(api.POST('/certificates/{certificateId}/verification', { params: target(c), body: { evidence } })));
export const useRefuseCertificate = (c: Certificate) =>
  useMatterStep(c, (reason: string) => ask(api.POST('/certificates/{certificateId}/refusal', { params: target(c), body: { reason } })));
export const useDraftCertificate = (c: Certificate) =>
  useMatterStep(c, (body: CertificateDraft) => ask(api.POST('/certificates/{certificateId}/draft', { params: target(c), body })));
export const useDecideCertificate = (c: Certificate) =>
  useMatterStep(c, (body: Decision) => ask(api.POST('/certificates/{certificateId}/approval', { params: target(c), body })));
export const useIssueCertificate = (c: Certificate) =>
  useMatterStep(c, () => ask(api.POST('/certificates/{certificateId}/issue', { params: target(c) })));
export const useCollectCertificate = (c: Certificate) =>
  useMatterStep(c, (by: string) => ask(api.POST('/certificates/{certificateId}/collection', { params: target(c), body: { by } })));
export const useVoidCertificate = (c: Certificate) =>
  useMatterStep(c, (reason: string) => ask(api.POST('/certificates/{certificateId}/voiding', { params: target(c), body: { reason } })));
