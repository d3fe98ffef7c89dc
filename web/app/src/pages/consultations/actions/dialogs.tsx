import { Form, Input } from 'antd';
import { use } from 'react';
import type { Consultation, ConsultationForm, ReturnCheck } from '../../../api/client';
import { useChangeConsultation, useNewScreenCode, useRefuseConsultation, useTerminateConsultation } from '../../../api/consultations';
import { useDossier } from '../../../api/dossiers';
import { FormDialog } from '../../../components/FormDialog';
import { ReasonDialog } from '../../../components/ReasonDialog';
import { ReturnCheckFields, blankCheck } from '../../../components/matter/ReturnCheckFields';
import { useT } from '../../../i18n/i18n';
import { useRequiredText } from '../../../lib/required';
import { RegistrationDialog } from '../register/RegistrationDialog';
import { nothingToCount } from './forms';
import { ShowCode } from './ShowCode';

interface Props {
  matter: Consultation;
  onClose: () => void;
}

/** Identity numbers are masked in what was read; one that goes back as it was shown stays as it is. */
export function ChangeDialog({ matter: c, onClose }: Props) {
  const t = useT();
  const dossier = useDossier(c.dossierId);
  const registered = (): ConsultationForm => ({
    unit: c.unit, content: c.content, medium: c.medium, asked: c.asked, letter: c.letter, visitors: c.visitors,
  });
  return (
    <RegistrationDialog
      title={t('consultation.change')}
      okText={t('common.save')}
      dossier={dossier.data}
      failed={dossier.error}
      initial={registered}
      send={useChangeConsultation(c)}
      onDone={onClose}
      onClose={onClose}
    />
  );
}

export function RefuseDialog({ matter: c, onClose }: Props) {
  const t = useT();
  const refuse = useRefuseConsultation(c);
  return (
    <ReasonDialog
      open
      title={t('consultation.refuseTitle', { no: c.no })}
      busy={refuse.isPending}
      error={refuse.error}
      onConfirm={(reason) => refuse.mutate(reason, { onSuccess: onClose })}
      onCancel={onClose}
    />
  );
}

export function NewCodeDialog({ matter: c, onClose }: Props) {
  const t = useT();
  const show = use(ShowCode);
  const renew = useNewScreenCode(c, show);
  return (
    <FormDialog title={t('consultation.newCodeTitle')} busy={renew.isPending} error={renew.error} initial={{}} okText={t('consultation.newCode')} onSubmit={() => renew.mutate(undefined, { onSuccess: onClose })} onClose={onClose}>
      <p>{t('consultation.newCodeHint')}</p>
    </FormDialog>
  );
}

export function TerminateDialog({ matter: c, onClose }: Props) {
  const t = useT();
  const terminate = useTerminateConsultation(c);
  const required = useRequiredText();
  const paper = c.medium === 'PAPER';
  return (
    <FormDialog<ReturnCheck & { breach: string }>
      title={t('consultation.terminateTitle', { no: c.no })}
      busy={terminate.isPending}
      error={terminate.error}
      initial={{ ...blankCheck, breach: '' }}
      okText={t('consultation.terminate')}
      {...(paper ? { width: 640 } : {})}
      onSubmit={({ breach, ...check }) => terminate.mutate({ breach, check: paper ? check : nothingToCount(c) }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t('consultation.terminateHint')}</p>
      <Form.Item name="breach" label={t('consultation.breach')} rules={required}><Input.TextArea autoFocus maxLength={500} autoSize={{ minRows: 2 }} /></Form.Item>
      {paper && <ReturnCheckFields expected={c.expected} />}
    </FormDialog>
  );
}
