import { PlusOutlined } from '@ant-design/icons';
import { Card, Empty, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { Ingest } from '../../api/client';
import { useIngests } from '../../api/ingests';
import { LinkButton } from '../../components/LinkButton';
import { MorePages } from '../../components/MorePages';
import { ProblemAlert } from '../../components/ProblemAlert';
import { formatBytes, formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';
import { IngestStateTag } from './IngestStateTag';

export function Component() {
  const t = useT();
  const ingests = useIngests();
  const columns: TableColumnsType<Ingest> = [
    { title: t('ingest.package'), render: (_, ingest) => <Link to={`/ingests/${ingest.id}`}><b>{ingest.name}</b></Link> },
    { title: t('common.state'), width: 110, render: (_, ingest) => <IngestStateTag state={ingest.state} /> },
    { title: t('common.office'), dataIndex: 'officeName' },
    {
      title: t('dossier.extentLabel'),
      render: (_, { total }) => total.files > 0 && t('ingest.counts', { dossiers: total.dossiers, files: total.files, size: formatBytes(total.bytes) }),
    },
    {
      title: t('ingest.verdict'),
      render: (_, ingest) => ingest.state !== 'RECEIVING' && (
        <span className="muted">
          {t('ingest.verdict.ACCEPT')} {ingest.accepted} · {t('ingest.verdict.SKIP')} {ingest.skipped} · {t('ingest.verdict.REFUSE')} {ingest.refused}
        </span>
      ),
    },
    { title: t('ingest.created'), width: 190, render: (_, ingest) => <>{formatTime(ingest.createdAt)}<div className="muted">{ingest.createdBy}</div></> },
  ];
  return (
    <Card
      title={t('nav.ingests')}
      extra={<LinkButton to="/ingests/new" type="primary" icon={<PlusOutlined />}>{t('ingest.new')}</LinkButton>}
    >
      <ProblemAlert error={ingests.error} onRetry={() => void ingests.refetch()} />
      <Table<Ingest>
        rowKey="id"
        pagination={false}
        loading={{ spinning: ingests.isLoading, delay: 200 }}
        dataSource={ingests.data?.pages.flatMap((page) => page.ingests)}
        columns={columns}
        scroll={{ x: 900 }}
        locale={{ emptyText: <Empty description={t('ingest.none')} /> }}
      />
      <MorePages list={ingests} />
    </Card>
  );
}
