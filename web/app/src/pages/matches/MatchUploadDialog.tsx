import { Button, Form, Select, Upload } from 'antd';
import type { Department, MatchKind, MatchRun } from '../../api/client';
import { useUploadMatch } from '../../api/matches';
import { DivisionPicker } from '../../components/DivisionPicker';
import { FormDialog } from '../../components/FormDialog';
import { useLanguage, useT } from '../../i18n/i18n';
import { optionsOf } from '../../i18n/labels';
import { departments, matchKinds } from '../../i18n/labels.people';
import type { Level } from '../../lib/divisions';

const withinLevels: Level[] = [4, 6, 9, 12];

interface Values {
  department: Department;
  kind: MatchKind;
  division?: string;
  file: File;
}

export function MatchUploadDialog({ onMade, onClose }: { onMade: (run: MatchRun) => void; onClose: () => void }) {
  const t = useT();
  const language = useLanguage();
  const upload = useUploadMatch();
  const required = [{ required: true, message: t('common.required') }];
  return (
    <FormDialog<Values>
      title={t('matching.new')}
      busy={upload.isPending}
      error={upload.error}
      initial={{}}
      okText={t('matching.start')}
      onSubmit={({ division, ...rest }) => upload.mutate({ ...rest, ...(division ? { division } : {}) }, { onSuccess: onMade })}
      onClose={onClose}
    >
      <Form.Item name="department" label={t('matching.department')} rules={required}><Select options={optionsOf(departments, language)} /></Form.Item>
      <Form.Item name="kind" label={t('matching.kind')} rules={required}><Select options={optionsOf(matchKinds, language)} /></Form.Item>
      <Form.Item name="division" label={t('matching.within')}>
        <DivisionPicker levels={withinLevels} allowClear placeholder={t('matching.withinAll')} />
      </Form.Item>
      <Form.Item name="file" label={t('matching.file')} extra={t('matching.fileHint')} rules={required}><FileField /></Form.Item>
    </FormDialog>
  );
}

function FileField({ value, onChange }: { value?: File; onChange?: (file: File) => void }) {
  const t = useT();
  return (
    <Upload accept=".xlsx,.csv" maxCount={1} showUploadList={false} beforeUpload={(file) => { onChange?.(file); return false; }}>
      <Button>{value ? value.name : t('matching.chooseFile')}</Button>
    </Upload>
  );
}
