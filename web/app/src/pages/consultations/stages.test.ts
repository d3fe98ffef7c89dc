import { expect, it } from 'vitest';
import { consultationStates, copyStates } from '../../i18n/labels.circulation';
import { messages } from '../../i18n/messages';
import type { MessageKey } from '../../i18n/messages';
import { copySteps, stages as copyStages } from '../copies/stages';
import { consultationSteps, stages } from './stages';

it.each([
  ['consultationNow', consultationStates, stages, consultationSteps],
  ['copyNow', copyStates, copyStages, copySteps],
])('%s: each state has its place in the bar of steps and says how things stand', (now, states, places, steps) => {
  expect(Object.keys(places).sort()).toEqual(Object.keys(states).sort());
  for (const [state, { step }] of Object.entries(places)) {
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThanOrEqual(steps.length);
    expect(messages[`${now}.${state}` as MessageKey][0]).not.toBe('');
  }
});
