import { Button, Form, Input, Modal } from 'antd';
import type { Certificate } from '../../../api/client';
import { useCollectCertificate, useIssueCertificate, useRefuseCertificate, useVoidCertificate } from '../../../api/certificates';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { ReasonDialog } from '../../../components/ReasonDialog';
import { useT } from '../../../i18n/i18n';
import { useRequiredText } from '../../../lib/required';
import { CertificateDialog } from '../request/CertificateDialog';
import { DraftForm } from './DraftForm';

interface Props {
  matter: Certificate;
  onClose: () => void;
}

const wide = 860;

export function IssueForm({ matter }: Props) {
  const t = useT();
  const issue = useIssueCertificate(matter);
  return (
    <>
      <p className="muted">{t('certificate.issueHint')}</p>
      <ProblemAlert error={issue.error} />
      <Button type="primary" loading={issue.isPending} onClick={() => issue.mutate()}>{t('certificate.issue')}</Button>
    </>
  );
}

export function CollectForm({ matter }: Props) {
  const t = useT();
  const collect = useCollectCertificate(matter);
  return (
    <Form<{ by: string }> layout="vertical" requiredMark={false} initialValues={{ by: matter.requester.name }} onFinish={({ by }) => collect.mutate(by.trim())}>
      <Form.Item name="by" label={t('certificate.collectedBy')} rules={useRequiredText()}><Input className="narrow-input" maxLength={100} /></Form.Item>
      <ProblemAlert error={collect.error} />
      <Button type="primary" htmlType="submit" loading={collect.isPending}>{t('certificate.collect')}</Button>
    </Form>
  );
}

/** What waits for review, or passed it, is written anew: the review begins from the start. */
export function RedraftDialog({ matter, onClose }: Props) {
  const t = useT();
  return <Modal open centered width={wide} title={t('certificate.redraftTitle', { no: matter.no })} footer={null} onCancel={onClose}><DraftForm matter={matter} onClose={onClose} /></Modal>;
}

export function RefuseDialog({ matter, onClose }: Props) {
  const t = useT();
  const refuse = useRefuseCertificate(matter);
  return (
    <ReasonDialog open title={t('certificate.refuseTitle', { no: matter.no })} busy={refuse.isPending} error={refuse.error}
      onConfirm={(reason) => refuse.mutate(reason, { onSuccess: onClose })} onCancel={onClose} />
  );
}

/** Another one is asked for that stands instead of a voided one. */
export function ReplaceDialog({ matter: { dossierId, name, kind, certificateNo }, onClose }: Props) {
  return <CertificateDialog head={{ id: dossierId, name }} instead={{ kind, replaces: certificateNo }} onClose={onClose} />;
}

export function VoidDialog({ matter, onClose }: Props) {
  const t = useT();
  const voiding = useVoidCertificate(matter);
  return (
    <ReasonDialog open title={t('certificate.voidTitle', { no: matter.certificateNo })} busy={voiding.isPending} error={voiding.error}
      onConfirm={(reason) => voiding.mutate(reason, { onSuccess: onClose })} onCancel={onClose}>
      <p>{t('certificate.voidHint')}</p>
    </ReasonDialog>
  );
}
