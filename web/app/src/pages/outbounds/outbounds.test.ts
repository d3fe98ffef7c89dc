import { describe, expect, it } from 'vitest';
import { outboundStates } from '../../i18n/labels.outbound';
import { messages } from '../../i18n/messages';
import { channelsFor, unknownYear } from './channels';
import { outboundSteps, stages } from './stages';

it.each(Object.keys(outboundStates))('%s: has its place in the bar of steps and says how things stand', (state) => {
  expect(stages[state]?.step).toBeGreaterThan(0);
  expect(stages[state]?.step).toBeLessThanOrEqual(outboundSteps.length);
  expect(messages).toHaveProperty([`outboundNow.${state}`]);
});

it('never goes back on the usual way, and ends', () => {
  const way = ['LETTER_RECEIVED', 'REVIEWED', 'PACKED', 'DISPATCHED', 'RECEIPT_RETURNED', 'ARCHIVED'];
  expect(way.map((state) => stages[state])).toEqual([1, 2, 3, 4, 5, outboundSteps.length].map((step) => ({ step })));
});

it('gives a restricted dossier to no open mail', () => {
  const allowed = ['CONFIDENTIAL_MAIL', 'UNIT_COURIER', 'RECORDED_MAIL'].map((code) => ({ code, label: code }));
  expect(channelsFor({ restricted: true }, allowed).map(({ code }) => code)).toEqual(['CONFIDENTIAL_MAIL', 'UNIT_COURIER']);
  expect(channelsFor({ restricted: false }, allowed)).toEqual(allowed);
});

describe('the calendar of a deadline', () => {
  it.each([
    ['2026-12-30', undefined, undefined],
    ['2027-01-08', undefined, 2027],
    ['', undefined, undefined],
    ['2027-01-08', { channel: 'UNIT_COURIER', trackingNo: '', couriers: [], on: '2026-12-20' }, undefined],
  ])('of %s, dispatched %o: %s', (dispatchBy, dispatch, year) => {
    expect(unknownYear({ dispatchBy, ...(dispatch ? { dispatch } : {}) }, [2025, 2026])).toBe(year);
  });
});
