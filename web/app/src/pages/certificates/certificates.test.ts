import { expect, it } from 'vitest';
import type { CertificateKind } from '../../api/client';
import { certificateStates } from '../../i18n/labels.certificate';
import { messages } from '../../i18n/messages';
import { evidenceFor } from './request/evidence';
import { certificateSteps, stages } from './stages';

it.each(Object.keys(certificateStates))('%s: has its place in the bar of steps and says how things stand', (state) => {
  expect(stages[state]?.step).toBeGreaterThan(0);
  expect(stages[state]?.step).toBeLessThanOrEqual(certificateSteps.length);
  expect(messages).toHaveProperty([`certificateNow.${state}`]);
});

it('never goes back on the usual way, and ends', () => {
  const way = ['REQUESTED', 'IDENTITY_VERIFIED', 'DRAFTED', 'REVIEWED', 'ISSUED', 'COLLECTED'];
  expect(way.map((state) => stages[state])).toEqual([1, 2, 3, 4, 5, certificateSteps.length].map((step) => ({ step })));
});

it('asks each capacity for its own papers, and nobody who is not entitled for any', () => {
  const paper = (code: string) => ({ code, label: code });
  const kinds: CertificateKind[] = [
    { code: 'ESTATE', title: '', days: 90, entitled: [
      { capacity: 'NOTARY', capacityLabel: '', evidence: [paper('ID_CARD'), paper('UNIT_LETTER')] },
      { capacity: 'KIN', capacityLabel: '', evidence: [paper('ID_CARD'), paper('DEATH_CERTIFICATE')] },
    ] },
  ];
  const asked = (kind: string, capacity: string) => evidenceFor(kinds, kind, capacity).map(({ code }) => code);
  expect(asked('ESTATE', 'KIN')).toEqual(['ID_CARD', 'DEATH_CERTIFICATE']);
  expect(asked('ESTATE', 'SELF')).toEqual([]);
  expect(asked('LABOR', 'NOTARY')).toEqual([]);
  expect(evidenceFor(undefined, 'ESTATE', 'KIN')).toEqual([]);
});
