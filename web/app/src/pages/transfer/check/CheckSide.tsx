import { Alert, Button, Card, Empty } from 'antd';
import { useState } from 'react';
import type { BatchDetail, LineOutcome } from '../../../api/client';
import { useLines } from '../../../api/lines';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { StateTag } from '../../../components/StateTag';
import { useT } from '../../../i18n/i18n';
import { lineStates } from '../../../i18n/labels.transfer';
import { formatPlaces } from '../../../lib/places';
import { CheckProgress } from './CheckProgress';

interface Props {
  detail: BatchDetail;
  recent: LineOutcome[];
  onSign: () => void;
}

/** How far all clerks together are, and what this one decided last. */
export function CheckSide({ detail: { batch }, recent, onSign }: Props) {
  const t = useT();
  const [listing, setListing] = useState(false);
  const may = batch.state === 'CHECKING';
  return (
    <aside className="check-side">
      <Card size="small" title={t('check.progress')} extra={<Button type="primary" size="small" disabled={!may} onClick={onSign}>{t('sign.open')}</Button>}>
        <CheckProgress tally={batch.tally} />
        {batch.tally.delivered > 0 && !listing && <Button size="small" onClick={() => setListing(true)}>{t('check.listOpen', { count: batch.tally.delivered })}</Button>}
        {listing && <OpenPlaces batchId={batch.id} />}
      </Card>
      <Card size="small" title={t('check.recent')}>
        {recent.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('check.recentNone')} />}
        {recent.map(({ line, warnings }) => (
          <div key={line.seq} className="recent-line">
            {line.seq}. {line.name} <StateTag state={line.state} labels={lineStates} />
            {warnings.map((warning) => <Alert key={warning.message} type="warning" title={`${warning.rule} ${warning.message}`} />)}
          </div>
        ))}
      </Card>
    </aside>
  );
}

/** Places of dossiers nobody has decided about yet; read anew whenever a decision was made here. */
function OpenPlaces({ batchId }: { batchId: string }) {
  const t = useT();
  const open = useLines(batchId, { state: ['DELIVERED'] }, '');
  return (
    <>
      <ProblemAlert error={open.error} />
      <p className="wrap">{t('check.openPlaces', { places: formatPlaces(open.data?.lines.map((line) => line.seq) ?? []) })} <Button size="small" type="link" onClick={() => void open.refetch()}>{t('common.refresh')}</Button></p>
    </>
  );
}
