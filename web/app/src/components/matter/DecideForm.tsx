import { Button, Form, Input, Space } from 'antd';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/i18n';
import { ProblemAlert } from '../ProblemAlert';

interface Props<M> {
  decide: UseMutationResult<M, Error, { approved: boolean; opinion: string }>;
  refuseText?: string; // where a refusal is called something else
  children?: ReactNode; // what is decided besides
}

/** One step of an approval chain; the server wants to know the reason of a refusal. */
export function DecideForm<M>({ decide, refuseText, children }: Props<M>) {
  const t = useT();
  const [form] = Form.useForm<{ opinion: string }>();
  const settle = (approved: boolean) => decide.mutate({ approved, opinion: (form.getFieldValue('opinion') as string).trim() });
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={{ opinion: '' }}>
      {children}
      <Form.Item name="opinion" label={t('matter.opinion')} extra={t('matter.opinionHint')}><Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} /></Form.Item>
      <ProblemAlert error={decide.error} />
      <Space>
        <Button type="primary" loading={decide.isPending} onClick={() => settle(true)}>{t('matter.approve')}</Button>
        <Button danger disabled={decide.isPending} onClick={() => settle(false)}>{refuseText ?? t('matter.refuse')}</Button>
      </Space>
    </Form>
  );
}
