import { Card } from 'antd';
import { useParams } from 'react-router';
import type { Hold } from '../../api/client';
import { useHold } from '../../api/holds';
import { ActionPanel } from '../../components/matter/ActionPanel';
import { ApprovalChain, awaitedRole } from '../../components/matter/ApprovalChain';
import { Extent, Facts } from '../../components/matter/Facts';
import { MatterPage } from '../../components/matter/MatterPage';
import { MatterTag } from '../../components/matter/MatterTag';
import { PaperLink } from '../../components/matter/PaperLink';
import { formatTime } from '../../i18n/format';
import { useLanguage, useT } from '../../i18n/i18n';
import { label, roles } from '../../i18n/labels';
import { archiveKinds } from '../../i18n/labels.outbound';
import type { MessageKey } from '../../i18n/messages';
import { useHoldWorks } from './actions/works';
import { archiveFor, holdSteps, stages } from './stages';

export function Component() {
  const { holdId = '' } = useParams();
  const t = useT();
  return (
    <MatterPage<Hold>
      matter={useHold(holdId)}
      steps={holdSteps}
      stage={({ state }) => stages[state] ?? { step: 0 }}
      tag={(hold) => <MatterTag matter={{ ...hold, lateDays: 0 }} />}
      links={({ id }) => <PaperLink href={`/api/v1/holds/${id}/form.pdf`}>{t('hold.form')}</PaperLink>}
    >
      {(hold) => <Body hold={hold} />}
    </MatterPage>
  );
}

function Body({ hold }: { hold: Hold }) {
  const t = useT();
  const language = useLanguage();
  const { state, steps, holdUntil, opinion, reason, transfer } = hold;
  const role = label(roles, awaitedRole(hold), language);
  const now = state === 'DUE' && opinion
    ? t('holdNow.refused', { opinion })
    : t(`holdNow.${state}` as MessageKey, { until: holdUntil, role, reason, receiver: transfer?.receiver ?? '' });
  return (
    <>
      <ActionPanel matter={hold} now={now} works={useHoldWorks()} />
      <div className="person-body">
        <HoldFacts hold={hold} />
        <ApprovalChain steps={steps} waiting={state === 'REQUESTED'} />
      </div>
    </>
  );
}

function HoldFacts({ hold }: { hold: Hold }) {
  const t = useT();
  const language = useLanguage();
  const { transfer } = hold;
  return (
    <Card size="small" title={t('hold.data')} className="person-data">
      <Facts
        rows={[
          [t('hold.diedOn'), hold.diedOn],
          [t('hold.evidence'), hold.evidence],
          [t('hold.reportedBy'), hold.reportedBy],
          [t('hold.extent'), <Extent key="extent" count={hold.expected} />],
          [t('hold.until'), hold.holdUntil],
          [t('hold.archiveKind'), label(archiveKinds, transfer?.kind ?? archiveFor(hold.specialMerit), language)],
          [t('matter.begun'), formatTime(hold.createdAt)],
          [t('hold.opinion'), hold.opinion],
          [t('hold.receiver'), transfer?.receiver],
          [t('hold.listNo'), transfer?.listNo],
          [t('hold.transferredOn'), transfer?.on],
          [t('hold.transferred'), transfer && `${transfer.handedBy} → ${transfer.receivedBy}`],
          [t('common.reason'), hold.reason],
        ]}
      />
    </Card>
  );
}
