import type { Dossier, Material, MaterialFields, Page } from '../../api/client';

/** A catalogue row being edited. Dates are kept as typed until they can be read. */
export interface DraftRow extends MaterialFields {
  /** The row's id, or `new:n` for one that is not saved yet. */
  id: string;
}

export interface DraftPage {
  no: number;
  rotation: Page['rotation'];
}

/** Catalogue and pages as the user wants them. Pages are listed by row, in order; '' holds scans without a row. */
export interface Draft {
  rows: DraftRow[];
  pages: Record<string, DraftPage[]>;
}

export const rowFields = ['volumeNo', 'class', 'itemNo', 'title', 'formedOn', 'pageCount', 'copyCount', 'remark'] as const;

export function isNewRow(id: string): boolean {
  return id.startsWith('new:');
}

export function fieldsOf(row: Material | DraftRow): MaterialFields {
  const { volumeNo, class: code, itemNo, title, formedOn, pageCount, copyCount, remark } = row;
  return { volumeNo, class: code, itemNo, title, formedOn, pageCount, copyCount, remark };
}

export function draftOf(dossier: Pick<Dossier, 'materials' | 'pages'>): Draft {
  const pages: Draft['pages'] = { '': [] };
  for (const row of dossier.materials) pages[row.id] = [];
  for (const page of dossier.pages) (pages[page.materialId] ??= []).push({ no: page.no, rotation: page.rotation });
  return { rows: dossier.materials.map((row) => ({ id: row.id, ...fieldsOf(row) })), pages };
}

export function pagesOf(draft: Draft, rowId: string): DraftPage[] {
  return draft.pages[rowId] ?? [];
}

export type Change =
  | { type: 'set'; id: string; fields: Partial<MaterialFields> }
  | { type: 'add'; class: string; volumeNo: number }
  | { type: 'remove'; id: string }
  | { type: 'move'; pageNo: number; to: string; at: number }
  | { type: 'rotate'; pageNo: number }
  | { type: 'replace'; draft: Draft };

export function change(draft: Draft, action: Change): Draft {
  switch (action.type) {
    case 'set':
      return { ...draft, rows: draft.rows.map((row) => (row.id === action.id ? { ...row, ...action.fields } : row)) };
    case 'add':
      return addRow(draft, action.class, action.volumeNo);
    case 'remove':
      return pagesOf(draft, action.id).length > 0 ? draft : { ...draft, rows: draft.rows.filter((row) => row.id !== action.id) };
    case 'move':
      return movePage(draft, action.pageNo, action.to, action.at);
    case 'rotate':
      return mapPages(draft, (page) =>
        page.no === action.pageNo ? { ...page, rotation: ((page.rotation + 90) % 360) as Page['rotation'] } : page);
    case 'replace':
      return action.draft;
  }
}

function mapPages(draft: Draft, map: (page: DraftPage) => DraftPage): Draft {
  return { ...draft, pages: Object.fromEntries(Object.entries(draft.pages).map(([id, pages]) => [id, pages.map(map)])) };
}

/** A new row stands behind the last one of its class, with the next number. */
function addRow(draft: Draft, code: string, volumeNo: number): Draft {
  const siblings = draft.rows.filter((row) => row.class === code);
  const itemNo = siblings.reduce((highest, row) => Math.max(highest, row.itemNo), 0) + 1;
  const serial = draft.rows.filter((row) => isNewRow(row.id)).reduce((highest, row) => Math.max(highest, Number(row.id.slice(4))), 0) + 1;
  const row: DraftRow = { id: `new:${serial}`, volumeNo, class: code, itemNo, title: '', formedOn: '', pageCount: 1, copyCount: 1, remark: '' };
  const last = siblings[siblings.length - 1];
  const at = last ? draft.rows.indexOf(last) + 1 : draft.rows.length;
  return { ...draft, rows: [...draft.rows.slice(0, at), row, ...draft.rows.slice(at)] };
}

/** `at` is the 0-based place in the target, counted without the page itself. */
export function movePage(draft: Draft, pageNo: number, to: string, at: number): Draft {
  const page = Object.values(draft.pages).flat().find((candidate) => candidate.no === pageNo);
  if (!page || isNewRow(to)) return draft;
  const pages = Object.fromEntries(Object.entries(draft.pages).map(([id, list]) => [id, list.filter((other) => other.no !== pageNo)]));
  const target = pages[to] ?? [];
  pages[to] = [...target.slice(0, at), page, ...target.slice(at)];
  return { ...draft, pages };
}
