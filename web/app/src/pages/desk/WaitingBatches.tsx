import { Badge, Card, Table } from 'antd';
import { Link } from 'react-router';
import type { Batch, BatchState } from '../../api/client';
import { useBatchesIn } from '../../api/batches';
import { ProblemAlert } from '../../components/ProblemAlert';
import { StateTag } from '../../components/StateTag';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';
import { batchStates } from '../../i18n/labels.transfer';
import { useCan } from '../../session/session';
import { stageOf } from '../transfer/batches/stages';

/** In these states the archive, or the agency, is the one to go on; in the others it waits for the enterprise or for time. */
const attended: readonly BatchState[] = ['SUBMITTED', 'PROVINCE_CONFIRMED', 'SSA_VERIFYING', 'LIST_ISSUED', 'DELIVERED', 'CHECKING', 'ACCEPTED', 'E_INGESTED'];
const most = 20; // of each state

/** Batches of the handover that wait for somebody with the permissions of the user. */
export function WaitingBatches() {
  const t = useT();
  const can = useCan();
  const mine = attended.filter((state) => stageOf({ state, provinceInsured: false }).needs.some(can));
  const { batches, loading, error } = useBatchesIn(mine, most);
  if (mine.length === 0) return null;
  return (
    <Card size="small" title={<>{t('desk.batches')} <Badge count={batches.length} showZero color={batches.length > 0 ? 'blue' : 'gray'} /></>}>
      <ProblemAlert error={error} />
      {batches.length === 0 && !loading && !error && <span className="muted">{t('desk.nothing')}</span>}
      {batches.length > 0 && (
        <Table<Batch>
          rowKey="id"
          size="small"
          pagination={false}
          scroll={{ y: 320 }}
          dataSource={batches}
          columns={[
            { title: t('batch.no'), width: 200, render: (_, batch) => <Link to={`/transfer/batches/${batch.id}`} className="mono nowrap"><b>{batch.no}</b></Link> },
            { title: t('transfer.enterprise'), dataIndex: 'enterpriseName' },
            { title: t('common.state'), width: 140, render: (_, batch) => <StateTag state={batch.state} labels={batchStates} /> },
            { title: t('desk.step'), width: 140, render: (_, batch) => <NextStep batch={batch} /> },
            { title: t('transfer.updated'), width: 160, render: (_, batch) => formatTime(batch.updatedAt) },
          ]}
        />
      )}
    </Card>
  );
}

function NextStep({ batch }: { batch: Batch }) {
  const t = useT();
  const { step } = stageOf(batch);
  return step ? <>{t(`batch.step.${step}`)}</> : null;
}
