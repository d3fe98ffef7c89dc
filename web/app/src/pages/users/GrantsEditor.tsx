import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select, Space } from 'antd';
import type { Grant } from '../../api/client';
import { useDivisions, useOffices } from '../../api/places';
import { useLanguage, useT } from '../../i18n/i18n';
import { label, roles } from '../../i18n/labels';

const everywhere = 'all';

/** A place in one value, because a select has one: "division:2101", "office:SY-TX" or "all". */
export function placeOf({ office, division }: Grant): string {
  if (office) return `office:${office}`;
  return division ? `division:${division}` : everywhere;
}

export function grantAt(role: string, place: string): Grant {
  const [kind, code] = place.split(/:(.*)/s);
  if (kind === 'office' && code) return { role, office: code };
  if (kind === 'division' && code) return { role, division: code };
  return { role };
}

interface Props {
  value?: Grant[];
  onChange?: (grants: Grant[]) => void;
}

export function GrantsEditor({ value: grants = [], onChange = () => undefined }: Props) {
  const t = useT();
  const language = useLanguage();
  const offices = useOffices().data ?? [];
  const divisions = useDivisions().data ?? [];
  const places = [
    { label: t('users.scope'), options: [{ value: everywhere, label: t('users.scopeAll') }] },
    { label: t('users.scopeDivision'), options: divisions.map(({ code, name }) => ({ value: `division:${code}`, label: `${name} ${code}` })) },
    { label: t('users.scopeOffice'), options: offices.map(({ code, name }) => ({ value: `office:${code}`, label: `${name} ${code}` })) },
  ];
  const roleOptions = Object.keys(roles).map((role) => ({ value: role, label: label(roles, role, language) }));
  const replace = (at: number, grant: Grant) => onChange(grants.map((old, index) => (index === at ? grant : old)));
  return (
    <div className="grants">
      {grants.map((grant, at) => (
        <Space.Compact key={at} block>
          <Select
            aria-label={t('users.role')}
            value={grant.role}
            options={roleOptions}
            onChange={(role) => replace(at, grantAt(role, placeOf(grant)))}
          />
          <Select
            aria-label={t('users.scope')}
            showSearch={{ optionFilterProp: 'label' }}
            value={placeOf(grant)}
            options={places}
            onChange={(place) => replace(at, grantAt(grant.role, place))}
          />
          <Button icon={<DeleteOutlined />} aria-label={t('users.removeGrant')} onClick={() => onChange(grants.filter((_, index) => index !== at))} />
        </Space.Compact>
      ))}
      <Button icon={<PlusOutlined />} disabled={grants.length >= 20} onClick={() => onChange([...grants, { role: 'archivist' }])}>{t('users.addGrant')}</Button>
    </div>
  );
}
