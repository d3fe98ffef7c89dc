import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Select, Space } from 'antd';
import type { Grant } from '../../api/client';
import { useDivisions, useOffices } from '../../api/places';
import { DivisionPicker } from '../../components/DivisionPicker';
import { EnterprisePicker } from '../../components/EnterprisePicker';
import { useLanguage, useT } from '../../i18n/i18n';
import { optionsOf, roles } from '../../i18n/labels';
import type { Level } from '../../lib/divisions';
import { grantAt, isComplete, placeKind, placeOf, withRole } from './grants';

const communityLevels: Level[] = [9, 12];
const districtDigits = 6;

/** The field of a form in which roles are granted. */
export function GrantsField() {
  const t = useT();
  return (
    <Form.Item
      name="grants"
      label={t('users.grants')}
      rules={[{
        validator: (_, grants: Grant[]) => {
          if (grants.length === 0) return Promise.reject(new Error(t('common.required')));
          return grants.every(isComplete) ? Promise.resolve() : Promise.reject(new Error(t('grants.choose')));
        },
      }]}
    >
      <GrantsEditor />
    </Form.Item>
  );
}

function GrantsEditor({ value: grants = [], onChange = () => undefined }: { value?: Grant[]; onChange?: (grants: Grant[]) => void }) {
  const t = useT();
  const language = useLanguage();
  const replace = (at: number, grant: Grant) => onChange(grants.map((old, index) => (index === at ? grant : old)));
  return (
    <div className="grants">
      {grants.map((grant, at) => (
        <Space.Compact key={at} block>
          <Select
            aria-label={t('users.role')}
            showSearch={{ optionFilterProp: 'label' }}
            value={grant.role}
            options={optionsOf(roles, language)}
            onChange={(role) => replace(at, withRole(grant, role))}
          />
          <PlaceField grant={grant} onChange={(next) => replace(at, next)} />
          <Button icon={<DeleteOutlined />} aria-label={t('users.removeGrant')} onClick={() => onChange(grants.filter((_, index) => index !== at))} />
        </Space.Compact>
      ))}
      <Button icon={<PlusOutlined />} disabled={grants.length >= 20} onClick={() => onChange([...grants, { role: 'archivist' }])}>{t('users.addGrant')}</Button>
    </div>
  );
}

function PlaceField({ grant, onChange }: { grant: Grant; onChange: (grant: Grant) => void }) {
  const t = useT();
  const { role } = grant;
  const name = t('users.scope');
  switch (placeKind(role)) {
    case 'enterprise':
      return <EnterprisePicker aria-label={name} value={grant.enterprise} onChange={(enterprise) => onChange({ role, enterprise })} />;
    case 'community':
      return (
        <DivisionPicker aria-label={name} levels={communityLevels} placeholder={t('grants.community')} value={grant.division} onChange={(division) => onChange({ role, division })} />
      );
    case 'any':
      return <PlaceSelect name={name} value={placeOf(grant)} onChange={(place) => onChange(grantAt(role, place))} />;
  }
}

function PlaceSelect({ name, value, onChange }: { name: string; value: string; onChange: (place: string) => void }) {
  const t = useT();
  const offices = useOffices().data ?? [];
  const divisions = (useDivisions().data ?? []).filter(({ code }) => code.length <= districtDigits);
  const places = [
    { label: t('users.scope'), options: [{ value: placeOf({ role: '' }), label: t('users.scopeAll') }] },
    { label: t('users.scopeDivision'), options: divisions.map(({ code, name }) => ({ value: `division:${code}`, label: `${name} ${code}` })) },
    { label: t('users.scopeOffice'), options: offices.map(({ code, name }) => ({ value: `office:${code}`, label: `${name} ${code}` })) },
  ];
  return <Select aria-label={name} showSearch={{ optionFilterProp: 'label' }} value={value} options={places} onChange={onChange} />;
}
