import { describe, expect, it } from 'vitest';
import type { EditOperation, Material, Page } from '../../api/client';
import { change, draftOf, movePage, pagesOf } from './draft';
import type { Draft } from './draft';
import { faultsOf, operationsBetween } from './operations';
import { rebase } from './rebase';

function material(id: string, more: Partial<Material> = {}): Material {
  return { id, volumeNo: 1, class: '1', itemNo: 1, number: '1-1', title: id, formedOn: '1978', pageCount: 1, copyCount: 1, remark: '', ...more };
}

function dossier(rows: Record<string, number[]>): Draft {
  const materials = Object.keys(rows).filter((id) => id !== '').map((id, at) => material(id, { itemNo: at + 1 }));
  const pages = Object.entries(rows).flatMap(([materialId, numbers]) =>
    numbers.map((no) => ({ no, materialId, rotation: 0 }) as Page));
  return draftOf({ materials, pages });
}

/** What the contract says the server does, so that the operations are judged by their effect. */
function applyOnServer(base: Draft, operations: EditOperation[]): Draft {
  let state = base;
  for (const { op, pageNo, materialId = '', seq, rotation } of operations) {
    if (op === 'movePage' && pageNo && seq) {
      const room = pagesOf(state, materialId).filter((page) => page.no !== pageNo).length;
      if (seq > room + 1) throw new Error(`place ${seq} of page ${pageNo} lies behind the end`);
      state = movePage(state, pageNo, materialId, seq - 1);
    }
    if (op === 'rotatePage') {
      while (Object.values(state.pages).flat().find((page) => page.no === pageNo)?.rotation !== rotation) {
        state = change(state, { type: 'rotate', pageNo: pageNo ?? 0 });
      }
    }
    if (op === 'removeMaterial') {
      if (pagesOf(state, materialId).length > 0) throw new Error(`row ${materialId} still has pages`);
      state = change(state, { type: 'remove', id: materialId });
    }
  }
  return state;
}

const order = (draft: Draft) => Object.fromEntries(Object.entries(draft.pages).map(([id, pages]) => [id, pages.map((page) => page.no)]));

describe('operationsBetween', () => {
  it('finds nothing where nothing changed', () => {
    expect(operationsBetween(dossier({ a: [1, 2] }), dossier({ a: [1, 2] }))).toEqual([]);
  });

  it('moves one page of many with one operation', () => {
    const base = dossier({ a: [1, 2, 3, 4, 5] });
    const draft = change(base, { type: 'move', pageNo: 1, to: 'a', at: 4 });
    expect(operationsBetween(base, draft)).toEqual([{ op: 'movePage', pageNo: 1, materialId: 'a', seq: 5 }]);
  });

  it('reproduces any arrangement of pages over rows', () => {
    let seed = 7;
    const random = (below: number) => { seed = (seed * 48271) % 2147483647; return seed % below; };
    const base = dossier({ '': [9, 10], a: [1, 2, 3, 4], b: [5, 6], c: [7, 8] });
    for (let round = 0; round < 300; round += 1) {
      let draft = base;
      for (let step = 0; step < 6; step += 1) {
        const to = ['', 'a', 'b', 'c'][random(4)] ?? '';
        draft = change(draft, { type: 'move', pageNo: random(10) + 1, to, at: random(pagesOf(draft, to).length + 1) });
      }
      expect(order(applyOnServer(base, operationsBetween(base, draft)))).toEqual(order(draft));
    }
  });

  it('empties a row before it removes it', () => {
    const base = dossier({ a: [1], b: [2] });
    const emptied = change(base, { type: 'move', pageNo: 2, to: 'a', at: 1 });
    const draft = change(emptied, { type: 'remove', id: 'b' });
    expect(operationsBetween(base, draft).map((step) => step.op)).toEqual(['movePage', 'removeMaterial']);
    expect(applyOnServer(base, operationsBetween(base, draft))).toEqual(expect.objectContaining({ rows: draft.rows }));
  });

  it('sends whole rows, with dates in their usual form', () => {
    const base = dossier({ a: [1] });
    const draft = change(base, { type: 'set', id: 'a', fields: { title: ' 履历表 ', formedOn: '1978年3月' } });
    expect(operationsBetween(base, draft)).toEqual([
      { op: 'setMaterial', materialId: 'a', material: { volumeNo: 1, class: '1', itemNo: 1, title: '履历表', formedOn: '1978-03', pageCount: 1, copyCount: 1, remark: '' } },
    ]);
  });

  it('turns four quarter turns into nothing', () => {
    const base = dossier({ a: [1] });
    let draft = base;
    for (let turn = 0; turn < 4; turn += 1) draft = change(draft, { type: 'rotate', pageNo: 1 });
    expect(operationsBetween(base, draft)).toEqual([]);
  });
});

