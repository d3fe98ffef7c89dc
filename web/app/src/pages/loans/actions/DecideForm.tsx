import { Button, Form, Input, Space } from 'antd';
import type { Loan } from '../../../api/client';
import { useDecideLoan } from '../../../api/loans';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';

/** One step of the chain; a refusal ends the loan, which is why the server wants to know the reason. */
export function DecideForm({ loan }: { loan: Loan }) {
  const t = useT();
  const [form] = Form.useForm<{ opinion: string }>();
  const decide = useDecideLoan(loan);
  const settle = (approved: boolean) => decide.mutate({ approved, opinion: (form.getFieldValue('opinion') as string).trim() });
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={{ opinion: '' }}>
      <Form.Item name="opinion" label={t('loan.decide')} extra={t('loan.decideHint')}><Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} /></Form.Item>
      <ProblemAlert error={decide.error} />
      <Space>
        <Button type="primary" loading={decide.isPending} onClick={() => settle(true)}>{t('loan.approve')}</Button>
        <Button danger disabled={decide.isPending} onClick={() => settle(false)}>{t('loan.refuse')}</Button>
      </Space>
    </Form>
  );
}
