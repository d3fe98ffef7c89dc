import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import { Descriptions } from 'antd';
import type { ReactNode } from 'react';
import { usePlaceNames } from '../../../../api/places';
import type { InfoForm } from '../../../../api/client';
import { useLanguage, useT } from '../../../../i18n/i18n';
import { label } from '../../../../i18n/labels';
import { formGroups, valueAt } from './formFields';
import type { FormField } from './formFields';

/** The whole basic information form, as it is grouped on paper. `idNumber` replaces the plain masked number. */
export function FormText({ form, idNumber }: { form: InfoForm; idNumber: ReactNode }) {
  const t = useT();
  return formGroups.map((group) => (
    <section key={group.title}>
      <h4>{t(group.title)}</h4>
      <Descriptions
        bordered
        size="small"
        column={2}
        className="form-text"
        items={group.fields.map((field) => ({
          key: field.path.join('.'),
          label: t(field.title),
          children: field.path[0] === 'idNumber' ? idNumber : <FieldText field={field} value={valueAt(form, field.path)} />,
        }))}
      />
    </section>
  ));
}

function FieldText({ field, value }: { field: FormField; value: unknown }) {
  const t = useT();
  const language = useLanguage();
  const { divisionName } = usePlaceNames();
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  switch (field.kind) {
    case 'flag':
      return value ? <CheckOutlined aria-label={t('common.yes')} className="good-text" /> : <CloseOutlined aria-label={t('common.no')} className="muted" />;
    case 'choice':
      return label(field.labels, text, language);
    case 'choices':
      return ((value ?? []) as string[]).map((code) => label(field.labels, code, language)).join('、');
    case 'division':
      return divisionName(text);
    default:
      return text;
  }
}
