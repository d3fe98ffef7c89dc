import { Button, Form } from 'antd';
import type { Certificate, Evidence } from '../../../api/client';
import { useCertificateKinds, useVerifyCertificate } from '../../../api/certificates';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { EvidenceFields } from '../request/EvidenceFields';
import { evidenceFor } from '../request/evidence';

/** The papers are looked at, one by one, before anything is drafted. */
export function VerifyForm({ matter }: { matter: Certificate }) {
  const t = useT();
  const kinds = useCertificateKinds();
  const verify = useVerifyCertificate(matter);
  const needed = evidenceFor(kinds.data?.kinds, matter.kind, matter.requester.capacity);
  if (!kinds.data) return null;
  const initial = needed.map(({ code }) => matter.evidence.find(({ kind }) => kind === code) ?? { kind: code, no: '', verified: false });
  return (
    <Form<{ evidence: Evidence[] }> layout="vertical" requiredMark={false} initialValues={{ evidence: initial }} onFinish={({ evidence }) => verify.mutate(evidence)}>
      <EvidenceFields needed={needed} verifying />
      <ProblemAlert error={verify.error} />
      <Button type="primary" htmlType="submit" loading={verify.isPending}>{t('certificate.verify')}</Button>
    </Form>
  );
}
