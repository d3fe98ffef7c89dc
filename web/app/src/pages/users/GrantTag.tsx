import { Tag } from 'antd';
import type { Grant } from '../../api/client';
import { useEnterprise } from '../../api/enterprises';
import { usePlaceNames } from '../../api/places';
import { useLanguage, useT } from '../../i18n/i18n';
import { label, roles } from '../../i18n/labels';
import { placePath } from '../../lib/divisions';

export function GrantTag({ grant }: { grant: Grant }) {
  const t = useT();
  const language = useLanguage();
  const { officeName, divisionName } = usePlaceNames();
  const enterprise = useEnterprise(grant.enterprise);
  const place = grant.enterprise
    ? enterprise.data?.fields.name ?? grant.enterprise.slice(0, 8)
    : officeName(grant.office) || placePath(grant.division ?? '', divisionName) || t('users.scopeAll');
  return <Tag>{label(roles, grant.role, language)} <span className="muted">{place}</span></Tag>;
}
