import { CheckOutlined, DownloadOutlined } from '@ant-design/icons';
import { Alert, App, Button, Card, Progress, Space, Spin, Statistic } from 'antd';
import { Link, useParams } from 'react-router';
import type { Roster } from '../../../api/client';
import { useBatch } from '../../../api/batches';
import { asProblem } from '../../../api/problem';
import { rosterErrorsHref, useCancelRoster, useConfirmRoster, useRoster } from '../../../api/rosters';
import type { RosterState } from '../../../api/rosters';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { StateSteps } from '../../../components/StateSteps';
import { StateTag } from '../../../components/StateTag';
import { ViolationTable } from '../../../components/ViolationTable';
import { useT } from '../../../i18n/i18n';
import { rosterStates } from '../../../i18n/labels.transfer';
import { useTrail } from '../../../layout/Breadcrumbs';

const steps = ['roster.step.inspect', 'roster.step.confirm', 'roster.step.import'] as const;
const stepOf: Record<RosterState, number> = { INSPECTING: 0, INSPECTED: 1, IMPORTING: 2, IMPORTED: 3, FAILED: 0, CANCELLED: 1 };
const shownBatches = 12;

export function Component() {
  const t = useT();
  const { rosterId = '' } = useParams();
  const answer = useRoster(rosterId);
  useTrail({ title: answer.data?.name ?? '' });
  if (!answer.data) return answer.error ? <ProblemAlert error={answer.error} onRetry={() => void answer.refetch()} /> : <Spin className="page-spin" delay={200} />;
  const roster = answer.data;
  return (
    <div className="work-page">
      <header className="work-header">
        <div className="dossier-header">
          <Space wrap><h1>{roster.name}</h1><StateTag state={roster.state} labels={rosterStates} /></Space>
          <RosterActions roster={roster} />
        </div>
        <StateSteps steps={steps} current={stepOf[roster.state]} failed={roster.state === 'FAILED'} />
        <RosterCounts roster={roster} />
      </header>
      <ProblemAlert error={answer.error} />
      {roster.problem && <Alert type="error" showIcon title={roster.problem} />}
      {(roster.state === 'INSPECTING' || roster.state === 'IMPORTING') && <Card size="small" title={t(`roster.working.${roster.state}`)}><Progress percent={100} showInfo={false} status="active" /></Card>}
      {roster.state === 'INSPECTED' && roster.accepted === 0 && <Alert type="warning" showIcon title={t('roster.nothing')} />}
      {roster.state === 'IMPORTED' && <ImportedBatches roster={roster} />}
      {roster.violations.length > 0 && (
        <Card size="small" title={t('roster.violations')} extra={<Button size="small" icon={<DownloadOutlined />} href={rosterErrorsHref(roster.id)} download>{t('roster.errors')}</Button>}>
          <ViolationTable violations={roster.violations} />
        </Card>
      )}
    </div>
  );
}

function RosterCounts({ roster }: { roster: Roster }) {
  const t = useT();
  const counts = ['rows', 'accepted', 'refused', 'skipped', 'warnings', 'enterprises'] as const;
  return <Space size="large" wrap>{counts.map((name) => <Statistic key={name} title={t(`roster.${name}`)} value={roster[name]} />)}</Space>;
}

function RosterActions({ roster }: { roster: Roster }) {
  const t = useT();
  const { modal, message } = App.useApp();
  const confirm = useConfirmRoster(roster.id);
  const cancel = useCancelRoster(roster.id);
  const shown = (error: unknown) => void message.error(asProblem(error).message);
  if (roster.state !== 'INSPECTED') return null;
  const askConfirm = () =>
    modal.confirm({
      title: t('roster.confirmTitle', { count: roster.accepted, enterprises: roster.enterprises }),
      content: t('roster.confirmBody', { refused: roster.refused, skipped: roster.skipped }),
      okText: t('roster.confirm', { count: roster.accepted }),
      onOk: () => confirm.mutateAsync().catch(shown),
    });
  return (
    <Space wrap>
      <Button danger loading={cancel.isPending} onClick={() => cancel.mutate(undefined, { onError: shown })}>{t('roster.cancel')}</Button>
      {roster.accepted > 0 && <Button type="primary" icon={<CheckOutlined />} loading={confirm.isPending} onClick={askConfirm}>{t('roster.confirm', { count: roster.accepted })}</Button>}
    </Space>
  );
}

function ImportedBatches({ roster }: { roster: Roster }) {
  const t = useT();
  const rest = roster.batches.length - shownBatches;
  return (
    <Alert
      type="success"
      showIcon
      title={t('roster.imported', { count: roster.accepted, batches: roster.batches.length })}
      description={
        <Space wrap size="middle">
          {roster.batches.slice(0, shownBatches).map((id) => <BatchLink key={id} batchId={id} />)}
          {rest > 0 && <Link to="/transfer/batches?state=DRAFT">{t('roster.moreBatches', { count: rest })}</Link>}
        </Space>
      }
    />
  );
}

function BatchLink({ batchId }: { batchId: string }) {
  const t = useT();
  const batch = useBatch(batchId).data?.batch;
  return <Link to={`/transfer/batches/${batchId}`}>{batch ? `${batch.no} ${batch.enterpriseName}` : t('batch.open')}</Link>;
}
