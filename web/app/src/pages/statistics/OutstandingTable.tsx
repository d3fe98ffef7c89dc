import { Empty, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { OutstandingKind, PendingCount } from '../../api/client';
import { usePlaceNames } from '../../api/places';
import type { OutstandingQuery } from '../../api/statistics';
import { useT } from '../../i18n/i18n';

type Figure = Exclude<keyof PendingCount, 'enterpriseId' | 'enterpriseName' | 'office' | 'division'>;

/** The figures of article 15, and what lists the persons behind each. */
const figures: [Figure, OutstandingKind][] = [
  ['withoutDossier', 'WITHOUT_DOSSIER'],
  ['late', 'LATE'],
  ['openGaps', 'OPEN_GAP'],
  ['overdueGaps', 'OVERDUE_GAP'],
  ['withoutEcopy', 'WITHOUT_ECOPY'],
  ['returnedOverdue', 'RETURNED'],
];

export function OutstandingTable({ counts, at }: { counts: PendingCount[]; at: string }) {
  const t = useT();
  const { officeName } = usePlaceNames();
  const columns: TableColumnsType<PendingCount> = [
    { title: t('enterprise.enterprise'), dataIndex: 'enterpriseName', width: 220 },
    { title: t('stat.office'), width: 200, render: (_, { office }) => officeName(office) },
    ...figures.map(([figure, kind]) => ({
      key: figure,
      title: t(`stat.${figure}`),
      width: 110,
      align: 'right' as const,
      render: (_: unknown, count: PendingCount) => <Count value={count[figure]} query={{ kind, at, enterprise: count.enterpriseId, office: count.office }} />,
    })),
  ];
  return (
    <Table<PendingCount>
      rowKey={({ enterpriseId, office }) => `${enterpriseId} ${office}`}
      size="small"
      className="figures"
      scroll={{ x: 1080 }}
      pagination={{ pageSize: 50, hideOnSinglePage: true, size: 'small' }}
      dataSource={counts}
      columns={columns}
      locale={{ emptyText: <Empty description={t('stat.noOutstanding')} /> }}
      summary={() => counts.length > 0 && (
        <Table.Summary.Row>
          <Table.Summary.Cell index={0} colSpan={2}><b>{t('stat.total')}</b></Table.Summary.Cell>
          {figures.map(([figure, kind], index) => (
            <Table.Summary.Cell key={figure} index={index + 2} align="right">
              <b><Count value={counts.reduce((sum, count) => sum + count[figure], 0)} query={{ kind, at }} /></b>
            </Table.Summary.Cell>
          ))}
        </Table.Summary.Row>
      )}
    />
  );
}

/** A figure leads to the persons behind it. */
function Count({ value, query }: { value: number; query: OutstandingQuery }) {
  if (value === 0) return <span className="muted">0</span>;
  return <Link to={`/statistics/outstanding?${new URLSearchParams({ ...query }).toString()}`}>{value}</Link>;
}
