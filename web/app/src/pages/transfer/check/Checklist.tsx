import { Alert, Checkbox, Input, Radio, Space } from 'antd';
import type { CounterCheck, LineDetail } from '../../../api/client';
import { useLanguage, useT } from '../../../i18n/i18n';
import { label } from '../../../i18n/labels';
import { ecopyStates } from '../../../i18n/labels.transfer';
import { differences, ticks } from './checkDraft';
import type { CheckDraft } from './checkDraft';
import { CountTable } from './CountTable';
import { GapStatements } from './GapStatements';

const ecopyChoices: CounterCheck['ecopy'][] = ['DELIVERED', 'LATER', 'ABSENT'];

export interface ChecklistProps {
  found: LineDetail;
  required: readonly string[];
  draft: CheckDraft;
  onChange: (draft: CheckDraft) => void;
}

/** All that is looked at on one dossier. */
export function Checklist({ found: { line }, required, draft, onChange }: ChecklistProps) {
  const t = useT();
  const language = useLanguage();
  const differing = differences(draft, line.roster);
  return (
    <div className="checklist">
      <fieldset className="form-group">
        <legend>{t('check.looks')}</legend>
        {ticks.map((tick) => (
          <Checkbox key={tick} checked={draft.ticks[tick]} onChange={(event) => onChange({ ...draft, ticks: { ...draft.ticks, [tick]: event.target.checked } })}>
            {t(`check.${tick}`)}
          </Checkbox>
        ))}
      </fieldset>
      <fieldset className="form-group">
        <legend>{t('check.counts')}</legend>
        <CountTable counted={draft.counted} roster={line.roster} onChange={(counted) => onChange({ ...draft, counted })} />
        {differing.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={t('check.differs')}
            description={
              <Input value={draft.correction} maxLength={500} aria-label={t('check.correction')} placeholder={t('check.correction')} onChange={(event) => onChange({ ...draft, correction: event.target.value })} />
            }
          />
        )}
      </fieldset>
      <fieldset className="form-group">
        <legend>{t('check.ecopy')}</legend>
        {line.ecopyState === 'STORED'
          ? <span>{label(ecopyStates, 'STORED', language)}</span>
          : (
            <Radio.Group
              value={draft.ecopy || null}
              options={ecopyChoices.map((value) => ({ value, label: label(ecopyStates, value, language) }))}
              onChange={(event) => onChange({ ...draft, ecopy: event.target.value as CounterCheck['ecopy'] })}
            />
          )}
      </fieldset>
      <fieldset className="form-group">
        <legend>{t('check.required')}</legend>
        <Space wrap>
          {required.map((material) => (
            <Checkbox
              key={material}
              checked={draft.materials.includes(material)}
              onChange={(event) =>
                onChange({ ...draft, materials: event.target.checked ? [...draft.materials, material] : draft.materials.filter((other) => other !== material) })}
            >
              {material}
            </Checkbox>
          ))}
        </Space>
        <GapStatements required={required} draft={draft} onChange={onChange} />
      </fieldset>
    </div>
  );
}
