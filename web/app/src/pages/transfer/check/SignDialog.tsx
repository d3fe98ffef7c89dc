import { Alert, Checkbox, Form, Input, Modal } from 'antd';
import type { Batch, SignoffFields } from '../../../api/client';
import { useSignCheck } from '../../../api/batches';
import { DateInput, today } from '../../../components/DateInput';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useSessionUser } from '../../../session/session';

interface Props {
  batch: Batch;
  onSigned?: () => void;
  onClose: () => void;
}

/** Both sides sign and seal what was counted; the server then issues receipt, roster and list of returned dossiers. */
export function SignDialog({ batch, onSigned, onClose }: Props) {
  const t = useT();
  const user = useSessionUser();
  const sign = useSignCheck(batch);
  const [form] = Form.useForm<SignoffFields>();
  const { accepted, acceptedWithGaps, returned, missing } = batch.tally;
  const blank: SignoffFields = { handoverBy: '', receivedBy: user.name, handoverSealed: false, receivedSealed: false, on: today() };
  return (
    <Modal
      open
      title={t('sign.title', { no: batch.no })}
      okText={t('sign.sign')}
      confirmLoading={sign.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Alert type="info" className="spaced" title={t('sign.counts', { accepted, gaps: acceptedWithGaps, returned, missing })} description={t('sign.hint')} />
      <Form<SignoffFields> form={form} layout="vertical" requiredMark={false} initialValues={blank} onFinish={(values) => sign.mutate(values, { onSuccess: () => { onClose(); onSigned?.(); } })}>
        <div className="form-grid">
          <Form.Item name="handoverBy" label={t('sign.handoverBy')}><Input autoFocus maxLength={100} /></Form.Item>
          <Form.Item name="receivedBy" label={t('sign.receivedBy')}><Input maxLength={100} /></Form.Item>
          <Form.Item name="handoverSealed" valuePropName="checked"><Checkbox>{t('sign.handoverSealed')}</Checkbox></Form.Item>
          <Form.Item name="receivedSealed" valuePropName="checked"><Checkbox>{t('sign.receivedSealed')}</Checkbox></Form.Item>
          <Form.Item name="on" label={t('sign.on')}><DateInput /></Form.Item>
        </div>
      </Form>
      <ProblemAlert error={sign.error} />
    </Modal>
  );
}
