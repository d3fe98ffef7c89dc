import { DownloadOutlined } from '@ant-design/icons';
import { Button, Card, Form, Select } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import type { NewRoster as Fields } from '../../../api/client';
import { workbookTypes } from '../../../api/attachments';
import { useBatches } from '../../../api/batches';
import { rosterTemplateHref, useCreateRoster } from '../../../api/rosters';
import { AttachmentUpload } from '../../../components/AttachmentUpload';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useRequired } from '../../../lib/required';

interface Values {
  attachmentId: string;
  batchId: string;
}

/** Sends a filled workbook for the dry run. A batch named in the address is where its persons are to go. */
export function NewRoster() {
  const t = useT();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const required = useRequired();
  const drafts = useBatches({ state: 'DRAFT' });
  const create = useCreateRoster();
  const start = ({ attachmentId, batchId }: Values) => {
    const body: Fields = batchId ? { attachmentId, batchId } : { attachmentId };
    create.mutate(body, { onSuccess: (roster) => void navigate(`/transfer/rosters/${roster.id}`) });
  };
  const batches = drafts.data?.pages.flatMap((page) => page.batches) ?? [];
  return (
    <Card
      title={t('roster.new')}
      extra={<Button icon={<DownloadOutlined />} href={rosterTemplateHref} download>{t('roster.template')}</Button>}
    >
      <p className="muted">{t('roster.hint')}</p>
      <Form<Values> layout="vertical" requiredMark={false} initialValues={{ batchId: search.get('batch') ?? '' }} onFinish={start}>
        <div className="form-grid">
          <Form.Item name="attachmentId" label={t('roster.file')} rules={required}>
            <AttachmentUpload accept={workbookTypes} label={t('roster.choose')} />
          </Form.Item>
          <Form.Item name="batchId" label={t('roster.batch')}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={[{ value: '', label: t('roster.ownBatch') }, ...batches.map(({ id, no, enterpriseName }) => ({ value: id, label: `${no} ${enterpriseName}` }))]}
            />
          </Form.Item>
        </div>
        <ProblemAlert error={create.error ?? drafts.error} />
        <Button type="primary" htmlType="submit" loading={create.isPending}>{t('roster.start')}</Button>
      </Form>
    </Card>
  );
}
