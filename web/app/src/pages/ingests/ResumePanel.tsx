import { Alert, Button, Card } from 'antd';
import { useState } from 'react';
import type { Ingest } from '../../api/client';
import { fetchMissing, useInspectIngest, useMissing } from '../../api/ingests';
import { ProblemAlert } from '../../components/ProblemAlert';
import { formatBytes } from '../../i18n/format';
import { useT } from '../../i18n/i18n';
import { announcedExtent, extentOf } from './upload/announced';
import { DropZone } from './upload/DropZone';
import type { Package } from './upload/manifest';
import { useUploads } from './upload/UploadsContext';

/**
 * Goes on with an upload this tab knows nothing of: the browser was closed, or another person takes over. File handles do
 * not survive that, so the same folder is chosen again; number and size of the files tell whether it is the same.
 */
export function ResumePanel({ ingest }: { ingest: Ingest }) {
  const t = useT();
  const uploads = useUploads();
  const missing = useMissing(ingest.id, true);
  const inspect = useInspectIngest(ingest.id);
  const [fault, setFault] = useState<unknown>();
  const [mismatch, setMismatch] = useState(false);
  const expected = announcedExtent(ingest);

  const resume = async (source: Package) => {
    const chosen = extentOf(source);
    const same = !expected || (chosen.files === expected.files && chosen.bytes === expected.bytes);
    setMismatch(!same);
    if (!same) return;
    try {
      uploads.begin(ingest.id, source, (await fetchMissing(ingest.id)).missing);
    } catch (error) {
      setFault(error);
    }
  };
  if (missing.error) return <ProblemAlert error={missing.error} onRetry={() => void missing.refetch()} />;
  if (!missing.data) return null;
  const count = missing.data.missing.length;
  if (count === 0) {
    return (
      <Card size="small" title={t('ingest.missingNone')}>
        <ProblemAlert error={inspect.error} />
        <Button type="primary" loading={inspect.isPending} onClick={() => inspect.mutate()}>{t('ingest.startInspection')}</Button>
      </Card>
    );
  }
  return (
    <Card size="small" title={t('ingest.resumeTitle', { count })}>
      <p>{t('ingest.resumeHint')}</p>
      {mismatch && expected && (
        <Alert type="error" showIcon className="spaced" title={t('ingest.mismatch', { files: expected.files, size: formatBytes(expected.bytes) })} />
      )}
      <ProblemAlert error={fault} />
      <DropZone onPicked={(source) => void resume(source)} />
    </Card>
  );
}
