import { Form, Input, Modal } from 'antd';
import type { Agreement, SignatureFields } from '../../../api/client';
import { useSignAgreement } from '../../../api/agreements';
import { AttachmentUpload } from '../../../components/AttachmentUpload';
import { DateInput, today } from '../../../components/DateInput';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useRequired } from '../../../lib/required';

interface Props {
  agreement: Agreement;
  side: SignatureFields['side'];
  onClose: () => void;
}

/** One side signed on paper: who, when, and the scan of the signature page. */
export function SignatureDialog({ agreement, side, onClose }: Props) {
  const t = useT();
  const required = useRequired();
  const sign = useSignAgreement(agreement);
  const [form] = Form.useForm<Omit<SignatureFields, 'side'>>();
  const party = side === 'ENTERPRISE' ? agreement.enterpriseName : agreement.officeName;
  return (
    <Modal open title={t('agreement.signTitle', { party })} okText={t('agreement.sign')} confirmLoading={sign.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ on: today() }} onFinish={(values) => sign.mutate({ side, ...values }, { onSuccess: onClose })}>
        <Form.Item name="by" label={t('agreement.signer')} rules={required}><Input autoFocus maxLength={100} /></Form.Item>
        <Form.Item name="on" label={t('agreement.signedOn')} rules={required}><DateInput /></Form.Item>
        <Form.Item name="attachmentId" label={t('agreement.signaturePage')} rules={required}><AttachmentUpload label={t('agreement.choosePage')} /></Form.Item>
      </Form>
      <ProblemAlert error={sign.error} />
    </Modal>
  );
}
