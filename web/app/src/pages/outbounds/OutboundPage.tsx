import { Alert } from 'antd';
import { useParams } from 'react-router';
import type { Outbound } from '../../api/client';
import { useOutbound, useOutboundOptions } from '../../api/outbounds';
import { ActionPanel } from '../../components/matter/ActionPanel';
import { ApprovalChain, awaitedRole } from '../../components/matter/ApprovalChain';
import { MatterPage } from '../../components/matter/MatterPage';
import { MatterTag } from '../../components/matter/MatterTag';
import { PaperLink } from '../../components/matter/PaperLink';
import { useLanguage, useT } from '../../i18n/i18n';
import { label, roles } from '../../i18n/labels';
import type { MessageKey } from '../../i18n/messages';
import { OutboundFacts } from './OutboundFacts';
import { useOutboundWorks } from './actions/works';
import { unknownYear } from './channels';
import { outboundSteps, stages } from './stages';

export function Component() {
  const { outboundId = '' } = useParams();
  return (
    <MatterPage<Outbound>
      matter={useOutbound(outboundId)}
      steps={outboundSteps}
      stage={({ state }) => stages[state] ?? { step: 0 }}
      tag={(outbound) => <MatterTag matter={outbound} />}
      links={(outbound) => <Papers outbound={outbound} />}
    >
      {(outbound) => <Body outbound={outbound} />}
    </MatterPage>
  );
}

function Papers({ outbound: { id, noticeNo } }: { outbound: Outbound }) {
  const t = useT();
  return (
    <>
      <PaperLink href={`/api/v1/outbounds/${id}/form.pdf`}>{t('outbound.form')}</PaperLink>
      {noticeNo && <PaperLink href={`/api/v1/outbounds/${id}/notice.pdf`}>{t('outbound.notice')}</PaperLink>}
    </>
  );
}

function Body({ outbound }: { outbound: Outbound }) {
  const t = useT();
  const language = useLanguage();
  const options = useOutboundOptions();
  const { state, steps, dispatchBy, receiptDue, reason, returned, chases, lostReport } = outbound;
  const role = label(roles, awaitedRole(outbound), language);
  const year = options.data && unknownYear(outbound, options.data.calendarYears);
  return (
    <>
      {year && <Alert type="warning" showIcon title={t('outbound.calendarUnknown', { year })} />}
      <ActionPanel
        matter={outbound}
        now={t(`outboundNow.${state}` as MessageKey, { role, dispatchBy, receiptDue, reason, returned, times: chases.length, lost: lostReport })}
        works={useOutboundWorks()}
      />
      <div className="person-body">
        <OutboundFacts outbound={outbound} />
        <ApprovalChain steps={steps} waiting={state === 'LETTER_RECEIVED'} />
      </div>
    </>
  );
}
