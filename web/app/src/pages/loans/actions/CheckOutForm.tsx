import { Button, Form, Select } from 'antd';
import type { Loan } from '../../../api/client';
import { useCheckOutLoan } from '../../../api/loans';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useRequired } from '../../../lib/required';

/** The dossier goes to one of those who were named in the request, and to nobody else. */
export function CheckOutForm({ matter: loan }: { matter: Loan }) {
  const t = useT();
  const checkOut = useCheckOutLoan(loan);
  const names = loan.request.borrowers.map(({ name }) => name);
  return (
    <Form<{ fetchedBy: string }>
      layout="vertical"
      requiredMark={false}
      initialValues={{ fetchedBy: names.length === 1 ? names[0] : undefined }}
      onFinish={({ fetchedBy }) => checkOut.mutate(fetchedBy)}
    >
      <Form.Item name="fetchedBy" label={t('loan.fetchedBy')} rules={useRequired()}>
        <Select className="wide-select" options={names.map((name) => ({ value: name, label: name }))} />
      </Form.Item>
      <ProblemAlert error={checkOut.error} />
      <Button type="primary" htmlType="submit" loading={checkOut.isPending}>{t('loan.checkOut')}</Button>
    </Form>
  );
}
