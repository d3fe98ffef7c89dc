import type { EditOperation } from '../../api/client';
import { parsePartialDate } from '../../lib/partialDate';
import { fieldsOf, movePage, pagesOf, rowFields } from './draft';
import type { Draft, DraftRow } from './draft';

/**
 * The operations that turn one state of a dossier into another, in an order the server can apply one by one: rows are
 * emptied before they are removed. Pages that keep their relative order stay where they are, so that moving one page of
 * a hundred is one operation.
 */
export function operationsBetween(base: Draft, draft: Draft): EditOperation[] {
  return [...rowChanges(base, draft), ...pageMoves(base, draft), ...rotations(base, draft), ...removals(base, draft)];
}

function sameFields(a: DraftRow, b: DraftRow): boolean {
  return rowFields.every((field) => a[field] === b[field]);
}

function rowChanges(base: Draft, draft: Draft): EditOperation[] {
  const before = new Map(base.rows.map((row) => [row.id, row]));
  return draft.rows.flatMap((row): EditOperation[] => {
    const old = before.get(row.id);
    const material = { ...fieldsOf(row), title: row.title.trim(), formedOn: parsePartialDate(row.formedOn) ?? row.formedOn };
    if (!old) return [{ op: 'addMaterial', material }];
    return sameFields(old, row) ? [] : [{ op: 'setMaterial', materialId: row.id, material }];
  });
}

function removals(base: Draft, draft: Draft): EditOperation[] {
  const kept = new Set(draft.rows.map((row) => row.id));
  return base.rows.filter((row) => !kept.has(row.id)).map((row) => ({ op: 'removeMaterial', materialId: row.id }));
}

function rotations(base: Draft, draft: Draft): EditOperation[] {
  const before = new Map(Object.values(base.pages).flat().map((page) => [page.no, page.rotation]));
  return Object.values(draft.pages).flat()
    .filter((page) => before.get(page.no) !== page.rotation)
    .map((page) => ({ op: 'rotatePage', pageNo: page.no, rotation: page.rotation }));
}

function pageMoves(base: Draft, draft: Draft): EditOperation[] {
  const moves: EditOperation[] = [];
  let state = base;
  for (const [materialId, wanted] of Object.entries(draft.pages)) {
    const order = new Map(pagesOf(base, materialId).map((page, at) => [page.no, at]));
    const staying = longestRise(wanted.filter((page) => order.has(page.no)).map((page) => page.no), order);
    wanted.forEach((page, at) => {
      if (staying.has(page.no)) return;
      // Directly behind the page that shall stand before it, which is in its final place already.
      const ahead = pagesOf(state, materialId).filter((other) => other.no !== page.no);
      const predecessor = at === 0 ? -1 : ahead.findIndex((other) => other.no === wanted[at - 1]?.no);
      moves.push({ op: 'movePage', pageNo: page.no, materialId, seq: predecessor + 2 });
      state = movePage(state, page.no, materialId, predecessor + 1);
    });
  }
  return moves;
}

/** The largest set of pages that stand in the same order before and after. */
function longestRise(wanted: number[], order: Map<number, number>): Set<number> {
  const place = (no: number | undefined) => order.get(no ?? -1) ?? -1;
  const tails: number[] = [];
  const previous = new Map<number, number | undefined>();
  for (const no of wanted) {
    let length = tails.findIndex((tail) => place(tail) > place(no));
    if (length < 0) length = tails.length;
    previous.set(no, tails[length - 1]);
    tails[length] = no;
  }
  const staying = new Set<number>();
  for (let no: number | undefined = tails[tails.length - 1]; no !== undefined; no = previous.get(no)) staying.add(no);
  return staying;
}

export interface RowFault {
  title?: boolean;
  formedOn?: boolean;
}

/** What can be seen to be wrong without the server, by row. */
export function faultsOf(draft: Draft): Map<string, RowFault> {
  const faults = new Map<string, RowFault>();
  for (const row of draft.rows) {
    const fault: RowFault = {};
    if (row.title.trim() === '') fault.title = true;
    if (parsePartialDate(row.formedOn) === null) fault.formedOn = true;
    if (Object.keys(fault).length > 0) faults.set(row.id, fault);
  }
  return faults;
}

