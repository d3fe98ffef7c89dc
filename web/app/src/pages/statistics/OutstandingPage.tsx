import { DownloadOutlined } from '@ant-design/icons';
import { Button, Card, Empty, Table, Tag } from 'antd';
import type { TableColumnsType } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { OutstandingKind, OutstandingLine } from '../../api/client';
import { outstandingHref, useOutstanding } from '../../api/statistics';
import type { OutstandingQuery } from '../../api/statistics';
import { usePlaceNames } from '../../api/places';
import { today } from '../../components/DateInput';
import { MorePages } from '../../components/MorePages';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useT } from '../../i18n/i18n';
import { useTrail } from '../../layout/Breadcrumbs';
import { useCan } from '../../session/session';

const kinds: OutstandingKind[] = ['WITHOUT_DOSSIER', 'LATE', 'OPEN_GAP', 'OVERDUE_GAP', 'WITHOUT_ECOPY', 'RETURNED'];

function queryOf(params: URLSearchParams): OutstandingQuery {
  const kind = kinds.find((one) => one === params.get('kind')) ?? 'WITHOUT_DOSSIER';
  const [at, enterprise, office] = ['at', 'enterprise', 'office'].map((name) => params.get(name) ?? '');
  return { kind, ...(at ? { at } : {}), ...(enterprise ? { enterprise } : {}), ...(office ? { office } : {}) };
}

/** The persons behind one figure of the statistics. */
export function Component() {
  const t = useT();
  const query = queryOf(useSearchParams()[0]);
  const outstanding = useOutstanding(query);
  const lines = outstanding.data?.pages.flatMap((page) => page.lines);
  const title = t(`stat.kind.${query.kind}`);
  const at = query.at ?? today();
  const whose = query.enterprise ? lines?.[0]?.enterpriseName ?? '' : t('stat.everywhere');
  useTrail({ title });
  return (
    <Card
      title={<>{title} <span className="muted">{whose} · {t('stat.at')} {at}</span></>}
      extra={<Button icon={<DownloadOutlined />} href={outstandingHref(query)}>{t('common.export')}</Button>}
    >
      <ProblemAlert error={outstanding.error} onRetry={() => void outstanding.refetch()} />
      <Table<OutstandingLine>
        rowKey={({ batchId, seq }) => `${batchId} ${seq}`}
        size="small"
        pagination={false}
        scroll={{ x: 1100 }}
        loading={{ spinning: outstanding.isLoading, delay: 200 }}
        dataSource={lines}
        columns={useColumns(query.kind, at)}
        locale={{ emptyText: <Empty description={t('stat.noOutstanding')} /> }}
      />
      <MorePages list={outstanding} />
    </Card>
  );
}

/** Figures about dossiers that have not come, so that there is no day of acceptance to show. */
const notAccepted: OutstandingKind[] = ['WITHOUT_DOSSIER', 'RETURNED'];
/** Figures of which the server says more: what is missing, or why the dossier went back. */
const explained: OutstandingKind[] = ['OPEN_GAP', 'OVERDUE_GAP', 'RETURNED'];

function useColumns(kind: OutstandingKind, at: string): TableColumnsType<OutstandingLine> {
  const t = useT();
  const can = useCan();
  const { officeName } = usePlaceNames();
  const acceptance: TableColumnsType<OutstandingLine> = [{ title: t('stat.acceptedOn'), dataIndex: 'acceptedOn', width: 110, className: 'nowrap' }];
  const detail: TableColumnsType<OutstandingLine> = [{ title: t('stat.detail'), dataIndex: 'detail', width: 180 }];
  return [
    { title: t('stat.person'), width: 175, render: (_, line) => <><b>{line.name}</b><div className="mono muted">{line.idNumber}</div></> },
    { title: t('enterprise.enterprise'), render: (_, line) => <>{line.enterpriseName}<div className="muted">{officeName(line.office)}</div></> },
    {
      title: t('stat.batch'),
      width: 200,
      className: 'nowrap',
      render: (_, line) => {
        const place = `${line.batchNo}-${line.seq}`;
        return can('transfer.read') ? <Link to={`/transfer/batches/${line.batchId}`} className="mono">{place}</Link> : <span className="mono">{place}</span>;
      },
    },
    { title: t('common.state'), dataIndex: 'stateLabel', width: 90 },
    { title: t('dossier.retiredOn'), dataIndex: 'retiredOn', width: 104, className: 'nowrap' },
    { title: t('person.listedOn'), dataIndex: 'listedOn', width: 110, className: 'nowrap' },
    ...(notAccepted.includes(kind) ? [] : acceptance),
    {
      title: t('stat.dueOn'),
      width: 150,
      className: 'nowrap',
      render: (_, { dueOn }) => <>{dueOn} {dueOn !== '' && dueOn < at && <Tag color="red">{t('stat.overdue')}</Tag>}</>,
    },
    ...(explained.includes(kind) ? detail : []),
  ];
}
