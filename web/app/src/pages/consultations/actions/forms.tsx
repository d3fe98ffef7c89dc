import { Button, Form, Input } from 'antd';
import { use } from 'react';
import type { Consultation, ReturnCheck } from '../../../api/client';
import { useCloseConsultation, useOpenConsultation, useReturnConsultation, useVerifyConsultation } from '../../../api/consultations';
import { ReturnCheckFields, blankCheck } from '../../../components/matter/ReturnCheckFields';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useRequiredText } from '../../../lib/required';
import { ShowCode } from './ShowCode';

interface Props {
  matter: Consultation;
}

export function VerifyForm({ matter }: Props) {
  const t = useT();
  const verify = useVerifyConsultation(matter);
  return (
    <>
      <p>{t('consultation.verifyTitle')}</p>
      <ul className="due-lines">
        <li>{t('consultation.verifyLetter')}</li>
        <li>{t('consultation.verifyVisitors')}</li>
      </ul>
      <ProblemAlert error={verify.error} />
      <Button type="primary" loading={verify.isPending} onClick={() => verify.mutate()}>{t('consultation.verify')}</Button>
    </>
  );
}

/** Paper is handed over; for a screen a code is made, which is shown once. */
export function OpenForm({ matter: c }: Props) {
  const t = useT();
  const show = use(ShowCode);
  const open = useOpenConsultation(c, (code) => { if (code) show(code); });
  const paper = c.medium === 'PAPER';
  const required = useRequiredText();
  return (
    <Form<{ terminal: string }> layout="vertical" requiredMark={false} initialValues={{ terminal: '' }} onFinish={({ terminal }) => open.mutate(paper ? '' : terminal.trim())}>
      <p>{t(paper ? 'consultation.openPaperHint' : 'consultation.openTerminalHint')}</p>
      {!paper && <Form.Item name="terminal" label={t('consultation.terminalName')} rules={required}><Input className="narrow-input" maxLength={60} /></Form.Item>}
      <ProblemAlert error={open.error} />
      <Button type="primary" htmlType="submit" loading={open.isPending}>{t(paper ? 'consultation.openPaper' : 'consultation.openTerminal')}</Button>
    </Form>
  );
}

export const ReturnForm = ({ matter }: Props) => matter.medium === 'PAPER' ? <ReturnPaper matter={matter} /> : <EndTerminal matter={matter} />;

function ReturnPaper({ matter: c }: Props) {
  const t = useT();
  const takeBack = useReturnConsultation(c);
  return (
    <Form<ReturnCheck> layout="vertical" requiredMark={false} initialValues={blankCheck} onFinish={(check) => takeBack.mutate(check)}>
      <ReturnCheckFields expected={c.expected} />
      <ProblemAlert error={takeBack.error} />
      <Button type="primary" htmlType="submit" loading={takeBack.isPending}>{t('consultation.return')}</Button>
    </Form>
  );
}

function EndTerminal({ matter: c }: Props) {
  const t = useT();
  const end = useReturnConsultation(c);
  return (
    <>
      <p>{t('consultation.endTerminalHint')}</p>
      <ProblemAlert error={end.error} />
      <Button type="primary" loading={end.isPending} onClick={() => end.mutate(nothingToCount(c))}>{t('consultation.endTerminal')}</Button>
    </>
  );
}

/** What a visit at a screen brings back. */
export const nothingToCount = ({ expected }: Consultation): ReturnCheck => ({ counted: expected, sealIntact: true, defect: '' });

export function CloseForm({ matter }: Props) {
  const t = useT();
  const close = useCloseConsultation(matter);
  return (
    <>
      <p>{t('consultation.closeHint')}</p>
      <ProblemAlert error={close.error} />
      <Button type="primary" loading={close.isPending} onClick={() => close.mutate()}>{t('consultation.close')}</Button>
    </>
  );
}
