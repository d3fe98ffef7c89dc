import { Form, Input, Select } from 'antd';
import type { Person, PersonChange, PersonRegistration } from '../../api/client';
import { useChangePerson, useRegisterPerson, useReportDeath, useRoutePerson } from '../../api/people';
import { DateInput, today } from '../../components/DateInput';
import { DivisionPicker } from '../../components/DivisionPicker';
import { FormDialog } from '../../components/FormDialog';
import { useLanguage, useT } from '../../i18n/i18n';
import { optionsOf } from '../../i18n/labels';
import { specialCategories } from '../../i18n/labels.people';
import type { Level } from '../../lib/divisions';
import { useRequiredText } from '../../lib/required';

const routeLevels: Level[] = [4, 6, 9, 12];

interface Props {
  person: Person;
  onClose: () => void;
}

/** Where and how the person can be met, and what help is due: asked at the meeting and at every change. */
function LivingFields() {
  const t = useT();
  const language = useLanguage();
  return (
    <>
      <Form.Item name="phone" label={t('person.phone')}><Input maxLength={40} /></Form.Item>
      <Form.Item name="contact" label={t('person.contact')}><Input maxLength={200} /></Form.Item>
      <Form.Item name="residence" label={t('person.residence')}><Input maxLength={200} /></Form.Item>
      <Form.Item name="special" label={t('person.special')}><Select mode="multiple" options={optionsOf(specialCategories, language)} /></Form.Item>
    </>
  );
}

export function RegisterDialog({ person, onClose }: Props) {
  const t = useT();
  const register = useRegisterPerson(person);
  const { phone, contact, residence, special, feedback } = person;
  return (
    <FormDialog<PersonRegistration>
      title={t('person.registerTitle', { name: person.name })}
      busy={register.isPending}
      error={register.error}
      initial={{ on: today(), phone, contact, residence, special, feedback }}
      onSubmit={(values) => register.mutate(values, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Form.Item name="on" label={t('person.registerOn')} rules={useRequiredText()}><DateInput /></Form.Item>
      <LivingFields />
      <Form.Item name="feedback" label={t('person.feedback')}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} /></Form.Item>
    </FormDialog>
  );
}

export function ChangeDialog({ person, onClose }: Props) {
  const t = useT();
  const change = useChangePerson(person);
  const { phone, contact, residence, hukou, special, remark } = person;
  return (
    <FormDialog<PersonChange>
      title={t('person.changeTitle', { name: person.name })}
      busy={change.isPending}
      error={change.error}
      initial={{ phone, contact, residence, hukou, special, remark }}
      onSubmit={(values) => change.mutate(values, { onSuccess: onClose })}
      onClose={onClose}
    >
      <LivingFields />
      <Form.Item name="hukou" label={t('person.hukou')}><Input maxLength={200} /></Form.Item>
      <Form.Item name="remark" label={t('common.remark')}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} /></Form.Item>
      <Form.Item name="note" label={t('person.why')} rules={useRequiredText()}><Input maxLength={500} /></Form.Item>
    </FormDialog>
  );
}

export function RouteDialog({ person, onClose }: Props) {
  const t = useT();
  const route = useRoutePerson(person);
  return (
    <FormDialog<{ division: string; note?: string }>
      title={t('person.routeTitle', { name: person.name })}
      busy={route.isPending}
      error={route.error}
      initial={{}}
      okText={t('person.route')}
      onSubmit={({ division, note = '' }) => route.mutate({ division, note }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Form.Item name="division" label={t('person.routeTo')} extra={t('person.routeHint')} rules={useRequiredText()}><DivisionPicker levels={routeLevels} /></Form.Item>
      <Form.Item name="note" label={t('person.note')}><Input maxLength={500} /></Form.Item>
    </FormDialog>
  );
}

export function DeathDialog({ person, onClose }: Props) {
  const t = useT();
  const report = useReportDeath(person);
  return (
    <FormDialog<{ diedOn: string; source: string }>
      title={t('person.deathTitle', { name: person.name })}
      busy={report.isPending}
      error={report.error}
      initial={{}}
      okText={t('person.death')}
      onSubmit={(values) => report.mutate(values, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Form.Item name="diedOn" label={t('person.diedOn')} rules={useRequiredText()}><DateInput /></Form.Item>
      <Form.Item name="source" label={t('person.source')} rules={useRequiredText()}><Input maxLength={200} placeholder={t('person.sourceHint')} /></Form.Item>
    </FormDialog>
  );
}
