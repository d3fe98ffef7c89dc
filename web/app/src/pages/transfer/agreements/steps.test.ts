import { expect, it } from 'vitest';
import type { AgreementState } from '../../../api/client';
import { agreementStates } from '../../../i18n/labels.transfer';
import { agreementActions, agreementSteps, stepOf } from './steps';
import { articles, plannedVolumes, usualTerms } from './terms';

const states = Object.keys(agreementStates) as AgreementState[];

it.each(states)('%s has its place in the bar of steps and its actions', (state) => {
  expect(stepOf[state]).toBeLessThanOrEqual(agreementSteps.length);
  for (const action of agreementActions[state]) expect(action.needs.length).toBeGreaterThan(0);
});

it('lets only the archive side sign for the archive and end an agreement', () => {
  const handlers = states.flatMap((state) => agreementActions[state]).filter((action) => action.needs.includes('transfer.declare'));
  expect(handlers.map((action) => action.title)).toEqual(['agreement.toReview', 'agreement.signEnterprise', 'agreement.amend']);
});

it('starts a draft with every article but the numbers', () => {
  for (const { name, max } of articles) {
    expect(usualTerms[name].length).toBeGreaterThan(10);
    expect(usualTerms[name].length).toBeLessThanOrEqual(max);
  }
  expect(plannedVolumes({ plan: [{ on: '2026-12', persons: 2, volumes: 3 }, { on: '2027-01', persons: 1, volumes: 4 }] })).toBe(7);
});
