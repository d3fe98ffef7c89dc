import { Card, Empty, Table } from 'antd';
import { Link } from 'react-router';
import type { Roster } from '../../../api/client';
import { useRosters } from '../../../api/rosters';
import { MorePages } from '../../../components/MorePages';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { StateTag } from '../../../components/StateTag';
import { formatTime } from '../../../i18n/format';
import { useT } from '../../../i18n/i18n';
import { rosterStates } from '../../../i18n/labels.transfer';
import { NewRoster } from './NewRoster';

export function Component() {
  const t = useT();
  const rosters = useRosters();
  return (
    <div className="work-page">
      <NewRoster />
      <Card title={t('roster.past')}>
        <ProblemAlert error={rosters.error} onRetry={() => void rosters.refetch()} />
        <Table<Roster>
          rowKey="id"
          pagination={false}
          scroll={{ x: 800 }}
          loading={{ spinning: rosters.isLoading, delay: 200 }}
          dataSource={rosters.data?.pages.flatMap((page) => page.rosters)}
          locale={{ emptyText: <Empty description={t('roster.none')} /> }}
          columns={[
            { title: t('roster.file'), render: (_, roster) => <Link to={`/transfer/rosters/${roster.id}`}><b>{roster.name}</b></Link> },
            { title: t('common.state'), width: 110, render: (_, roster) => <StateTag state={roster.state} labels={rosterStates} /> },
            { title: t('roster.rows'), width: 90, align: 'right', dataIndex: 'rows' },
            { title: t('roster.accepted'), width: 90, align: 'right', dataIndex: 'accepted' },
            { title: t('roster.refused'), width: 90, align: 'right', dataIndex: 'refused' },
            { title: t('roster.skipped'), width: 90, align: 'right', dataIndex: 'skipped' },
            { title: t('roster.enterprises'), width: 90, align: 'right', dataIndex: 'enterprises' },
            { title: t('ingest.created'), width: 160, render: (_, roster) => formatTime(roster.createdAt) },
          ]}
        />
        <MorePages list={rosters} />
      </Card>
    </div>
  );
}
