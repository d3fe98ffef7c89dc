import type { Certificate } from '../../../api/client';
import { useDecideCertificate } from '../../../api/certificates';
import type { Work } from '../../../components/matter/ActionPanel';
import { DecideForm } from '../../../components/matter/DecideForm';
import { useT } from '../../../i18n/i18n';
import { CollectForm, IssueForm, RedraftDialog, RefuseDialog, ReplaceDialog, VoidDialog } from './dialogs';
import { DraftForm } from './DraftForm';
import { VerifyForm } from './VerifyForm';

/** What can be done with a certificate. */
export function useCertificateWorks(state: string): Work<Certificate>[] {
  const t = useT();
  const drafted = state !== 'IDENTITY_VERIFIED';
  return [
    { code: 'verify', title: t('certificate.verify'), form: VerifyForm, main: true },
    { code: 'decide', title: t('certificate.review'), form: Review, main: true },
    { code: 'issue', title: t('certificate.issue'), form: IssueForm, main: true },
    { code: 'collect', title: t('certificate.collect'), form: CollectForm, main: true },
    drafted ? { code: 'draft', title: t('certificate.redraft'), form: RedraftDialog } : { code: 'draft', title: t('certificate.draft'), form: DraftForm, main: true },
    { code: 'replace', title: t('certificate.replace'), form: ReplaceDialog },
    { code: 'refuse', title: t('certificate.refuse'), form: RefuseDialog, danger: true },
    { code: 'void', title: t('certificate.void'), form: VoidDialog, danger: true },
  ];
}

function Review({ matter }: { matter: Certificate }) {
  const t = useT();
  return <DecideForm decide={useDecideCertificate(matter)} refuseText={t('certificate.sendBack')} />;
}
