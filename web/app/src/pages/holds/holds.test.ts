import { expect, it } from 'vitest';
import { archiveKinds, holdStates } from '../../i18n/labels.outbound';
import { messages } from '../../i18n/messages';
import { archiveFor, holdSteps, stages } from './stages';

it.each(Object.keys(holdStates))('%s: has its place in the bar of steps and says how things stand', (state) => {
  expect(stages[state]?.step).toBeGreaterThan(0);
  expect(stages[state]?.step).toBeLessThanOrEqual(holdSteps.length);
  expect(messages).toHaveProperty([`holdNow.${state}`]);
});

it('never goes back on the usual way, and ends', () => {
  const way = ['KEPT', 'DUE', 'REQUESTED', 'APPROVED', 'TRANSFERRED'];
  expect(way.map((state) => stages[state])).toEqual([1, 2, 3, 4, holdSteps.length].map((step) => ({ step })));
});

it('sends the dossiers of persons of special merit to a public archive', () => {
  expect([false, true].map((merit) => archiveKinds[archiveFor(merit)]?.[0])).toEqual(['原企业档案部门', '国家综合档案馆']);
});
