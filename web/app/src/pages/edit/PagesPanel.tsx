import { Card, Empty } from 'antd';
import { useState } from 'react';
import type { Dossier } from '../../api/client';
import { useT } from '../../i18n/i18n';
import { isNewRow, pagesOf } from './draft';
import type { Change, Draft } from './draft';
import { PageCard } from './PageCard';
import { ReplaceDialog } from './ReplaceDialog';
import { useReorder } from './useReorder';

interface Props {
  dossier: Dossier;
  draft: Draft;
  rowId: string;
  dirty: boolean;
  onChange: (change: Change) => void;
  onReplaced: (dossier: Dossier) => void;
}

/** The scans of one row, in order; dragged or moved with buttons, turned, moved to another row, or replaced. */
export function PagesPanel({ dossier, draft, rowId, dirty, onChange, onReplaced }: Props) {
  const t = useT();
  const [replacing, setReplacing] = useState<number>();
  const row = draft.rows.find((candidate) => candidate.id === rowId);
  const pages = pagesOf(draft, rowId);
  const reorder = useReorder(pages.length, (from, to) => {
    const page = pages[from];
    if (page) onChange({ type: 'move', pageNo: page.no, to: rowId, at: to });
  });
  const title = row ? t('edit.pagesOf', { title: row.title || t('edit.new') }) : t('dossier.orphans');
  return (
    <Card size="small" className="pages-panel" title={title}>
      {isNewRow(rowId) && <p className="muted">{t('edit.newRowPages')}</p>}
      {pages.length === 0 && <Empty description={t(row ? 'edit.noScans' : 'edit.selectRow')} />}
      {pages.length > 1 && <p className="muted">{t('edit.pagesHint')}</p>}
      <ol className="page-cards" ref={reorder.list}>
        {pages.map((page, at) => {
          const stored = dossier.pages.find((candidate) => candidate.no === page.no);
          return stored && (
            <PageCard
              key={page.no}
              page={page}
              stored={stored}
              revision={dossier.head.version}
              position={at}
              count={pages.length}
              rows={draft.rows.filter((other) => other.id !== rowId && !isNewRow(other.id))}
              dragged={reorder.dragged === at}
              dropMark={reorder.target === at && reorder.dragged !== undefined && reorder.dragged !== at}
              handle={reorder.handle(at)}
              onMove={(to) => onChange({ type: 'move', pageNo: page.no, to: rowId, at: to })}
              onMoveToRow={(to) => onChange({ type: 'move', pageNo: page.no, to, at: pagesOf(draft, to).length })}
              onRotate={() => onChange({ type: 'rotate', pageNo: page.no })}
              onReplace={() => setReplacing(page.no)}
            />
          );
        })}
      </ol>
      <ReplaceDialog
        dossier={dossier}
        pageNo={replacing}
        blocked={dirty}
        onReplaced={(next) => { setReplacing(undefined); onReplaced(next); }}
        onClose={() => setReplacing(undefined)}
      />
    </Card>
  );
}
