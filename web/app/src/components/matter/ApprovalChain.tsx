import { Card, Steps } from 'antd';
import type { ApprovalStep } from '../../api/client';
import { formatTime } from '../../i18n/format';
import { useLanguage, useT } from '../../i18n/i18n';
import { label, roles } from '../../i18n/labels';

/** Who is to approve in which order, and what those who have decided said. `waiting`: the next of them is awaited now. */
export function ApprovalChain({ steps, waiting }: { steps: ApprovalStep[]; waiting: boolean }) {
  const t = useT();
  const language = useLanguage();
  const awaited = waiting ? steps.findIndex((step) => !step.decided) : -1;
  return (
    <Card size="small" title={t('matter.chain')} className="person-history">
      <Steps
        orientation="vertical"
        size="small"
        items={steps.map((step, at) => ({
          key: at,
          title: label(roles, step.role, language),
          status: statusOf(step, at === awaited),
          content: <Decided step={step} />,
        }))}
      />
    </Card>
  );
}

function statusOf({ decided, approved }: ApprovalStep, awaited: boolean) {
  if (!decided) return awaited ? 'process' : 'wait';
  return approved ? 'finish' : 'error';
}

function Decided({ step }: { step: ApprovalStep }) {
  const t = useT();
  if (!step.decided) return <>{t('matter.undecided')}</>;
  return (
    <>
      <b>{t(step.approved ? 'matter.approved' : 'matter.refused')}</b>
      {step.opinion && <div className="plain-text">{step.opinion}</div>}
      <div><small className="muted">{t('matter.byAt', { by: step.by, at: formatTime(step.at) })}</small></div>
    </>
  );
}

/** The role whose decision is awaited; empty: none. */
export function awaitedRole({ steps }: { steps: ApprovalStep[] }): string {
  return steps.find((step) => !step.decided)?.role ?? '';
}
