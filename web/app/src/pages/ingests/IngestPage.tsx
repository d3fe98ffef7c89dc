import { Alert, Descriptions, Space, Spin, Steps } from 'antd';
import { Link, useParams } from 'react-router';
import type { Ingest, IngestState } from '../../api/client';
import { isBusy, useIngest } from '../../api/ingests';
import { ProblemAlert } from '../../components/ProblemAlert';
import { formatBytes, formatTime } from '../../i18n/format';
import { useLanguage, useT } from '../../i18n/i18n';
import { label, layouts } from '../../i18n/labels';
import { useTrail } from '../../layout/Breadcrumbs';
import { useCan } from '../../session/session';
import { IngestActions } from './IngestActions';
import { IngestItems } from './IngestItems';
import { IngestStateTag } from './IngestStateTag';
import { ResumePanel } from './ResumePanel';
import { UploadPanel } from './upload/UploadPanel';
import type { UploadQueue } from './upload/uploadQueue';
import { useUploads, useUploadSnapshot } from './upload/UploadsContext';
import { WorkProgress } from './WorkProgress';

export function Component() {
  const { ingestId = '' } = useParams();
  const ingest = useIngest(ingestId);
  useTrail({ title: ingest.data?.name ?? '' });
  if (!ingest.data) return ingest.error ? <ProblemAlert error={ingest.error} onRetry={() => void ingest.refetch()} /> : <Spin className="page-spin" delay={200} />;
  return (
    <div className="ingest-page">
      <IngestHeader ingest={ingest.data} />
      <ProblemAlert error={ingest.error} />
      <IngestBody ingest={ingest.data} />
    </div>
  );
}

const steps: Record<IngestState, number> = {
  RECEIVING: 0, INSPECTING: 1, INSPECTED: 2, COMMITTING: 3, COMMITTED: 4, UNDONE: 4, CANCELLED: 2, FAILED: 1,
};

function IngestHeader({ ingest }: { ingest: Ingest }) {
  const t = useT();
  const language = useLanguage();
  const { total } = ingest;
  const failed = ingest.state === 'FAILED';
  return (
    <header className="ingest-header">
      <div className="dossier-header">
        <Space wrap><h1>{ingest.name}</h1><IngestStateTag state={ingest.state} /></Space>
        <IngestActions ingest={ingest} />
      </div>
      <Steps
        size="small"
        className="spaced"
        current={steps[ingest.state]}
        status={failed ? 'error' : ingest.state === 'CANCELLED' ? 'wait' : 'process'}
        items={[t('ingest.step.upload'), t('ingest.step.inspect'), t('ingest.step.confirm'), t('ingest.step.store')].map((title) => ({ title }))}
      />
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2, xl: 4 }}
        items={[
          { key: 'office', label: t('ingest.office'), children: ingest.officeName },
          { key: 'layout', label: t('ingest.layout'), children: label(layouts, ingest.layout, language) || '—' },
          {
            key: 'counts',
            label: t('dossier.extentLabel'),
            children: total.files > 0 ? t('ingest.counts', { dossiers: total.dossiers, files: total.files, size: formatBytes(total.bytes) }) : '—',
          },
          ...(ingest.batchNo ? [{ key: 'batch', label: t('ingest.batch'), children: <BatchLink ingest={ingest} /> }] : []),
          { key: 'created', label: t('ingest.created'), children: `${formatTime(ingest.createdAt)} ${ingest.createdBy}` },
        ]}
      />
    </header>
  );
}

function BatchLink({ ingest: { batchId, batchNo } }: { ingest: Ingest }) {
  const can = useCan();
  return batchId && can('transfer.read') ? <Link to={`/transfer/batches/${batchId}`} className="mono">{batchNo}</Link> : <span className="mono">{batchNo}</span>;
}

/** All sent and still receiving: the dry run could not be started, and is offered again. */
function Uploading({ ingest, queue }: { ingest: Ingest; queue: UploadQueue }) {
  const { state } = useUploadSnapshot(queue);
  return state === 'finished' ? <ResumePanel ingest={ingest} /> : <UploadPanel queue={queue} />;
}

function IngestBody({ ingest }: { ingest: Ingest }) {
  const t = useT();
  const queue = useUploads().queueOf(ingest.id);
  const { state } = ingest;
  if (state === 'RECEIVING') return queue ? <Uploading ingest={ingest} queue={queue} /> : <ResumePanel ingest={ingest} />;
  return (
    <>
      {ingest.problem && <Alert type="error" showIcon className="spaced" title={ingest.problem} />}
      {state === 'INSPECTED' && ingest.accepted === 0 && <Alert type="warning" showIcon className="spaced" title={t('ingest.nothingToStore')} />}
      {state === 'COMMITTED' && <Alert type="success" showIcon className="spaced" title={t('ingest.stored', { count: ingest.accepted })} />}
      {isBusy(state) && <WorkProgress ingest={ingest} />}
      {state !== 'INSPECTING' && state !== 'FAILED' && state !== 'CANCELLED' && <IngestItems ingest={ingest} />}
    </>
  );
}
