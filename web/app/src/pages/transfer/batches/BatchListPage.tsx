import { PlusOutlined } from '@ant-design/icons';
import { Button, Card, Empty, Input, Space, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Batch, BatchState } from '../../../api/client';
import { useBatches } from '../../../api/batches';
import { MorePages } from '../../../components/MorePages';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { StateTag } from '../../../components/StateTag';
import { formatTime } from '../../../i18n/format';
import { useT } from '../../../i18n/i18n';
import { batchStates } from '../../../i18n/labels.transfer';
import { useListFilter } from '../../../lib/useListFilter';
import { useCan } from '../../../session/session';
import { StateSelect } from '../../../components/StateSelect';
import { NewBatchDialog } from './NewBatchDialog';

export function Component() {
  const t = useT();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const { state, text, setState, setText } = useListFilter<BatchState>();
  const batches = useBatches({ ...(state ? { state } : {}), ...(text ? { text } : {}) });
  return (
    <Card
      title={t('batch.title')}
      extra={
        <Space wrap>
          <Input.Search key={text} allowClear className="list-search" aria-label={t('batch.search')} placeholder={t('batch.search')} defaultValue={text} maxLength={100} onSearch={setText} />
          <StateSelect<BatchState> labels={batchStates} value={state} onChange={setState} />
          {can('transfer.declare') && <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>{t('batch.new')}</Button>}
        </Space>
      }
    >
      <ProblemAlert error={batches.error} onRetry={() => void batches.refetch()} />
      <Table<Batch>
        rowKey="id"
        pagination={false}
        scroll={{ x: 1000 }}
        loading={{ spinning: batches.isLoading, delay: 200 }}
        dataSource={batches.data?.pages.flatMap((page) => page.batches)}
        locale={{ emptyText: <Empty description={t('batch.none')} /> }}
        columns={useColumns()}
      />
      <MorePages list={batches} />
      {adding && <NewBatchDialog onClose={() => setAdding(false)} />}
    </Card>
  );
}

function useColumns(): TableColumnsType<Batch> {
  const t = useT();
  return [
    { title: t('batch.no'), width: 200, render: (_, batch) => <Link to={`/transfer/batches/${batch.id}`} className="mono"><b>{batch.no}</b></Link> },
    { title: t('transfer.enterprise'), render: (_, batch) => <>{batch.enterpriseName}<div className="muted">{batch.name}</div></> },
    { title: t('batch.office'), dataIndex: 'officeName' },
    { title: t('common.state'), width: 130, render: (_, batch) => <StateTag state={batch.state} labels={batchStates} /> },
    { title: t('batch.persons'), width: 80, align: 'right', render: (_, { tally }) => tally.total },
    { title: t('batch.accepted'), width: 80, align: 'right', render: (_, { tally }) => tally.accepted + tally.acceptedWithGaps },
    { title: t('transfer.updated'), width: 160, render: (_, batch) => formatTime(batch.updatedAt) },
  ];
}
