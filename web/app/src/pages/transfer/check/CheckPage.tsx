import { QuestionCircleOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Empty, Space, Spin } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { BatchDetail } from '../../../api/client';
import { useBatch } from '../../../api/batches';
import { KeyHelp } from '../../../components/KeyHelp';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { ScanBox } from '../../../components/ScanBox';
import { StateTag } from '../../../components/StateTag';
import { useT } from '../../../i18n/i18n';
import { batchStates, lineStates } from '../../../i18n/labels.transfer';
import { useTrail } from '../../../layout/Breadcrumbs';
import { useWindowKeys } from '../../../lib/keys';
import { Checklist } from './Checklist';
import { CheckSide } from './CheckSide';
import { DecisionDialog } from './DecisionDialog';
import { allRightKey, counterAction, counterKeyHelp, decisions } from './decisions';
import type { DecisionRow } from './decisions';
import { SignDialog } from './SignDialog';
import { useCounter } from './useCounter';

const pollInterval = 4000;

export function Component() {
  const t = useT();
  const { batchId = '' } = useParams();
  const answer = useBatch(batchId, ({ state }) => (state === 'CHECKING' ? pollInterval : false));
  useTrail({ title: answer.data?.batch.no ?? '', to: `/transfer/batches/${batchId}` }, { title: t('check.title') });
  if (!answer.data) return answer.error ? <ProblemAlert error={answer.error} onRetry={() => void answer.refetch()} /> : <Spin className="page-spin" delay={200} />;
  return <Counter detail={answer.data} />;
}

function Counter({ detail }: { detail: BatchDetail }) {
  const t = useT();
  const navigate = useNavigate();
  const { batch } = detail;
  const counter = useCounter(detail);
  const [asking, setAsking] = useState<DecisionRow>();
  const [dialog, setDialog] = useState<'sign' | 'help'>();
  const [turn, setTurn] = useState(0); // each brings the focus back to the scan box
  const active = asking === undefined && dialog === undefined;
  const back = () => setTurn(turn + 1);
  const choose = (row: DecisionRow) => {
    if (!counter.found) return;
    if (row.asks.length > 0) setAsking(row);
    else counter.settle(row.decision, {}, back);
  };
  useWindowKeys((event) => {
    const action = counterAction(event.key);
    if (!action) return;
    event.preventDefault();
    if (action === 'allRight') counter.allRight();
    else choose(action);
  }, active);
  const leave = () => { setAsking(undefined); counter.forgetError(); back(); };
  return (
    <div className="check-page">
      <div className="check-main">
        <Card size="small" title={<Space>{t('check.title')}<span className="mono">{batch.no}</span>{batch.enterpriseName}<StateTag state={batch.state} labels={batchStates} /></Space>} extra={<Button size="small" icon={<QuestionCircleOutlined />} onClick={() => setDialog('help')}>{t('line.keys')}</Button>}>
          {batch.state !== 'CHECKING' && <Alert type="warning" showIcon className="spaced" title={t('check.closed')} />}
          <ScanBox label={t('scan.label')} active={active} turn={turn} onScan={counter.scan} />
        </Card>
        {!asking && <ProblemAlert error={counter.error} />}
        {!counter.found && <Card size="small">{counter.finding ? <Spin /> : <Empty description={t('check.scanFirst')} />}</Card>}
        {counter.found && (
          <Card
            size="small"
            title={<Space wrap><b>{`${counter.found.line.seq}. ${counter.found.line.name}`}</b><span className="mono muted">{counter.found.line.idNumber}</span><StateTag state={counter.found.line.state} labels={lineStates} /></Space>}
            extra={<Button size="small" onClick={counter.allRight}>{t('check.allRight')} <kbd>{allRightKey}</kbd></Button>}
          >
            {counter.found.line.state !== 'DELIVERED' && <Alert type="info" showIcon className="spaced" title={t('check.decidedBefore', { state: counter.found.line.stateLabel, reason: counter.found.line.reason })} />}
            <Checklist found={counter.found} required={detail.requiredMaterials} draft={counter.draft} onChange={counter.setDraft} />
            <Space wrap className="decision-bar">
              {decisions.map((row) => (
                <Button key={row.decision} size="large" type={row.decision === 'ACCEPT' ? 'primary' : 'default'} danger={row.decision === 'RETURN' || row.decision === 'MISSING'} loading={counter.deciding} onClick={() => choose(row)}>
                  {t(row.title)} <kbd>{row.key}</kbd>
                </Button>
              ))}
            </Space>
          </Card>
        )}
      </div>
      <CheckSide detail={detail} recent={counter.recent} onSign={() => setDialog('sign')} />
      {asking && counter.found && (
        <DecisionDialog
          row={asking}
          name={counter.found.line.name}
          busy={counter.deciding}
          error={counter.error}
          onConfirm={(grounds) => counter.settle(asking.decision, grounds, leave)}
          onClose={leave}
        />
      )}
      {dialog === 'sign' && <SignDialog batch={batch} onSigned={() => void navigate(`/transfer/batches/${batch.id}?tab=papers`)} onClose={() => { setDialog(undefined); back(); }} />}
      <KeyHelp entries={counterKeyHelp} open={dialog === 'help'} onClose={() => { setDialog(undefined); back(); }} />
    </div>
  );
}
