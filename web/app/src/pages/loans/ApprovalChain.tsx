import { Card, Steps } from 'antd';
import type { Loan, LoanStep } from '../../api/client';
import { formatTime } from '../../i18n/format';
import { useLanguage, useT } from '../../i18n/i18n';
import { label, roles } from '../../i18n/labels';

/** Who is to approve in which order, and what those who have decided said. */
export function ApprovalChain({ loan }: { loan: Loan }) {
  const t = useT();
  const language = useLanguage();
  const awaited = loan.state === 'REQUESTED' ? loan.steps.findIndex((step) => !step.decided) : -1;
  return (
    <Card size="small" title={t('loan.chain')} className="person-history">
      <Steps
        orientation="vertical"
        size="small"
        items={loan.steps.map((step, at) => ({
          key: at,
          title: label(roles, step.role, language),
          status: statusOf(step, at === awaited),
          content: <Decision step={step} />,
        }))}
      />
    </Card>
  );
}

function statusOf({ decided, approved }: LoanStep, awaited: boolean) {
  if (!decided) return awaited ? 'process' : 'wait';
  return approved ? 'finish' : 'error';
}

function Decision({ step }: { step: LoanStep }) {
  const t = useT();
  if (!step.decided) return <>{t('loan.undecided')}</>;
  return (
    <>
      <b>{t(step.approved ? 'loan.approved' : 'loan.refused')}</b>
      {step.opinion && <div className="plain-text">{step.opinion}</div>}
      <small className="muted">{t('loan.byAt', { by: step.by, at: formatTime(step.at) })}</small>
    </>
  );
}
