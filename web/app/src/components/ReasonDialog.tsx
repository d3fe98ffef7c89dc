import { Form, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n';
import { ProblemAlert } from './ProblemAlert';

interface Props {
  open: boolean;
  title: ReactNode;
  busy: boolean;
  error: unknown;
  confirmDisabled?: boolean;
  /** A reason to start from. */
  initial?: string;
  children?: ReactNode;
  onConfirm: (reason: string) => void;
  onCancel: () => void;
}

/** Asks why, for whatever must not happen without a reason on record. */
export function ReasonDialog({ open, title, busy, error, confirmDisabled, initial, children, onConfirm, onCancel }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  return (
    <Modal
      open={open}
      title={title}
      destroyOnHidden
      confirmLoading={busy}
      okButtonProps={{ disabled: confirmDisabled }}
      onOk={() => form.submit()}
      onCancel={onCancel}
    >
      <Form form={form} layout="vertical" preserve={false} requiredMark={false} initialValues={{ reason: initial }} onFinish={({ reason }) => onConfirm(reason.trim())}>
        {children}
        <Form.Item
          name="reason"
          label={t('common.reason')}
          extra={t('common.reasonHint')}
          rules={[{ required: true, whitespace: true, min: 2, message: t('common.reasonHint') }]}
        >
          <Input autoFocus maxLength={200} />
        </Form.Item>
      </Form>
      <ProblemAlert error={error} />
    </Modal>
  );
}
