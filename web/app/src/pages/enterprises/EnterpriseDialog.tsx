import { Form, Input, Select } from 'antd';
import type { Enterprise, EnterpriseFields } from '../../api/client';
import { useSaveEnterprise } from '../../api/enterprises';
import { DivisionPicker } from '../../components/DivisionPicker';
import { FormDialog } from '../../components/FormDialog';
import { useLanguage, useT } from '../../i18n/i18n';
import { optionsOf } from '../../i18n/labels';
import { enterpriseLevels } from '../../i18n/labels.people';
import type { Level } from '../../lib/divisions';
import { useRequiredText } from '../../lib/required';
import { checkUscc, tidyUscc } from '../../lib/uscc';

const registrationLevels: Level[] = [6];
const insuranceLevels: Level[] = [2, 6]; // two digits: insured at the provincial agency
const empty: EnterpriseFields = { name: '', uscc: '', noUsccReason: '', usccOverride: '', level: '', registrationDivision: '', insuranceDivision: '' };

export function EnterpriseDialog({ known, onClose }: { known: Enterprise | undefined; onClose: () => void }) {
  const t = useT();
  const language = useLanguage();
  const save = useSaveEnterprise();
  const submit = (values: Partial<EnterpriseFields>) => {
    // A field that is not shown has no value, and a picker that was cleared has undefined.
    const filled = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']));
    save.mutate({ known, fields: { ...empty, ...filled } }, { onSuccess: onClose });
  };
  return (
    <FormDialog<EnterpriseFields>
      width={620}
      title={t(known ? 'enterprise.editTitle' : 'enterprise.addTitle')}
      busy={save.isPending}
      error={save.error}
      initial={known?.fields ?? empty}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="name" label={t('enterprise.name')} rules={useRequiredText()}><Input maxLength={200} autoComplete="off" /></Form.Item>
      <UsccFields />
      <Form.Item name="level" label={t('enterprise.level')}>
        <Select options={[{ value: '', label: t('common.unknown') }, ...optionsOf(enterpriseLevels, language)]} />
      </Form.Item>
      <Form.Item name="registrationDivision" label={t('enterprise.registration')}><DivisionPicker levels={registrationLevels} allowClear /></Form.Item>
      <Form.Item name="insuranceDivision" label={t('enterprise.insurance')} extra={t('enterprise.insuranceHint')}>
        <DivisionPicker levels={insuranceLevels} allowClear />
      </Form.Item>
    </FormDialog>
  );
}

/** The code of rule R11, with the explanation that the state of what is typed makes necessary. */
function UsccFields() {
  const t = useT();
  const verdict = checkUscc(Form.useWatch<string | undefined>('uscc') ?? '');
  const required = useRequiredText();
  return (
    <>
      <Form.Item
        name="uscc"
        label={t('enterprise.uscc')}
        normalize={tidyUscc}
        extra={verdict === 'empty' && t('enterprise.usccHint')}
        validateTrigger="onBlur"
        {...(verdict === 'unchecked' ? { validateStatus: 'warning', help: t('enterprise.usccUnchecked') } : {})}
        rules={[{
          validator: (_, code: string) =>
            checkUscc(code) === 'malformed' ? Promise.reject(new Error(t('enterprise.usccMalformed'))) : Promise.resolve(),
        }]}
      >
        <Input className="mono" maxLength={18} autoComplete="off" />
      </Form.Item>
      {verdict === 'unchecked' && (
        <Form.Item name="usccOverride" label={t('enterprise.override')} rules={required}>
          <Input maxLength={500} placeholder={t('enterprise.overrideHint')} />
        </Form.Item>
      )}
      {verdict === 'empty' && (
        <Form.Item name="noUsccReason" label={t('enterprise.noUscc')} rules={required}>
          <Input maxLength={500} placeholder={t('enterprise.noUsccHint')} />
        </Form.Item>
      )}
    </>
  );
}
