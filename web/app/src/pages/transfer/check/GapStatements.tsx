import { DeleteOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Space } from 'antd';
import { useState } from 'react';
import { AttachmentUpload } from '../../../components/AttachmentUpload';
import { DateInput } from '../../../components/DateInput';
import { useT } from '../../../i18n/i18n';
import { emptyStatement, gapMaterials } from './checkDraft';
import type { CheckDraft } from './checkDraft';
import type { ChecklistProps } from './Checklist';

/** One statement for each material that is missing: what the enterprise says, sealed or not, its scan, and until when. */
export function GapStatements({ required, draft, onChange }: Omit<ChecklistProps, 'found'>) {
  const t = useT();
  const [other, setOther] = useState('');
  const set = (material: string, change: Partial<CheckDraft['statements'][string]>) =>
    onChange({ ...draft, statements: { ...draft.statements, [material]: { ...emptyStatement, ...draft.statements[material], ...change } } });
  const drop = (material: string) =>
    onChange({ ...draft, statements: Object.fromEntries(Object.entries(draft.statements).filter(([name]) => name !== material)) });
  const add = () => {
    const material = other.trim();
    if (material && !required.includes(material)) set(material, {});
    setOther('');
  };
  return (
    <>
      {gapMaterials(draft, required).map((material) => {
        const statement = draft.statements[material] ?? emptyStatement;
        return (
          <div key={material} className="gap-statement" role="group" aria-label={t('gap.of', { material })}>
            <b>{t('gap.of', { material })}</b>
            <Input value={statement.reason} maxLength={500} aria-label={t('gap.reason')} placeholder={t('gap.reason')} onChange={(event) => set(material, { reason: event.target.value })} />
            <Checkbox checked={statement.sealed} onChange={(event) => set(material, { sealed: event.target.checked })}>{t('gap.sealed')}</Checkbox>
            <DateInput value={statement.dueOn ?? ''} aria-label={t('gap.dueOn')} onChange={(dueOn) => set(material, { dueOn })} />
            <AttachmentUpload value={statement.attachmentId ?? ''} label={t('gap.scan')} onChange={(attachmentId) => set(material, { attachmentId })} />
            {!required.includes(material) && <Button type="text" icon={<DeleteOutlined />} aria-label={t('gap.drop', { material })} onClick={() => drop(material)} />}
          </div>
        );
      })}
      <Space.Compact className="gap-other">
        <Input value={other} maxLength={100} aria-label={t('gap.other')} placeholder={t('gap.other')} onChange={(event) => setOther(event.target.value)} onPressEnter={add} />
        <Button disabled={!other.trim()} onClick={add}>{t('gap.add')}</Button>
      </Space.Compact>
    </>
  );
}
