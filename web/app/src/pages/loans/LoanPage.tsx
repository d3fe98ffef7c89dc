import { useParams } from 'react-router';
import type { Loan } from '../../api/client';
import { useLoan } from '../../api/loans';
import { ActionPanel } from '../../components/matter/ActionPanel';
import { ApprovalChain, awaitedRole } from '../../components/matter/ApprovalChain';
import { MatterPage } from '../../components/matter/MatterPage';
import { MatterTag } from '../../components/matter/MatterTag';
import { PaperLink } from '../../components/matter/PaperLink';
import { useLanguage, useT } from '../../i18n/i18n';
import { label, roles } from '../../i18n/labels';
import { LoanFacts } from './LoanFacts';
import { useLoanWorks } from './actions/works';
import { loanSteps, stages } from './stages';

export function Component() {
  const { loanId = '' } = useParams();
  const t = useT();
  return (
    <MatterPage<Loan>
      matter={useLoan(loanId)}
      steps={loanSteps}
      stage={({ state }) => stages[state]}
      tag={(loan) => <MatterTag matter={{ ...loan, lateDays: loan.overdueDays }} />}
      links={({ id }) => <PaperLink href={`/api/v1/loans/${id}/form.pdf`}>{t('matter.form')}</PaperLink>}
    >
      {(loan) => <LoanBody loan={loan} />}
    </MatterPage>
  );
}

function LoanBody({ loan }: { loan: Loan }) {
  const t = useT();
  const language = useLanguage();
  const { fetchBy, dueOn, reason, defect, overdueDays } = loan;
  const now = t(loan.state === 'EXPIRED' && reason ? 'matter.lapsed' : `loanNow.${loan.state}`, { role: label(roles, awaitedRole(loan), language), fetchBy, dueOn, reason, defect, days: overdueDays });
  return (
    <>
      <ActionPanel matter={loan} now={now} works={useLoanWorks()} />
      <div className="person-body">
        <LoanFacts loan={loan} />
        <ApprovalChain steps={loan.steps} waiting={loan.state === 'REQUESTED'} />
      </div>
    </>
  );
}
