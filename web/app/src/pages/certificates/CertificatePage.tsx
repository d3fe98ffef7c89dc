import { useParams } from 'react-router';
import type { Certificate } from '../../api/client';
import { useCertificate } from '../../api/certificates';
import { ActionPanel } from '../../components/matter/ActionPanel';
import { ApprovalChain, awaitedRole } from '../../components/matter/ApprovalChain';
import { MatterPage } from '../../components/matter/MatterPage';
import { MatterTag } from '../../components/matter/MatterTag';
import { PaperLink } from '../../components/matter/PaperLink';
import { useLanguage, useT } from '../../i18n/i18n';
import { label, roles } from '../../i18n/labels';
import type { MessageKey } from '../../i18n/messages';
import { CertificateFacts } from './CertificateFacts';
import { CertificateText } from './CertificateText';
import { useCertificateWorks } from './actions/works';
import { certificateSteps, stages } from './stages';

export function Component() {
  const { certificateId = '' } = useParams();
  const t = useT();
  return (
    <MatterPage<Certificate>
      matter={useCertificate(certificateId)}
      steps={certificateSteps}
      stage={({ state }) => stages[state] ?? { step: 0 }}
      tag={(certificate) => <MatterTag matter={certificate} />}
      links={({ id, statements }) => statements.length > 0 && <PaperLink href={`/api/v1/certificates/${id}/paper.pdf`}>{t('certificate.paper')}</PaperLink>}
    >
      {(certificate) => <Body certificate={certificate} />}
    </MatterPage>
  );
}

function Body({ certificate }: { certificate: Certificate }) {
  const t = useT();
  const language = useLanguage();
  const { state, reason, sentBack, certificateNo } = certificate;
  const now = t(`certificateNow.${state}` as MessageKey, { role: label(roles, awaitedRole(certificate), language), reason, no: certificateNo });
  return (
    <>
      <ActionPanel
        matter={certificate}
        now={state === 'IDENTITY_VERIFIED' && sentBack ? t('certificateNow.sentBack', { reason: sentBack }) : now}
        works={useCertificateWorks(state)}
      />
      <div className="person-body">
        <div className="person-data work-page">
          <CertificateFacts certificate={certificate} />
          <CertificateText certificate={certificate} />
        </div>
        <ApprovalChain steps={certificate.steps} waiting={state === 'DRAFTED'} />
      </div>
    </>
  );
}
