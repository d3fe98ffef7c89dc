import { expect, it } from 'vitest';
import { batchStates } from '../../../i18n/labels.transfer';
import type { BatchState } from '../../../api/client';
import { currentStep, stageOf, stepsOf } from './stages';

const all = Object.keys(batchStates) as BatchState[];

it.each(all)('%s: what is to be done stands in the bar of steps, and someone does it', (state) => {
  for (const provinceInsured of [true, false]) {
    const stage = stageOf({ state, provinceInsured });
    if (!stage.step) continue;
    expect(stepsOf({ state, provinceInsured })).toContain(stage.step);
    expect(stage.doer).toBeDefined();
    expect(stage.needs.length).toBeGreaterThan(0);
  }
});

it('never goes back on the usual way', () => {
  const way: BatchState[] = ['DRAFT', 'SUBMITTED', 'PROVINCE_CONFIRMED', 'SSA_VERIFYING', 'LIST_ISSUED', 'AGREEMENT_SIGNED', 'DELIVERED', 'CHECKING', 'ACCEPTED', 'E_INGESTED', 'CLOSED'];
  const places = way.map((state) => currentStep({ state, provinceInsured: true }));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places.at(-1)).toBe(stepsOf({ state: 'CLOSED', provinceInsured: true }).length);
});

it('asks the province only about enterprises insured there', () => {
  expect(stageOf({ state: 'SUBMITTED', provinceInsured: true }).step).toBe('province');
  expect(stageOf({ state: 'SUBMITTED', provinceInsured: false }).step).toBe('verify');
  expect(stepsOf({ state: 'SUBMITTED', provinceInsured: false })).not.toContain('province');
});

it('lets nobody cancel what was delivered', () => {
  const cancellable = all.filter((state) => stageOf({ state, provinceInsured: false }).mayCancel);
  expect(cancellable).toEqual(['DRAFT', 'SUBMITTED', 'PROVINCE_CONFIRMED', 'SSA_VERIFYING', 'LIST_ISSUED', 'AGREEMENT_SIGNED']);
});
