import { Select } from 'antd';
import { useState } from 'react';
import type { Enterprise } from '../api/client';
import { useEnterprise, useEnterprises } from '../api/enterprises';
import { useT } from '../i18n/i18n';
import { useDelayed } from '../lib/useDelayed';

interface Props {
  id?: string;
  value?: string;
  'aria-label'?: string;
  allowClear?: boolean;
  disabled?: boolean;
  onChange?: (enterpriseId: string | undefined) => void;
}

const optionOf = ({ id, fields }: Enterprise) => ({ value: id, label: fields.uscc ? `${fields.name}（${fields.uscc}）` : fields.name });

/** Chooses an enterprise by part of its name; gives its id. */
export function EnterprisePicker({ value, onChange, ...rest }: Props) {
  const t = useT();
  const [text, setText] = useState('');
  const found = useEnterprises(useDelayed(text.trim()), 20);
  const chosen = useEnterprise(value);
  const options = found.data?.pages.flatMap((page) => page.enterprises) ?? [];
  // The chosen one keeps its name while another is being looked for.
  const all = chosen.data && !options.some(({ id }) => id === value) ? [chosen.data, ...options] : options;
  return (
    <Select
      {...rest}
      className="wide-select"
      showSearch={{ filterOption: false, onSearch: setText }}
      value={value || undefined}
      placeholder={t('enterprise.pick')}
      loading={found.isFetching}
      options={all.map(optionOf)}
      onChange={(next: string | undefined) => onChange?.(next)}
    />
  );
}
