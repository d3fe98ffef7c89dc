import { Checkbox, Input, Select, Space } from 'antd';
import { useEffect, useState } from 'react';
import type { PersonFilter } from '../../api/people';
import { DivisionPicker } from '../../components/DivisionPicker';
import { useLanguage, useT } from '../../i18n/i18n';
import { optionsOf } from '../../i18n/labels';
import { specialCategories } from '../../i18n/labels.people';
import type { Level } from '../../lib/divisions';

const divisionLevels: Level[] = [4, 6, 9, 12];

/** What narrows the ledger. An entry taken away is undefined, which asks for nothing. */
export function PersonFilters({ filter, onChange }: { filter: PersonFilter; onChange: (filter: PersonFilter) => void }) {
  const t = useT();
  const language = useLanguage();
  const [text, setText] = useState(filter.text ?? '');
  useEffect(() => setText(filter.text ?? ''), [filter.text]);
  const set = (change: PersonFilter) => onChange({ ...filter, ...change });
  return (
    <Space wrap className="spaced">
      <Input.Search
        allowClear
        className="person-text"
        aria-label={t('person.text')}
        placeholder={t('person.text')}
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onSearch={(words) => set({ text: words.trim() || undefined })}
      />
      <DivisionPicker aria-label={t('person.division')} placeholder={t('person.division')} levels={divisionLevels} allowClear value={filter.division} onChange={(division) => set({ division })} />
      <Select
        allowClear
        className="narrow-input"
        aria-label={t('person.special')}
        placeholder={t('person.special')}
        value={filter.special}
        options={optionsOf(specialCategories, language)}
        onChange={(special: PersonFilter['special']) => set({ special })}
      />
      <Select
        allowClear
        className="short-select"
        aria-label={t('dossier.survival')}
        placeholder={t('dossier.survival')}
        value={filter.survival}
        options={(['ALIVE', 'DECEASED'] as const).map((value) => ({ value, label: t(`dossier.survival.${value}`) }))}
        onChange={(survival: PersonFilter['survival']) => set({ survival })}
      />
      <Checkbox checked={filter.unregistered ?? false} onChange={(event) => set({ unregistered: event.target.checked || undefined })}>{t('person.unregistered')}</Checkbox>
      <Checkbox checked={filter.outOfCity ?? false} onChange={(event) => set({ outOfCity: event.target.checked || undefined })}>{t('person.outOfCity')}</Checkbox>
    </Space>
  );
}
