import { Form, Input, Modal, Radio, Select, Spin } from 'antd';
import type { UseMutationResult } from '@tanstack/react-query';
import type { Consultation, ConsultationForm, Dossier, UsePolicy, UseScope } from '../../../api/client';
import { FormDialog } from '../../../components/FormDialog';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useUsePolicy } from '../../../api/matters';
import { useT } from '../../../i18n/i18n';
import { useRequired, useRequiredText } from '../../../lib/required';
import { ScopeTree } from '../ScopeTree';
import { isEmpty } from '../scope';
import { LetterFields } from './LetterFields';
import { VisitorFields } from './VisitorFields';

interface Props {
  title: string;
  okText: string;
  dossier: Dossier | undefined; // undefined: still being read
  failed?: unknown;
  initial: (policy: UsePolicy, dossier: Dossier) => Partial<ConsultationForm>;
  send: UseMutationResult<Consultation, Error, ConsultationForm>;
  onDone: (consultation: Consultation) => void;
  onClose: () => void;
}

const wide = 980;

/** Who comes with which letter and asks for what, on the terms of the office. */
export function RegistrationDialog({ title, okText, dossier, failed, initial, send, onDone, onClose }: Props) {
  return (
    <Loaded title={title} dossier={dossier} failed={failed} onClose={onClose}>
      {(policy, loaded) => (
        <FormDialog<ConsultationForm>
          title={title}
          width={wide}
          busy={send.isPending}
          error={send.error}
          initial={initial(policy, loaded)}
          okText={okText}
          onSubmit={(form) => send.mutate(form, { onSuccess: onDone })}
          onClose={onClose}
        >
          <Fields policy={policy} dossier={loaded} />
        </FormDialog>
      )}
    </Loaded>
  );
}

interface LoadedProps extends Pick<Props, 'title' | 'dossier' | 'failed' | 'onClose'> {
  children: (policy: UsePolicy, dossier: Dossier) => React.ReactNode;
}

function Loaded({ title, dossier, failed, onClose, children }: LoadedProps) {
  return dossier
    ? <WithPolicy {...{ title, dossier, onClose, children }} />
    : <Modal open title={title} footer={null} onCancel={onClose}>{failed ? <ProblemAlert error={failed} /> : <Spin />}</Modal>;
}

function WithPolicy({ title, dossier, onClose, children }: Omit<LoadedProps, 'dossier'> & { dossier: Dossier }) {
  const policy = useUsePolicy(dossier.head.id, 'CONSULTATION');
  if (policy.data) return children(policy.data, dossier);
  return (
    <Modal open title={title} footer={null} onCancel={onClose}>
      {policy.error ? <ProblemAlert error={policy.error} onRetry={() => void policy.refetch()} /> : <Spin />}
    </Modal>
  );
}

function Fields({ policy, dossier }: { policy: UsePolicy; dossier: Dossier }) {
  const t = useT();
  const required = useRequired();
  const requiredText = useRequiredText();
  const { visitorsMin, openDays, minutes, source } = policy;
  const scopeRule = {
    validator: (_: unknown, scope: UseScope | undefined) => scope && !isEmpty(scope) ? Promise.resolve() : Promise.reject(new Error(t('common.required'))),
  };
  return (
    <>
      <p className="muted">{t('consultation.terms', { visitors: visitorsMin, days: openDays, minutes, source, roles: policy.chain.map(({ label }) => label).join(' → ') })}</p>
      <div className="form-grid">
        <Form.Item name="unit" label={t('consultation.unit')} rules={requiredText}><Input autoFocus maxLength={200} /></Form.Item>
        <Form.Item name={['letter', 'purpose']} label={t('consultation.purpose')} rules={required}>
          <Select options={policy.purposes.map(({ code, label }) => ({ value: code, label }))} />
        </Form.Item>
        <Form.Item name="medium" label={t('consultation.medium')} rules={required}>
          <Radio.Group optionType="button" options={(['TERMINAL', 'PAPER'] as const).map((value) => ({ value, label: t(`consultation.medium.${value}`) }))} />
        </Form.Item>
      </div>
      <Form.Item name="content" label={t('consultation.content')} extra={t('consultation.contentHint')} rules={requiredText}><Input.TextArea maxLength={1000} autoSize={{ minRows: 1 }} /></Form.Item>
      <VisitorFields least={visitorsMin} />
      <LetterFields days={policy.letterDays} />
      <fieldset className="form-group">
        <legend>{t('consultation.scopeOf')}</legend>
        <Form.Item name="asked" extra={t('consultation.scopeHint')} rules={[scopeRule]}><ScopeTree dossier={dossier} /></Form.Item>
      </fieldset>
    </>
  );
}
