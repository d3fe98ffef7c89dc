import { expect, it } from 'vitest';
import type { LoanState } from '../../api/client';
import { messages } from '../../i18n/messages';
import { loanStates } from '../../i18n/labels.circulation';
import { awaitedRole } from '../../components/matter/ApprovalChain';
import { differing } from '../../components/matter/returnCheck';
import { loanSteps, stages } from './stages';

const all = Object.keys(loanStates) as LoanState[];

it.each(all)('%s: has its place in the bar of steps and says how things stand', (state) => {
  expect(stages[state].step).toBeGreaterThan(0);
  expect(stages[state].step).toBeLessThanOrEqual(loanSteps.length);
  expect(messages[`loanNow.${state}`][0]).not.toBe('');
});

it('never goes back on the usual way, and ends', () => {
  const way: LoanState[] = ['REQUESTED', 'APPROVED', 'CHECKED_OUT', 'RETURNED'];
  expect(way.map((state) => stages[state].step)).toEqual([1, 2, 3, loanSteps.length]);
});

it('names the first role that has not decided', () => {
  const step = (role: string, decided: boolean) => ({ role, decided, approved: decided, by: '', opinion: '' });
  expect(awaitedRole({ steps: [step('archivist', true), step('approver', false)] })).toBe('approver');
  expect(awaitedRole({ steps: [step('approver', true)] })).toBe('');
});

it('holds what was counted against what left, and what was not counted against nothing', () => {
  const expected = { volumes: 1, materials: 14, pages: 51 };
  expect(differing(expected)).toEqual([]);
  expect(differing(expected, { volumes: 1, materials: null })).toEqual([]);
  expect(differing(expected, { volumes: 0, materials: 14, pages: 50 })).toEqual(['volumes', 'pages']);
});
