import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal, Spin } from 'antd';
import { dossierKey, fetchDossier, fetchHistory } from '../../api/dossiers';
import { ProblemAlert } from '../../components/ProblemAlert';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';
import { draftOf } from './draft';
import { OperationList } from './OperationList';
import { operationsBetween } from './operations';
import { rebase } from './rebase';
import type { DraftEdit } from './useDraft';

interface Props {
  open: boolean;
  edit: DraftEdit;
  onClose: () => void;
}

/** What someone else saved meanwhile, who did, and what becomes of one's own changes. Nothing is thrown away unasked. */
export function StaleDialog({ open, edit, onClose }: Props) {
  const t = useT();
  const client = useQueryClient();
  const { dossier, base, draft, operations } = edit;
  const { id, version } = dossier.head;
  const newer = useQuery({
    queryKey: ['stale', id, version],
    queryFn: async () => {
      const [current, history] = await Promise.all([fetchDossier(id), fetchHistory(id)]);
      return { current, versions: history.versions.filter((entry) => entry.version > version) };
    },
    enabled: open,
    staleTime: 0,
    gcTime: 0,
  });
  const theirs = newer.data && draftOf(newer.data.current);
  const outcome = theirs && rebase(base, draft, theirs);
  const titles = (rows: { title: string }[]) => rows.map((row) => `《${row.title}》`).join('、');
  const use = (carry: boolean) => {
    if (!newer.data) return;
    client.setQueryData(dossierKey(id), newer.data.current);
    if (carry) edit.carryOver(newer.data.current);
    else edit.restart(newer.data.current);
    onClose();
  };
  return (
    <Modal
      open={open}
      width={640}
      title={t('stale.title')}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>{t('common.close')}</Button>,
        <Button key="discard" danger disabled={!newer.data} onClick={() => use(false)}>{t('stale.discard')}</Button>,
        <Button key="rebase" type="primary" disabled={!newer.data} onClick={() => use(true)}>{t('stale.rebase')}</Button>,
      ]}
    >
      <ProblemAlert error={newer.error} onRetry={() => void newer.refetch()} />
      {newer.isLoading && <Spin />}
      {newer.data && theirs && outcome && (
        <>
          <p>{t('stale.body', { base: version, current: newer.data.current.head.version })}</p>
          <h4>{t('stale.theirs')}</h4>
          <ul>
            {newer.data.versions.map((entry) => (
              <li key={entry.version}><b>{entry.actor}</b> {formatTime(entry.at)} {entry.message}</li>
            ))}
          </ul>
          <OperationList operations={operationsBetween(base, theirs)} drafts={[base, theirs]} />
          <h4>{t('stale.yours')}</h4>
          <OperationList operations={operations} drafts={[base, draft]} />
          {outcome.collisions.length > 0 && <Alert type="warning" showIcon title={t('stale.collisions', { rows: titles(outcome.collisions) })} />}
          {outcome.dropped.length > 0 && <Alert type="error" showIcon title={t('stale.dropped', { rows: titles(outcome.dropped) })} />}
        </>
      )}
    </Modal>
  );
}
