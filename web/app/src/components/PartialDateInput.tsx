import { Input, Tooltip } from 'antd';
import { useState } from 'react';
import { useT } from '../i18n/i18n';
import { parsePartialDate } from '../lib/partialDate';

interface Props {
  value: string;
  label: string;
  onChange: (value: string) => void;
}

/**
 * A date of which month or day may be unknown, so no calendar. What is typed is passed on as it is, right or wrong, and
 * put into its usual form when the field is left: correcting it under the typing hand would move the cursor.
 */
export function PartialDateInput({ value, label, onChange }: Props) {
  const t = useT();
  const [focused, setFocused] = useState(false);
  const bad = parsePartialDate(value) === null;
  return (
    <Tooltip title={bad && !focused ? t('edit.dateBad') : t('edit.dateHint')} trigger={['hover', 'focus']}>
      <Input
        value={value}
        aria-label={label}
        aria-invalid={bad}
        status={bad && !focused ? 'error' : ''}
        maxLength={12}
        placeholder="YYYY-MM"
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false);
          const tidy = parsePartialDate(value);
          if (tidy !== null && tidy !== value) onChange(tidy);
        }}
        onChange={(event) => onChange(event.target.value)}
      />
    </Tooltip>
  );
}
