import { App, Button, Space, Spin, Tag } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { Dossier } from '../../api/client';
import { useDossier } from '../../api/dossiers';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useT } from '../../i18n/i18n';
import { useTrail } from '../../layout/Breadcrumbs';
import { PagesPanel } from './PagesPanel';
import { RowsTable } from './RowsTable';
import { SaveDialog } from './SaveDialog';
import { StaleDialog } from './StaleDialog';
import { useDraft } from './useDraft';
import { useLeaveGuard } from './useLeaveGuard';

export function Component() {
  const { dossierId = '' } = useParams();
  const dossier = useDossier(dossierId);
  if (dossier.error) return <ProblemAlert error={dossier.error} onRetry={() => void dossier.refetch()} />;
  if (!dossier.data) return <Spin className="page-spin" delay={200} />;
  return <Editor key={dossierId} initial={dossier.data} />;
}

function Editor({ initial }: { initial: Dossier }) {
  const t = useT();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const { message, modal } = App.useApp();
  const edit = useDraft(initial);
  const { dossier, draft, operations, faults, apply } = edit;
  const opened = initial.pages.find((page) => page.no === Number(params.get('page')));
  const [selected, setSelected] = useState(opened?.materialId ?? initial.materials[0]?.id ?? '');
  const [saving, setSaving] = useState(false);
  const [stale, setStale] = useState(false);
  const leaving = useLeaveGuard(operations.length > 0);
  const readingPath = `/dossiers/${dossier.head.id}`;

  useTrail({ title: dossier.head.name, to: readingPath }, { title: t('common.edit') });
  const discard = () =>
    modal.confirm({ title: t('edit.discardTitle'), okText: t('edit.discard'), okType: 'danger', onOk: () => edit.restart(dossier) });
  const saved = (next: Dossier) => {
    edit.restart(next);
    setSaving(false);
    void message.success(t('common.saved'));
  };
  return (
    <div className="edit-page">
      <header className="dossier-header">
        <Space wrap>
          <h1>{dossier.head.name}</h1>
          <Tag>{t('dossier.version', { version: dossier.head.version })}</Tag>
          <span className="muted">{t('edit.title')}</span>
        </Space>
        <Space wrap>
          {faults.size > 0 && <span role="status" className="warning-text">{t('edit.invalid', { count: faults.size })}</span>}
          <Button onClick={() => void navigate(readingPath)}>{t('edit.done')}</Button>
          <Button disabled={operations.length === 0} onClick={discard}>{t('edit.discard')}</Button>
          <Button type="primary" disabled={operations.length === 0 || faults.size > 0} onClick={() => setSaving(true)}>
            {operations.length === 0 ? t('edit.noChanges') : t('edit.save', { count: operations.length })}
          </Button>
        </Space>
      </header>
      <div className="edit-body">
        <RowsTable dossier={dossier} base={edit.base} draft={draft} faults={faults} selected={selected} onSelect={setSelected} onChange={apply} />
        <PagesPanel dossier={dossier} draft={draft} rowId={selected} dirty={operations.length > 0} onChange={apply} onReplaced={edit.restart} />
      </div>
      <SaveDialog
        open={saving}
        dossier={dossier}
        draft={draft}
        operations={operations}
        onSaved={saved}
        onStale={() => { setSaving(false); setStale(true); }}
        onClose={() => setSaving(false)}
      />
      <StaleDialog open={stale} edit={edit} onClose={() => setStale(false)} />
      {leaving}
    </div>
  );
}
