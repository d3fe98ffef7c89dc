import type { EditOperation } from '../../api/client';
import { useT } from '../../i18n/i18n';
import type { Translate } from '../../i18n/i18n';
import type { Draft, DraftRow } from './draft';

function describe(step: EditOperation, rows: Map<string, DraftRow>, t: Translate): string {
  const row = step.material ?? rows.get(step.materialId ?? '');
  const title = row?.title || t('dossier.orphans');
  const number = row ? `${row.class}-${row.itemNo}` : '';
  return t(`op.${step.op}`, { number, title, no: step.pageNo ?? 0, seq: step.seq ?? 0, rotation: step.rotation ?? 0 });
}

/** Changes in words. `drafts` are the states the rows named in them come from. */
export function OperationList({ operations, drafts }: { operations: EditOperation[]; drafts: Draft[] }) {
  const t = useT();
  const rows = new Map(drafts.flatMap((draft) => draft.rows).map((row) => [row.id, row]));
  if (operations.length === 0) return <p className="muted">{t('common.none')}</p>;
  return (
    <ul className="operation-list">
      {operations.map((step, at) => <li key={at}>{describe(step, rows, t)}</li>)}
    </ul>
  );
}
