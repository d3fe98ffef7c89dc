import { Alert } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { Consultation } from '../../api/client';
import { useConsultation } from '../../api/consultations';
import { Countdown } from '../../components/Countdown';
import { ShownOnce } from '../../components/ShownOnce';
import { ActionPanel } from '../../components/matter/ActionPanel';
import { ApprovalChain, awaitedRole } from '../../components/matter/ApprovalChain';
import { MatterPage } from '../../components/matter/MatterPage';
import { MatterTag } from '../../components/matter/MatterTag';
import { PaperLink } from '../../components/matter/PaperLink';
import { formatTime } from '../../i18n/format';
import { useLanguage, useT } from '../../i18n/i18n';
import { label, roles } from '../../i18n/labels';
import { ConsultationFacts } from './ConsultationFacts';
import { CopiesCard } from './CopiesCard';
import { ShowCode } from './actions/ShowCode';
import { useConsultationWorks } from './actions/works';
import { consultationSteps, stageOf } from './stages';
import type { ConsultationState } from './stages';

export function Component() {
  const { consultationId = '' } = useParams();
  const t = useT();
  return (
    <MatterPage<Consultation>
      matter={useConsultation(consultationId)}
      steps={consultationSteps}
      stage={stageOf}
      tag={(c) => <MatterTag matter={c} />}
      links={({ id }) => <PaperLink href={`/api/v1/consultations/${id}/form.pdf`}>{t('matter.form')}</PaperLink>}
    >
      {(c) => <ConsultationBody consultation={c} />}
    </MatterPage>
  );
}

function ConsultationBody({ consultation: c }: { consultation: Consultation }) {
  const t = useT();
  const language = useLanguage();
  const [code, setCode] = useState<string>();
  const { openBy, reason, breach, endsAt } = c;
  const now = t(c.state === 'EXPIRED' && reason ? 'matter.lapsed' : `consultationNow.${c.state as ConsultationState}`, { role: label(roles, awaitedRole(c), language), openBy, reason, breach, endsAt: formatTime(endsAt) });
  return (
    <ShowCode value={setCode}>
      {c.warnings && c.warnings.length > 0 && (
        <Alert type="warning" showIcon title={t('consultation.warnings')} description={<ul className="problem-fields">{c.warnings.map((warning) => <li key={warning}>{warning}</li>)}</ul>} />
      )}
      <ActionPanel
        matter={c}
        now={now}
        works={useConsultationWorks()}
        extra={c.state === 'OPENED' && endsAt && <span>{t('consultation.remaining')} <Countdown until={endsAt} /></span>}
      />
      <div className="person-body">
        <ConsultationFacts consultation={c} />
        <ApprovalChain steps={c.steps} waiting={c.state === 'LETTER_VERIFIED'} />
      </div>
      {c.openedAt && <CopiesCard orders={c.copies} />}
      <ShownOnce
        big
        secret={code}
        title={t('consultation.codeTitle')}
        hint={t('consultation.codeHint', { terminal: c.terminal, address: `${window.location.host}/reading-room` })}
        label={t('consultation.codeTitle')}
        onClose={() => setCode(undefined)}
      >
        {endsAt && <p>{t('consultation.remaining')} <Countdown until={endsAt} /></p>}
      </ShownOnce>
    </ShowCode>
  );
}
