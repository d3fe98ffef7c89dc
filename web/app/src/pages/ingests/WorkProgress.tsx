import { Card, Progress, Space, Statistic } from 'antd';
import type { Ingest } from '../../api/client';
import { announcedExtent } from './upload/announced';
import { useT } from '../../i18n/i18n';

/** How far the server is with inspecting or storing. What is not counted yet (0) is left out of the measure. */
export function progressOf(ingest: Pick<Ingest, 'id' | 'done' | 'total'>): number {
  const { done, total } = ingest;
  const files = announcedExtent(ingest)?.files ?? 0;
  const [part, whole] = files > 0 ? [done.files, files] : [done.dossiers, total.dossiers];
  return whole === 0 ? 0 : Math.min(100, Math.floor((part / whole) * 100));
}

export function WorkProgress({ ingest }: { ingest: Ingest }) {
  const t = useT();
  const { done, total } = ingest;
  return (
    <Card size="small" title={t(ingest.state === 'INSPECTING' ? 'ingest.inspecting' : 'ingest.committing')}>
      <Progress percent={progressOf(ingest)} status="active" />
      <Space size="large">
        <Statistic title={t('ingest.countDossiers')} value={done.dossiers} suffix={total.dossiers > 0 ? `/ ${total.dossiers}` : ''} />
        <Statistic title={t('ingest.countFiles')} value={done.files} suffix={total.files > 0 ? `/ ${total.files}` : ''} />
        <Statistic title={t('ingest.countPages')} value={done.pages} />
      </Space>
    </Card>
  );
}
