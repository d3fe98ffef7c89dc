import { Button, Card, Space } from 'antd';
import { useState } from 'react';
import type { ComponentType } from 'react';
import type { Loan } from '../../../api/client';
import { useLanguage, useT } from '../../../i18n/i18n';
import { label, roles } from '../../../i18n/labels';
import { awaitedRole, worksOf } from '../stages';
import type { LoanWork } from '../stages';
import { CheckOutForm } from './CheckOutForm';
import { DecideForm } from './DecideForm';
import { LoseDialog, RenewDialog } from './dialogs';
import { ReturnForm } from './ReturnForm';

interface WorkProps {
  loan: Loan;
  onClose: () => void;
}

/** Forms that stand in the panel, and dialogs that its buttons open. */
const works: Record<LoanWork, ComponentType<WorkProps>> = {
  approve: DecideForm,
  checkOut: CheckOutForm,
  return: ReturnForm,
  renew: RenewDialog,
  lose: LoseDialog,
};

/** How things stand with a loan, and the means to go on for those whom the server lets. */
export function ActionPanel({ loan }: { loan: Loan }) {
  const t = useT();
  const language = useLanguage();
  const [open, setOpen] = useState<LoanWork>();
  const { main, others } = worksOf(loan);
  const Main = main && works[main];
  const Dialog = open && works[open];
  const close = () => setOpen(undefined);
  const { fetchBy, dueOn, reason, defect, overdueDays } = loan;
  return (
    <Card
      size="small"
      className={Main ? 'action-panel' : 'action-panel action-none'}
      title={t(`loanNow.${loan.state}`, { role: label(roles, awaitedRole(loan), language), fetchBy, dueOn, reason, defect, days: overdueDays })}
      extra={
        <Space>
          {others.map((work) => <Button key={work} danger={work === 'lose'} onClick={() => setOpen(work)}>{t(`loan.${work}`)}</Button>)}
        </Space>
      }
    >
      {Main && <Main key={loan.state} loan={loan} onClose={close} />}
      {Dialog && <Dialog loan={loan} onClose={close} />}
    </Card>
  );
}
