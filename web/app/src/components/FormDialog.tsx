import { Form, Modal } from 'antd';
import type { FormInstance } from 'antd';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n';
import { ProblemAlert } from './ProblemAlert';

interface Props<Values> {
  title: ReactNode;
  busy: boolean;
  error: unknown;
  initial: Partial<Values>;
  form?: FormInstance<Values>; // where the fields need it
  width?: number;
  okText?: string;
  children: ReactNode;
  onSubmit: (values: Values) => void;
  onClose: () => void;
}

/**
 * A form over the page; it is made when it opens, so that it begins with what is true then. Its name keeps the ids of its
 * fields apart from those of the page below it.
 */
export function FormDialog<Values extends object>({ title, busy, error, initial, form, width, okText, children, onSubmit, onClose }: Props<Values>) {
  const t = useT();
  const [own] = Form.useForm<Values>(form);
  return (
    <Modal open centered={width !== undefined} title={title} width={width} okText={okText ?? t('common.save')} confirmLoading={busy} onOk={() => own.submit()} onCancel={onClose}>
      <Form<Values> name="dialog" form={own} layout="vertical" requiredMark={false} initialValues={initial} onFinish={onSubmit}>{children}</Form>
      <ProblemAlert error={error} />
    </Modal>
  );
}
