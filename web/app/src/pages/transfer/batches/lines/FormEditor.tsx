import { Button, Checkbox, Form, Input, InputNumber, Select, Space } from 'antd';
import { useState } from 'react';
import type { BatchDetail, InfoForm, LineDetail, Relative } from '../../../../api/client';
import { useEditLine } from '../../../../api/lines';
import { DivisionPicker } from '../../../../components/DivisionPicker';
import { PartialDateInput } from '../../../../components/PartialDateInput';
import { ProblemAlert } from '../../../../components/ProblemAlert';
import { useLanguage, useT } from '../../../../i18n/i18n';
import { optionsOf } from '../../../../i18n/labels';
import { reloadAfter } from '../../../../lib/staleForm';
import { formGroups } from './formFields';
import type { FormField } from './formFields';

const nobody: Relative = { name: '', relation: '', bornOn: '', employer: '', health: '', phone: '', address: '', postcode: '' };

interface Props {
  detail: BatchDetail;
  line: LineDetail;
  onDone: () => void;
}

/** Corrects the form of one person. The identity number stays masked unless another is typed. */
export function FormEditor({ detail, line: newest, onDone }: Props) {
  const t = useT();
  const [form] = Form.useForm<InfoForm>();
  const [line, setLine] = useState(newest);
  const edit = useEditLine(detail.batch.id, line.line);
  const contacts = [0, 1].map((at) => line.form.contacts[at] ?? nobody);
  const save = (values: InfoForm) => {
    // Fields that are on no input, such as the birth dates of contacts, stay as they were.
    const named = values.contacts.map((contact, at) => ({ ...contacts[at], ...contact })).filter((contact) => contact.name);
    edit.mutate({ ...line.form, ...values, contacts: named, spouse: { ...line.form.spouse, ...values.spouse }, insurancePlace: values.insurancePlace ?? '' }, { onSuccess: onDone });
  };
  const start = (theirs: LineDetail) => {
    setLine(theirs);
    form.setFieldsValue({ ...theirs.form, contacts: [0, 1].map((at) => theirs.form.contacts[at] ?? nobody) });
  };
  return (
    <Form<InfoForm> form={form} layout="vertical" requiredMark={false} initialValues={{ ...line.form, contacts }} onFinish={save}>
      {formGroups.map((group) => (
        <fieldset key={group.title} className="form-group">
          <legend>{t(group.title)}</legend>
          <div className="form-grid narrow">{group.fields.map((field) => <FieldInput key={field.path.join('.')} field={field} />)}</div>
        </fieldset>
      ))}
      <div className="drawer-actions">
        <ProblemAlert error={edit.error} onReload={reloadAfter(edit, newest, start)} />
        <Space>
          <Button type="primary" htmlType="submit" loading={edit.isPending}>{t('common.save')}</Button>
          <Button onClick={onDone}>{t('common.cancel')}</Button>
        </Space>
      </div>
    </Form>
  );
}

function FieldInput({ field }: { field: FormField }) {
  const t = useT();
  const name = [...field.path];
  const title = t(field.title);
  if (field.kind === 'flag') return <Form.Item name={name} valuePropName="checked" label={' '} colon={false}><Checkbox>{title}</Checkbox></Form.Item>;
  return <Form.Item name={name} label={title}><Control field={field} title={title} /></Form.Item>;
}

/** The input of a field; Form.Item hands it value and onChange. */
function Control({ field, title, ...bound }: { field: FormField; title: string; id?: string; value?: string; onChange?: (value: string | undefined) => void }) {
  const t = useT();
  const language = useLanguage();
  switch (field.kind) {
    case 'date':
      return <PartialDateInput value={bound.value ?? ''} label={title} onChange={(value) => bound.onChange?.(value)} />;
    case 'choice':
      return <Select {...bound} options={[...(field.optional ? [{ value: '', label: t('common.unknown') }] : []), ...optionsOf(field.labels, language)]} />;
    case 'division':
      return <DivisionPicker {...bound} levels={[2, 6]} />;
    case 'choices':
      return <Select {...(bound as object)} mode="multiple" options={optionsOf(field.labels, language)} />;
    case 'number':
      return <InputNumber {...(bound as object)} min={0} max={field.max} precision={0} />;
    default:
      return <Input {...(bound as object)} maxLength={field.kind === 'text' ? field.max : undefined} />;
  }
}
