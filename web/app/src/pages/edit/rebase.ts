import { isNewRow, movePage, pagesOf, rowFields } from './draft';
import type { Draft, DraftRow } from './draft';
import { operationsBetween } from './operations';

export interface Rebased {
  draft: Draft;
  /** Rows of which both sides changed the same field; the user's value stands. */
  collisions: DraftRow[];
  /** Rows the user changed and someone else removed. */
  dropped: DraftRow[];
}

/**
 * Carries a user's changes over to a newer version of the dossier. Fields the user did not touch take the newer value;
 * what both changed keeps the user's value and is reported, because the user must see it before saving again.
 */
export function rebase(base: Draft, mine: Draft, theirs: Draft): Rebased {
  const baseRows = new Map(base.rows.map((row) => [row.id, row]));
  const myRows = new Map(mine.rows.map((row) => [row.id, row]));
  const theirIds = new Set(theirs.rows.map((row) => row.id));
  const collisions: DraftRow[] = [];

  const merged = theirs.rows.map((row) => {
    const old = baseRows.get(row.id);
    const own = myRows.get(row.id);
    if (!old || !own) return row;
    const touched = rowFields.filter((field) => own[field] !== old[field]);
    if (touched.some((field) => row[field] !== old[field] && row[field] !== own[field])) collisions.push(own);
    return { ...row, ...Object.fromEntries(touched.map((field) => [field, own[field]])) };
  });
  const dropped = mine.rows.filter((row) => {
    const old = baseRows.get(row.id);
    return old && !theirIds.has(row.id) && rowFields.some((field) => row[field] !== old[field]);
  });
  const withPages = replayPages(base, mine, { rows: merged, pages: theirs.pages });
  const rows = withPages.rows.filter((row) => !removedByMe(row, baseRows, myRows, withPages));
  return { draft: { ...withPages, rows: [...rows, ...mine.rows.filter((row) => isNewRow(row.id))] }, collisions, dropped };
}

/** A row the user removed stays when someone else has put pages into it meanwhile. */
function removedByMe(row: DraftRow, base: Map<string, DraftRow>, mine: Map<string, DraftRow>, state: Draft): boolean {
  return base.has(row.id) && !mine.has(row.id) && pagesOf(state, row.id).length === 0;
}

function replayPages(base: Draft, mine: Draft, onto: Draft): Draft {
  const rowIds = new Set(['', ...onto.rows.map((row) => row.id)]);
  let state = onto;
  for (const step of operationsBetween(base, mine)) {
    const { pageNo, materialId, seq, rotation } = step;
    if (step.op === 'movePage' && pageNo && materialId !== undefined && seq && rowIds.has(materialId)) {
      state = movePage(state, pageNo, materialId, seq - 1);
    }
    if (step.op === 'rotatePage' && rotation !== undefined) {
      const turn = (pages: Draft['pages'][string]) => pages.map((page) => (page.no === pageNo ? { ...page, rotation } : page));
      state = { ...state, pages: Object.fromEntries(Object.entries(state.pages).map(([id, pages]) => [id, turn(pages)])) };
    }
  }
  return state;
}
