import { Form, Input, Space } from 'antd';
import type { Confirmation } from '../../api/client';
import { AttachmentLink, AttachmentUpload } from '../../components/AttachmentUpload';
import { DateInput } from '../../components/DateInput';
import { useT } from '../../i18n/i18n';
import { useRequired } from '../../lib/required';

/** The paper by which an authority outside the archive office confirmed something: items of a form. */
export function ConfirmationFields() {
  const t = useT();
  const required = useRequired();
  return (
    <Space wrap align="start" className="field-row">
      <Form.Item name="no" label={t('confirmation.no')} rules={required}><Input maxLength={100} /></Form.Item>
      <Form.Item name="by" label={t('confirmation.by')} rules={required}><Input maxLength={200} className="wide-select" /></Form.Item>
      <Form.Item name="on" label={t('confirmation.on')} rules={required}><DateInput /></Form.Item>
      <Form.Item name="attachmentId" label={t('confirmation.scan')}><AttachmentUpload /></Form.Item>
    </Space>
  );
}

export function ConfirmationText({ confirmation }: { confirmation: Confirmation }) {
  const t = useT();
  return (
    <Space wrap>
      <span>{t('confirmation.text', { by: confirmation.by, on: confirmation.on, no: confirmation.no })}</span>
      {confirmation.attachmentId && <AttachmentLink attachmentId={confirmation.attachmentId}>{t('confirmation.scan')}</AttachmentLink>}
      {confirmation.recordedBy && <span className="muted">{t('confirmation.recordedBy', { name: confirmation.recordedBy })}</span>}
    </Space>
  );
}
