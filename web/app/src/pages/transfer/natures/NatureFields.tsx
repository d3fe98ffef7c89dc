import { Form, Input, Select } from 'antd';
import type { NatureFormFields } from '../../../api/client';
import { AttachmentUpload } from '../../../components/AttachmentUpload';
import { DivisionPicker } from '../../../components/DivisionPicker';
import { EnterprisePicker } from '../../../components/EnterprisePicker';
import { useLanguage, useT } from '../../../i18n/i18n';
import { optionsOf } from '../../../i18n/labels';
import { enterpriseLevels } from '../../../i18n/labels.people';
import { useRequired } from '../../../lib/required';

export const emptyNature: Partial<NatureFormFields> = { level: '', owner: '', registrationDivision: '', insuranceDivision: '', attachmentId: '' };

/** A form may be saved half filled; what it must say is asked when it is submitted. */
export function completeNature(values: Partial<NatureFormFields>): NatureFormFields {
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  return { ...emptyNature, ...filled } as NatureFormFields;
}

/** Items of the enterprise nature form. The enterprise itself stays once the form is begun. */
export function NatureFields({ begun }: { begun: boolean }) {
  const t = useT();
  const language = useLanguage();
  const required = useRequired();
  return (
    <div className="form-grid">
      <Form.Item name="enterpriseId" label={t('transfer.enterprise')} rules={required}><EnterprisePicker disabled={begun} /></Form.Item>
      <Form.Item name="level" label={t('nature.level')}>
        <Select options={[{ value: '', label: t('common.unknown') }, ...optionsOf(enterpriseLevels, language)]} />
      </Form.Item>
      <Form.Item name="owner" label={t('nature.owner')}><Input maxLength={200} /></Form.Item>
      <Form.Item name="insuranceDivision" label={t('nature.insurance')} extra={t('nature.insuranceHint')}><DivisionPicker levels={[2, 6]} /></Form.Item>
      <Form.Item name="registrationDivision" label={t('nature.registration')}><DivisionPicker levels={[6]} /></Form.Item>
      <Form.Item name="attachmentId" label={t('nature.scan')} extra={t('nature.scanHint')}><AttachmentUpload label={t('nature.scanChoose')} /></Form.Item>
    </div>
  );
}
