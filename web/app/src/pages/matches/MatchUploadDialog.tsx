import { Button, Form, Select, Upload } from 'antd';
import type { Department, MatchKind, MatchRun } from '../../api/client';
import { useUploadMatch } from '../../api/matches';
import { useDivisions } from '../../api/places';
import { DivisionPicker } from '../../components/DivisionPicker';
import { FormDialog } from '../../components/FormDialog';
import { useLanguage, useT } from '../../i18n/i18n';
import { optionsOf } from '../../i18n/labels';
import { departments, matchKinds } from '../../i18n/labels.people';
import type { Level } from '../../lib/divisions';
import { useRequired } from '../../lib/required';
import { useSessionUser } from '../../session/session';

const withinLevels: Level[] = [4, 6, 9, 12];

interface Values {
  department: Department;
  kind: MatchKind;
  division: string;
  file: File;
}

export function MatchUploadDialog({ onMade, onClose }: { onMade: (run: MatchRun) => void; onClose: () => void }) {
  const t = useT();
  const language = useLanguage();
  const upload = useUploadMatch();
  const required = useRequired();
  return (
    <FormDialog<Values>
      title={t('matching.new')}
      busy={upload.isPending}
      error={upload.error}
      initial={{ division: useOwnDivision() }}
      okText={t('matching.start')}
      onSubmit={(values) => upload.mutate(values, { onSuccess: onMade })}
      onClose={onClose}
    >
      <Form.Item name="department" label={t('matching.department')} rules={required}><Select options={optionsOf(departments, language)} /></Form.Item>
      <Form.Item name="kind" label={t('matching.kind')} rules={required}><Select options={optionsOf(matchKinds, language)} /></Form.Item>
      <Form.Item name="division" label={t('matching.within')} rules={required}><DivisionPicker levels={withinLevels} /></Form.Item>
      <Form.Item name="file" label={t('matching.file')} extra={t('matching.fileHint')} rules={required}><FileField /></Form.Item>
    </FormDialog>
  );
}

/** Where the user works, if that is one place; otherwise the city, if there is one. */
function useOwnDivision(): string | undefined {
  const { grants } = useSessionUser();
  const cities = (useDivisions().data ?? []).filter(({ code }) => code.length === withinLevels[0]);
  const own = grants.map(({ division }) => division ?? '').filter((code) => withinLevels.some((level) => level === code.length));
  if (new Set(own).size === 1) return own[0];
  return cities.length === 1 ? cities[0]?.code : undefined;
}

function FileField({ value, onChange }: { value?: File; onChange?: (file: File) => void }) {
  const t = useT();
  return (
    <Upload accept=".xlsx,.csv" maxCount={1} showUploadList={false} beforeUpload={(file) => { onChange?.(file); return false; }}>
      <Button>{value ? value.name : t('matching.chooseFile')}</Button>
    </Upload>
  );
}
