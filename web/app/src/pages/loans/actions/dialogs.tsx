import { Form, Input, InputNumber } from 'antd';
import type { Loan, LoanRenewal } from '../../../api/client';
import { useLoanPolicy, useLoseLoan, useRenewLoan } from '../../../api/loans';
import { FormDialog } from '../../../components/FormDialog';
import { ReasonDialog } from '../../../components/ReasonDialog';
import { useT } from '../../../i18n/i18n';
import { useRequired, useRequiredText } from '../../../lib/required';

interface Props {
  matter: Loan;
  onClose: () => void;
}

export function RenewDialog({ matter: loan, onClose }: Props) {
  const t = useT();
  const policy = useLoanPolicy(loan.dossierId);
  const renew = useRenewLoan(loan);
  return (
    <FormDialog<LoanRenewal>
      title={t('loan.renewTitle', { no: loan.no })}
      busy={renew.isPending}
      error={renew.error ?? policy.error}
      initial={{ days: loan.request.days }}
      okText={t('loan.renew')}
      onSubmit={(values) => renew.mutate(values, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Form.Item
        name="days"
        label={t('loan.renewDays')}
        rules={useRequired()}
        extra={policy.data && t('loan.daysHint', { usual: policy.data.usualDays, max: policy.data.maxDays, source: policy.data.source })}
      >
        <InputNumber min={1} max={366} precision={0} />
      </Form.Item>
      <Form.Item name="reason" label={t('loan.renewReason')} rules={useRequiredText()}><Input maxLength={500} /></Form.Item>
    </FormDialog>
  );
}

export function LoseDialog({ matter: loan, onClose }: Props) {
  const t = useT();
  const lose = useLoseLoan(loan);
  return (
    <ReasonDialog
      open
      title={t('loan.loseTitle', { name: loan.name })}
      busy={lose.isPending}
      error={lose.error}
      onConfirm={(reason) => lose.mutate(reason, { onSuccess: onClose })}
      onCancel={onClose}
    />
  );
}
