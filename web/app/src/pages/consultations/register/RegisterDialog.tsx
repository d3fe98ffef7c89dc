import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { ConsultationForm, Dossier, DossierHead, UsePolicy } from '../../../api/client';
import { useRegisterConsultation } from '../../../api/consultations';
import { useDossier } from '../../../api/dossiers';
import { matterPath } from '../../../api/matters';
import { useT } from '../../../i18n/i18n';
import { randomKey } from '../../../lib/randomKey';
import { nothing } from '../scope';
import { blankLetter } from './LetterFields';
import { RegistrationDialog } from './RegistrationDialog';
import { blankVisitor } from './VisitorFields';

/** Registers visitors for a dossier. */
export function RegisterDialog({ head, onClose }: { head: DossierHead; onClose: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const dossier = useDossier(head.id);
  const [key] = useState(randomKey); // one dialog makes one consultation, however often it is sent
  return (
    <RegistrationDialog
      title={t('consultation.registerTitle', { name: head.name })}
      okText={t('consultation.submit')}
      dossier={dossier.data}
      failed={dossier.error}
      initial={blank}
      send={useRegisterConsultation(head.id, key)}
      onDone={({ id }) => void navigate(matterPath('CONSULTATION', id))}
      onClose={onClose}
    />
  );
}

/** A dossier that was scanned is shown on a screen: its paper stays on the shelf. */
function blank({ visitorsMin }: UsePolicy, { pages }: Dossier): Partial<ConsultationForm> {
  return {
    unit: '', content: '', medium: pages.length > 0 ? 'TERMINAL' : 'PAPER', asked: nothing, visitors: Array<typeof blankVisitor>(visitorsMin).fill(blankVisitor),
    letter: blankLetter as ConsultationForm['letter'],
  };
}
