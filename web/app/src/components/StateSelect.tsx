import { Select } from 'antd';
import { useLanguage, useT } from '../i18n/i18n';
import { optionsOf } from '../i18n/labels';
import type { Labels } from '../i18n/labels';

interface Props<S extends string> {
  labels: Labels;
  value: S | undefined;
  onChange: (state: S | undefined) => void;
}

/** Narrows a list to one state. */
export function StateSelect<S extends string>({ labels, value, onChange }: Props<S>) {
  const t = useT();
  const language = useLanguage();
  return (
    <Select<S | ''>
      className="state-select"
      aria-label={t('common.state')}
      value={value ?? ''}
      options={[{ value: '', label: t('transfer.allStates') }, ...(optionsOf(labels, language) as { value: S; label: string }[])]}
      onChange={(state) => onChange(state || undefined)}
    />
  );
}
