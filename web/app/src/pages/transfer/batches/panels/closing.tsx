import { CloudUploadOutlined } from '@ant-design/icons';
import { Space, Statistic } from 'antd';
import { useAddSignedRoster } from '../../../../api/batches';
import { AttachmentLink, AttachmentUpload } from '../../../../components/AttachmentUpload';
import { LinkButton } from '../../../../components/LinkButton';
import { ProblemAlert } from '../../../../components/ProblemAlert';
import { useT } from '../../../../i18n/i18n';
import type { PanelProps } from './people';
import { RedeliverPanel } from './dossiers';

/** Electronic copies come in by the ordinary ingest and are matched to the persons of the batch. */
function Ecopies({ detail: { batch, ecopy } }: PanelProps) {
  const t = useT();
  return (
    <>
      <p>{t('batch.task.ecopy')}</p>
      <Space size="large" align="end" wrap className="spaced">
        <Statistic title={t('ecopy.stored')} value={ecopy.stored} />
        <Statistic title={t('ecopy.due')} value={ecopy.due} />
        <Statistic title={t('ecopy.later')} value={ecopy.later} />
        <LinkButton to={`/ingests/new?office=${batch.office}&batch=${batch.no}`} icon={<CloudUploadOutlined />}>{t('batch.toIngest')}</LinkButton>
      </Space>
    </>
  );
}

function SignedRoster({ detail: { batch, signedRosterId } }: PanelProps) {
  const t = useT();
  const add = useAddSignedRoster(batch);
  return (
    <>
      <p>{t('batch.task.signedRoster')}</p>
      <AttachmentUpload value={signedRosterId ?? ''} label={t('batch.addSignedRoster')} onChange={(attachmentId) => add.mutate(attachmentId)} />
      <ProblemAlert error={add.error} />
    </>
  );
}

export function AcceptedPanel({ detail }: PanelProps) {
  return (
    <>
      <Ecopies detail={detail} />
      <SignedRoster detail={detail} />
    </>
  );
}

/** Part came in and part is to come again: the enterprise and the archive go on side by side. */
export function PartlyAcceptedPanel({ detail }: PanelProps) {
  return (
    <>
      <RedeliverPanel detail={detail} />
      {detail.allowed.includes('transfer.receive') && <><hr className="panel-rule" /><AcceptedPanel detail={detail} /></>}
    </>
  );
}

export const EIngestedPanel = SignedRoster;

/** A dossier that was missing may be found after all. */
export function ClosedPanel({ detail }: PanelProps) {
  const t = useT();
  const { allowed, batch, ecopy, signedRosterId } = detail;
  const delivers = allowed.includes('transfer.declare') || allowed.includes('transfer.receive');
  const { accepted, acceptedWithGaps, returned, rejected } = batch.tally;
  return (
    <>
      <p>{t('batch.closedText', { accepted: accepted + acceptedWithGaps, gaps: acceptedWithGaps, returned, rejected, stored: ecopy.stored })}</p>
      {signedRosterId && <AttachmentLink attachmentId={signedRosterId}>{t('batch.signedRoster')}</AttachmentLink>}
      {batch.tally.missing > 0 && delivers && <><hr className="panel-rule" /><RedeliverPanel detail={detail} /></>}
    </>
  );
}

export function CancelledPanel({ detail: { batch } }: PanelProps) {
  const t = useT();
  return <p>{t('batch.cancelledText', { reason: batch.reason })}</p>;
}
