import { Button, Checkbox, Form, Input } from 'antd';
import type { ForwardingReceipt, Outbound } from '../../../api/client';
import { useArchiveOutbound, useReceiveReceipt } from '../../../api/outbounds';
import { AttachmentUpload } from '../../../components/AttachmentUpload';
import { DateInput, today } from '../../../components/DateInput';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useRequired, useRequiredText } from '../../../lib/required';

/** The third part of the notice came back, signed and sealed. */
export function ReceiptForm({ matter }: { matter: Outbound }) {
  const t = useT();
  const receipt = useReceiveReceipt(matter);
  return (
    <Form<ForwardingReceipt> layout="vertical" requiredMark={false} initialValues={{ on: today(), receivedBy: '', sealed: false, remark: '' }} onFinish={(values) => receipt.mutate(values)}>
      <div className="form-grid">
        <Form.Item name="on" label={t('outbound.receiptOn')} rules={useRequired()}><DateInput /></Form.Item>
        <Form.Item name="receivedBy" label={t('outbound.receivedBy')} rules={useRequiredText()}><Input maxLength={100} /></Form.Item>
        <Form.Item name="remark" label={t('outbound.remark')}><Input maxLength={500} /></Form.Item>
      </div>
      <Form.Item name="sealed" valuePropName="checked"><Checkbox>{t('outbound.receiptSealed')}</Checkbox></Form.Item>
      <ProblemAlert error={receipt.error} />
      <Button type="primary" htmlType="submit" loading={receipt.isPending}>{t('outbound.recordReceipt')}</Button>
    </Form>
  );
}

/** Nothing is filed without a picture of the receipt. */
export function FileForm({ matter }: { matter: Outbound }) {
  const t = useT();
  const file = useArchiveOutbound(matter);
  return (
    <Form<{ attachmentId: string }> layout="vertical" requiredMark={false} onFinish={({ attachmentId }) => file.mutate(attachmentId)}>
      <Form.Item name="attachmentId" label={t('outbound.receiptScan')} rules={useRequired()}><AttachmentUpload /></Form.Item>
      <ProblemAlert error={file.error} />
      <Button type="primary" htmlType="submit" loading={file.isPending}>{t('outbound.file')}</Button>
    </Form>
  );
}
