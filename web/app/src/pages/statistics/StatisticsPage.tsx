import { DownloadOutlined } from '@ant-design/icons';
import { Button, Card, Form, Space, Spin } from 'antd';
import { statisticsHref, useTransferStatistics } from '../../api/statistics';
import type { Period } from '../../api/statistics';
import { DateInput } from '../../components/DateInput';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useT } from '../../i18n/i18n';
import { OutstandingTable } from './OutstandingTable';
import { TransferredCard } from './TransferredCard';
import { useView } from './view';

export function Component() {
  const t = useT();
  const [view, change] = useView();
  const statistics = useTransferStatistics(view.period);
  const { data } = statistics;
  return (
    <div className="ingest-page">
      <Card size="small">
        <div className="dossier-header">
          <PeriodFields period={view.period} shown={data?.at ?? ''} onChange={(period) => change({ period })} />
          <Button icon={<DownloadOutlined />} href={statisticsHref(view.period)}>{t('common.export')}</Button>
        </div>
      </Card>
      <ProblemAlert error={statistics.error} onRetry={() => void statistics.refetch()} />
      {!data && statistics.isLoading && <Spin className="page-spin" delay={200} />}
      {data && <TransferredCard counts={data.transferred} view={view} onView={change} />}
      {data && (
        <Card size="small" title={t('stat.outstanding', { at: data.at })}>
          <OutstandingTable counts={data.outstanding} at={data.at} />
          <p className="muted">{t('stat.lateSource', { source: data.lateSource })}</p>
        </Card>
      )}
    </div>
  );
}

/** An empty first day means the beginning; an empty last day means today, which the answer names. */
function PeriodFields({ period, shown, onChange }: { period: Period; shown: string; onChange: (period: Period) => void }) {
  const t = useT();
  const set = (name: keyof Period, value: string) => {
    const rest = { ...period };
    delete rest[name];
    onChange(value ? { ...rest, [name]: value } : rest);
  };
  return (
    <Form layout="inline">
      <Form.Item label={t('stat.from')} htmlFor="from"><DateInput id="from" value={period.from} onChange={(value) => set('from', value)} /></Form.Item>
      <Form.Item label={t('stat.at')} htmlFor="at"><DateInput id="at" value={period.at ?? shown} onChange={(value) => set('at', value)} /></Form.Item>
      <Space>
        <Button onClick={() => onChange({})}>{t('common.reset')}</Button>
      </Space>
    </Form>
  );
}
