import { Button, Card, Checkbox, InputNumber, Space } from 'antd';
import { useState } from 'react';
import type { Facet, SearchFilters } from '../../api/client';
import { useT } from '../../i18n/i18n';
import { listFilters } from './searchState';
import type { ListFilter } from './searchState';

interface Props {
  facets: Facet[];
  filters: SearchFilters;
  onChange: (filters: SearchFilters) => void;
}

export function FilterPanel({ facets, filters, onChange }: Props) {
  const t = useT();
  return (
    <Card size="small" className="filter-panel" role="group" aria-label={t('search.filters')}>
      {listFilters.map((field) => (
        <FacetList
          key={field}
          field={field}
          values={facets.find((facet) => facet.field === field)?.values ?? []}
          chosen={filters[field] ?? []}
          onChange={(values) => onChange({ ...filters, [field]: values })}
        />
      ))}
      <YearRange filters={filters} onChange={onChange} />
    </Card>
  );
}

interface FacetListProps {
  field: ListFilter;
  values: Facet['values'];
  chosen: string[];
  onChange: (values: string[]) => void;
}

const shownAtFirst = 6;

/** A chosen value stays in the list with its box ticked even where nothing carries it any more. */
export function withChosen(values: Facet['values'], chosen: string[]): Facet['values'] {
  const missing = chosen.filter((value) => !values.some((counted) => counted.value === value));
  return [...missing.map((value) => ({ value, label: value, count: 0 })), ...values];
}

function FacetList({ field, values, chosen, onChange }: FacetListProps) {
  const t = useT();
  const [unfolded, setUnfolded] = useState(false);
  const all = withChosen(values, chosen);
  if (all.length === 0) return null;
  const visible = unfolded ? all : all.filter((entry, index) => index < shownAtFirst || chosen.includes(entry.value));
  const hidden = all.length - visible.length;
  const toggle = (value: string, on: boolean) => onChange(on ? [...chosen, value] : chosen.filter((other) => other !== value));
  return (
    <fieldset className="facet">
      <legend>{t(`facet.${field}`)}</legend>
      {visible.map((entry) => (
        <Checkbox
          key={entry.value}
          checked={chosen.includes(entry.value)}
          onChange={(event) => toggle(entry.value, event.target.checked)}
        >
          <span className="facet-label" title={entry.label}>{entry.label}</span>
          <span className="facet-count">{entry.count}</span>
        </Checkbox>
      ))}
      {(hidden > 0 || unfolded) && (
        <Button type="link" size="small" onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? t('search.fewerValues') : t('search.moreValues', { count: hidden })}
        </Button>
      )}
    </fieldset>
  );
}

/** Applied when a field is left or Enter pressed: a search per typed digit would fill the audit trail with half years. */
function YearRange({ filters, onChange }: Omit<Props, 'facets'>) {
  const t = useT();
  const apply = (key: 'yearFrom' | 'yearTo', text: string) => {
    const value = Number(text.normalize('NFKC')) || undefined;
    const valid = value && value >= 1900 && value <= 2200 ? value : undefined;
    if (valid !== filters[key]) onChange({ ...filters, [key]: valid });
  };
  const field = (key: 'yearFrom' | 'yearTo', name: string) => (
    <InputNumber
      key={`${key}${filters[key] ?? ''}`}
      defaultValue={filters[key]}
      aria-label={`${t('search.year')} ${name}`}
      placeholder={name}
      min={1900}
      max={2200}
      controls={false}
      onBlur={(event) => apply(key, event.target.value)}
      onPressEnter={(event) => apply(key, event.currentTarget.value)}
    />
  );
  return (
    <fieldset className="facet">
      <legend>{t('search.year')}</legend>
      <Space.Compact block>
        {field('yearFrom', t('search.yearFrom'))}
        {field('yearTo', t('search.yearTo'))}
      </Space.Compact>
    </fieldset>
  );
}
