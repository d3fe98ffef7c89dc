import { Alert, Card, Tag } from 'antd';
import type { ComponentType } from 'react';
import type { BatchDetail, BatchState } from '../../../api/client';
import { useT } from '../../../i18n/i18n';
import { AcceptedPanel, CancelledPanel, ClosedPanel, EIngestedPanel, PartlyAcceptedPanel } from './panels/closing';
import { AgreementPanel, CheckingPanel, DeliverPanel, RedeliverPanel, StartCheckPanel } from './panels/dossiers';
import { IssueListPanel, StartVerifyingPanel, SubmitPanel, SubmittedPanel } from './panels/people';
import type { PanelProps } from './panels/people';
import { stageOf } from './stages';

const panels: Record<BatchState, ComponentType<PanelProps>> = {
  DRAFT: SubmitPanel,
  SUBMITTED: SubmittedPanel,
  PROVINCE_CONFIRMED: StartVerifyingPanel,
  SSA_VERIFYING: IssueListPanel,
  LIST_ISSUED: AgreementPanel,
  AGREEMENT_SIGNED: DeliverPanel,
  DELIVERED: StartCheckPanel,
  CHECKING: CheckingPanel,
  PARTIALLY_ACCEPTED: PartlyAcceptedPanel,
  RETURNED: RedeliverPanel,
  ACCEPTED: AcceptedPanel,
  E_INGESTED: EIngestedPanel,
  CLOSED: ClosedPanel,
  CANCELLED: CancelledPanel,
};

/** What is to be done with the batch now, by whom, and the means to do it for those who may. */
export function ActionPanel({ detail }: { detail: BatchDetail }) {
  const t = useT();
  const { state, reason } = detail.batch;
  const stage = stageOf(detail.batch);
  const Panel = panels[state];
  const mine = stage.needs.length === 0 || stage.needs.some((permission) => detail.allowed.includes(permission));
  const doer = stage.doer ? t(stage.doer) : '';
  return (
    <Card
      size="small"
      className="action-panel"
      title={stage.step ? t('batch.now', { step: t(`batch.step.${stage.step}`) }) : t('batch.over')}
      extra={doer && <Tag color="blue">{t('batch.doer', { doer })}</Tag>}
    >
      {state === 'DRAFT' && reason && <Alert type="warning" showIcon className="spaced" title={t('batch.sentBack', { reason })} />}
      {mine ? <Panel key={state} detail={detail} /> : <p className="muted">{t('batch.waiting', { doer })}</p>}
    </Card>
  );
}
