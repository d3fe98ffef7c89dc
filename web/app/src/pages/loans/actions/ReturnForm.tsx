import { Button, Form, Input } from 'antd';
import type { Loan, LoanReturn } from '../../../api/client';
import { useReturnLoan } from '../../../api/loans';
import { ReturnCheckFields, blankCheck } from '../../../components/matter/ReturnCheckFields';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useRequiredText } from '../../../lib/required';

/** Takes a dossier back from a borrower. */
export function ReturnForm({ matter: loan }: { matter: Loan }) {
  const t = useT();
  const takeBack = useReturnLoan(loan);
  return (
    <Form<LoanReturn> layout="vertical" requiredMark={false} initialValues={{ ...blankCheck, returnedBy: loan.fetchedBy }} onFinish={(values) => takeBack.mutate(values)}>
      <ReturnCheckFields expected={loan.expected} />
      <Form.Item name="returnedBy" label={t('loan.returnedBy')} rules={useRequiredText()}><Input className="narrow-input" maxLength={100} /></Form.Item>
      <ProblemAlert error={takeBack.error} />
      <Button type="primary" htmlType="submit" loading={takeBack.isPending}>{t('loan.return')}</Button>
    </Form>
  );
}
