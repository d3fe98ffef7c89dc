import { CheckOutlined, DownloadOutlined, RollbackOutlined, TagsOutlined } from '@ant-design/icons';
import { App, Button, Space } from 'antd';
import { useState } from 'react';
import type { Ingest } from '../../api/client';
import { asProblem } from '../../api/problem';
import { reportHref, useConfirmIngest, useUndoIngest } from '../../api/ingests';
import { LabelDialog } from '../../components/LabelDialog';
import { useT } from '../../i18n/i18n';

/** Report, labels, confirmation and undo; what fits the state the ingest is in. */
export function IngestActions({ ingest }: { ingest: Ingest }) {
  const t = useT();
  const { modal, message } = App.useApp();
  const confirm = useConfirmIngest(ingest.id);
  const undo = useUndoIngest(ingest.id);
  const [labelling, setLabelling] = useState(false);
  const { state, accepted, refused, skipped } = ingest;
  const inspected = state === 'INSPECTED' || state === 'COMMITTING' || state === 'COMMITTED' || state === 'UNDONE';
  const shown = (error: unknown) => void message.error(asProblem(error).message);

  const askConfirm = () =>
    modal.confirm({
      title: t('ingest.confirmTitle', { count: accepted, office: ingest.officeName }),
      content: t('ingest.confirmBody', { refused, skipped }),
      okText: t('ingest.confirm', { count: accepted }),
      onOk: () => confirm.mutateAsync().catch(shown),
    });
  const stored = state === 'COMMITTED';
  const askUndo = () =>
    modal.confirm({
      title: t('ingest.undoTitle'),
      content: stored ? t('ingest.undoBody', { count: accepted }) : t('ingest.cancelBody'),
      okText: t(stored ? 'ingest.undo' : 'ingest.cancel'),
      okType: 'danger',
      onOk: () => undo.mutateAsync().catch(shown),
    });
  return (
    <Space wrap>
      {inspected && (
        <Button icon={<DownloadOutlined />} href={reportHref(ingest.id)} download>{t('ingest.report')}</Button>
      )}
      {stored && accepted > 0 && <Button icon={<TagsOutlined />} onClick={() => setLabelling(true)}>{t('labels.title')}</Button>}
      {labelling && <LabelDialog of={{ ingestId: ingest.id, dossiers: ingest.total.dossiers }} onClose={() => setLabelling(false)} />}
      {ingest.undoable && (
        <Button danger icon={<RollbackOutlined />} loading={undo.isPending} onClick={askUndo}>{t(stored ? 'ingest.undo' : 'ingest.cancel')}</Button>
      )}
      {state === 'INSPECTED' && accepted > 0 && (
        <Button type="primary" icon={<CheckOutlined />} loading={confirm.isPending} onClick={askConfirm}>{t('ingest.confirm', { count: accepted })}</Button>
      )}
    </Space>
  );
}
