import { useState } from 'react';
import { Spin } from 'antd';
import type { Consultation } from '../../../api/client';
import { useDecideConsultation } from '../../../api/consultations';
import { useDossier } from '../../../api/dossiers';
import type { Work } from '../../../components/matter/ActionPanel';
import { DecideForm } from '../../../components/matter/DecideForm';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { ScopeTree } from '../ScopeTree';
import { isEmpty } from '../scope';
import { CopyDialog } from './CopyDialog';
import { ChangeDialog, NewCodeDialog, RefuseDialog, TerminateDialog } from './dialogs';
import { CloseForm, OpenForm, ReturnForm, VerifyForm } from './forms';

/** What can be done with a consultation. */
export function useConsultationWorks(): Work<Consultation>[] {
  const t = useT();
  return [
    { code: 'verify', title: t('consultation.verify'), form: VerifyForm, main: true },
    { code: 'decide', title: t('matter.approve'), form: Decide, main: true },
    { code: 'open', title: t('consultation.openTerminal'), form: OpenForm, main: true },
    { code: 'return', title: t('consultation.return'), form: ReturnForm, main: true },
    { code: 'close', title: t('consultation.close'), form: CloseForm, main: true },
    { code: 'update', title: t('consultation.change'), form: ChangeDialog },
    { code: 'refuse', title: t('consultation.refuse'), form: RefuseDialog, danger: true },
    { code: 'copy', title: t('consultation.copy'), form: CopyDialog },
    { code: 'newCode', title: t('consultation.newCode'), form: NewCodeDialog },
    { code: 'terminate', title: t('consultation.terminate'), form: TerminateDialog, danger: true },
  ];
}

/** An approver may leave less than was asked for, but not nothing. */
function Decide({ matter: c }: { matter: Consultation }) {
  const t = useT();
  const [scope, setScope] = useState(isEmpty(c.approved) ? c.asked : c.approved);
  const { data: dossier, error } = useDossier(c.dossierId);
  return (
    <DecideForm decide={useDecideConsultation(c, scope)} mayApprove={!isEmpty(scope)}>
      <p className="muted">{t('consultation.narrowHint')}</p>
      <ProblemAlert error={error} />
      {dossier ? <ScopeTree dossier={dossier} of={c.asked} value={scope} onChange={setScope} /> : !error && <Spin />}
    </DecideForm>
  );
}
