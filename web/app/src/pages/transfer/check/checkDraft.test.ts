import { describe, expect, it } from 'vitest';
import type { Line } from '../../../api/client';
import { allRight, blankDraft, checkOf, differences, emptyStatement, gapMaterials } from './checkDraft';
import type { CheckDraft } from './checkDraft';

const required = ['退休审批', '招工或入伍', '工资'];
const roster = { archivalCode: 'A1', originals: 1, duplicates: 0, materials: 12, pages: 40, electronic: true, remark: '' };
const line = { seq: 3, roster } as Line;

describe('a counter check', () => {
  it('presumes nothing: untouched, it counts and ticks nothing', () => {
    const check = checkOf(blankDraft(), line, required, 'ACCEPT');
    expect([check.sealIntact, check.counted.pages, check.ecopy, check.materials]).toEqual([false, 0, '', []]);
  });

  it('is all as the roster says with one key, but for what was found otherwise', () => {
    const found: CheckDraft = { ...blankDraft(), counted: { ...blankDraft().counted, pages: 39 }, statements: { 工资: { ...emptyStatement, reason: '遗失' } } };
    const draft = allRight(found, line, required, undefined);
    expect(draft.counted).toEqual({ originals: 1, duplicates: 0, materials: 12, pages: 39 });
    expect(draft.materials).toEqual(['退休审批', '招工或入伍']);
    expect(draft.ecopy).toBe('DELIVERED');
    expect(differences(draft, roster)).toEqual(['pages']);
  });

  it('takes the electronic copy for later only where the agreement grants that', () => {
    const paperOnly = { ...line, roster: { ...roster, electronic: false } };
    expect(allRight(blankDraft(), paperOnly, required, undefined).ecopy).toBe('ABSENT');
    const terms = { ecopyLaterBy: '2027-06-30' } as Parameters<typeof allRight>[3];
    expect(allRight(blankDraft(), paperOnly, required, terms).ecopy).toBe('LATER');
  });

  it('asks a statement for each required material that is not there, and sends them only with an acceptance with gaps', () => {
    const draft: CheckDraft = { ...blankDraft(), materials: ['退休审批'], statements: { 毕业证书: { ...emptyStatement, reason: '原件遗失', sealed: true } } };
    expect(gapMaterials(draft, required)).toEqual(['招工或入伍', '工资', '毕业证书']);
    expect(checkOf(draft, line, required, 'ACCEPT_WITH_GAPS').gaps?.map((gap) => [gap.material, gap.sealed])).toEqual([['招工或入伍', false], ['工资', false], ['毕业证书', true]]);
    expect(checkOf(draft, line, required, 'ACCEPT').gaps).toEqual([]);
    expect(checkOf(draft, line, required, 'RETURN', { reason: '封条破损', dueOn: '2026-12-31' })).toMatchObject({ reason: '封条破损', dueOn: '2026-12-31', gaps: [] });
  });
});
