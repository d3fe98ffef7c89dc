import { Card, Empty, Segmented, Table, Tag } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Ingest, IngestItem, ItemVerdict } from '../../api/client';
import { useIngestItems } from '../../api/ingests';
import { MorePages } from '../../components/MorePages';
import { ProblemAlert } from '../../components/ProblemAlert';
import { ViolationTable } from '../../components/ViolationTable';
import { useT } from '../../i18n/i18n';

const verdictColors: Record<ItemVerdict, string> = { ACCEPT: 'green', SKIP: 'default', REFUSE: 'red' };
const stateColors: Record<IngestItem['state'], string> = { PENDING: 'default', COMMITTED: 'green', FAILED: 'red', UNDONE: 'default' };

/** The dry run, dossier by dossier; afterwards also what became of each. */
export function IngestItems({ ingest }: { ingest: Ingest }) {
  const t = useT();
  const [verdict, setVerdict] = useState<ItemVerdict | 'all'>('all');
  const items = useIngestItems(ingest, verdict === 'all' ? undefined : verdict);
  const counts: [ItemVerdict | 'all', number][] = [
    ['all', ingest.accepted + ingest.skipped + ingest.refused],
    ['ACCEPT', ingest.accepted],
    ['REFUSE', ingest.refused],
    ['SKIP', ingest.skipped],
  ];
  return (
    <Card
      size="small"
      title={t('ingest.verdict')}
      extra={
        <Segmented
          value={verdict}
          options={counts.map(([value, count]) => ({ value, label: `${t(value === 'all' ? 'common.all' : `ingest.verdict.${value}`)} ${count}` }))}
          onChange={setVerdict}
        />
      }
    >
      <ProblemAlert error={items.error} onRetry={() => void items.refetch()} />
      <Table<IngestItem>
        size="small"
        rowKey="seq"
        pagination={false}
        scroll={{ x: 900 }}
        loading={{ spinning: items.isLoading, delay: 200 }}
        dataSource={items.data?.pages.flatMap((page) => page.items)}
        columns={useColumns(ingest.state === 'COMMITTING' || ingest.state === 'COMMITTED' || ingest.state === 'UNDONE')}
        locale={{ emptyText: <Empty description={t('common.none')} /> }}
        expandable={{
          rowExpandable: (item) => item.violations.length > 0,
          expandedRowRender: (item) => <ViolationTable violations={item.violations} />,
          expandRowByClick: true,
        }}
      />
      <MorePages list={items} />
    </Card>
  );
}

function useColumns(storing: boolean): TableColumnsType<IngestItem> {
  const t = useT();
  const stored: TableColumnsType<IngestItem> = [
    {
      title: t('common.state'),
      width: 130,
      render: (_, item) => item.verdict === 'ACCEPT' && (
        <>
          <Tag color={stateColors[item.state]}>{t(`ingest.itemState.${item.state}`)}</Tag>
          {item.problem && <div className="warning-text">{item.problem}</div>}
        </>
      ),
    },
    {
      title: t('common.actions'),
      width: 90,
      render: (_, item) => item.dossierId && item.state !== 'UNDONE' && <Link to={`/dossiers/${item.dossierId}`}>{t('ingest.open')}</Link>,
    },
  ];
  return [
    { title: '#', dataIndex: 'seq', width: 56 },
    { title: t('ingest.person'), width: 190, render: (_, item) => <><b>{item.name || t('common.unknown')}</b><div className="mono muted">{item.idNumber}</div></> },
    { title: t('dossier.archivalCode'), width: 150, render: (_, item) => <span className="mono">{item.archivalCode}</span> },
    { title: t('ingest.folder'), dataIndex: 'folder', ellipsis: { showTitle: true } },
    { title: t('ingest.materials'), dataIndex: 'materials', width: 64 },
    { title: t('ingest.countPages'), dataIndex: 'pages', width: 64 },
    { title: t('ingest.verdict'), width: 96, render: (_, item) => <Tag color={verdictColors[item.verdict]}>{t(`ingest.verdict.${item.verdict}`)}</Tag> },
    {
      title: t('ingest.findings'),
      width: 120,
      render: (_, { violations }) => {
        const blocks = violations.filter((violation) => violation.level === 'BLOCK').length;
        const warns = violations.length - blocks;
        return (
          <>
            {blocks > 0 && <div className="warning-text">{t('ingest.blocks', { count: blocks })}</div>}
            {warns > 0 && <div className="muted">{t('ingest.warns', { count: warns })}</div>}
          </>
        );
      },
    },
    ...(storing ? stored : []),
  ];
}