describe('change', () => {
  it('does not remove a row that still has pages', () => {
    const base = dossier({ a: [1] });
    expect(change(base, { type: 'remove', id: 'a' })).toBe(base);
  });

  it('numbers a new row behind the others of its class', () => {
    const draft = change(dossier({ a: [1], b: [2] }), { type: 'add', class: '1', volumeNo: 1 });
    expect(draft.rows.map((row) => [row.id, row.itemNo])).toEqual([['a', 1], ['b', 2], ['new:1', 3]]);
  });

  it('puts no page into a row the server does not know yet', () => {
    const draft = change(dossier({ a: [1] }), { type: 'add', class: '1', volumeNo: 1 });
    expect(change(draft, { type: 'move', pageNo: 1, to: 'new:1', at: 0 })).toBe(draft);
  });
});

describe('faultsOf', () => {
  it('names empty titles and impossible dates', () => {
    const draft = change(dossier({ a: [], b: [] }), { type: 'set', id: 'b', fields: { title: ' ', formedOn: '1978-02-30' } });
    expect([...faultsOf(draft)]).toEqual([['b', { title: true, formedOn: true }]]);
  });
});

describe('rebase', () => {
  const base = dossier({ a: [1, 2], b: [3] });

  it('keeps both sides where they changed different things', () => {
    const mine = change(base, { type: 'set', id: 'a', fields: { title: '我的题名' } });
    const theirs = change(base, { type: 'set', id: 'a', fields: { remark: '他们的备注' } });
    const result = rebase(base, mine, theirs);
    expect(result.draft.rows[0]).toMatchObject({ title: '我的题名', remark: '他们的备注' });
    expect(result.collisions).toEqual([]);
  });

  it('reports a field both changed and lets the user keep the last word', () => {
    const mine = change(base, { type: 'set', id: 'a', fields: { title: '我的' } });
    const theirs = change(base, { type: 'set', id: 'a', fields: { title: '他们的' } });
    const result = rebase(base, mine, theirs);
    expect(result.draft.rows[0]?.title).toBe('我的');
    expect(result.collisions.map((row) => row.id)).toEqual(['a']);
  });

  it('reports changes to a row that is gone', () => {
    const mine = change(base, { type: 'set', id: 'b', fields: { title: '改' } });
    const theirs = change(change(base, { type: 'move', pageNo: 3, to: 'a', at: 2 }), { type: 'remove', id: 'b' });
    const result = rebase(base, mine, theirs);
    expect(result.dropped.map((row) => row.id)).toEqual(['b']);
    expect(result.draft.rows.map((row) => row.id)).toEqual(['a']);
  });

  it('replays moves, rotations and new rows, and takes over the rows of others', () => {
    const moved = change(base, { type: 'move', pageNo: 2, to: 'b', at: 1 });
    const mine = change(change(moved, { type: 'rotate', pageNo: 1 }), { type: 'add', class: '1', volumeNo: 1 });
    const theirs = dossier({ a: [1, 2], b: [3], c: [4] });
    const { draft } = rebase(base, mine, theirs);
    expect(order(draft)).toMatchObject({ a: [1], b: [3, 2], c: [4] });
    expect(pagesOf(draft, 'a')[0]?.rotation).toBe(90);
    expect(draft.rows.map((row) => row.id)).toEqual(['a', 'b', 'c', 'new:1']);
  });
});
