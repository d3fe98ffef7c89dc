import { Spin } from 'antd';
import { Link, useParams } from 'react-router';
import type { Loan } from '../../api/client';
import { useLoan } from '../../api/loans';
import { ProblemAlert } from '../../components/ProblemAlert';
import { StateSteps } from '../../components/StateSteps';
import { useTrail } from '../../layout/Breadcrumbs';
import { useCan } from '../../session/session';
import { ApprovalChain } from './ApprovalChain';
import { LoanFacts } from './LoanFacts';
import { LoanTag } from './LoanTag';
import { ActionPanel } from './actions/ActionPanel';
import { loanSteps, stages } from './stages';

export function Component() {
  const { loanId = '' } = useParams();
  const loan = useLoan(loanId);
  useTrail({ title: loan.data?.no ?? '' });
  if (!loan.data) return loan.error ? <ProblemAlert error={loan.error} onRetry={() => void loan.refetch()} /> : <Spin className="page-spin" delay={200} />;
  return (
    <div className="work-page">
      <LoanHeader loan={loan.data} />
      <ActionPanel loan={loan.data} />
      <div className="person-body">
        <LoanFacts loan={loan.data} />
        <ApprovalChain loan={loan.data} />
      </div>
    </div>
  );
}

function LoanHeader({ loan }: { loan: Loan }) {
  const can = useCan();
  const { step, failed } = stages[loan.state];
  const name = <><b>{loan.name}</b> <span className="mono">{loan.archivalCode}</span></>;
  return (
    <header className="work-header">
      <div className="loan-title">
        <h1 className="mono">{loan.no}</h1>
        {can('dossier.read') ? <Link to={`/dossiers/${loan.dossierId}`}>{name}</Link> : <span>{name}</span>}
        <LoanTag loan={loan} />
        <span className="muted">{loan.officeName}</span>
      </div>
      <StateSteps steps={loanSteps} current={step} failed={failed ?? false} />
    </header>
  );
}
