import type { Stage } from '../../components/matter/MatterPage';
import type { MessageKey } from '../../i18n/messages';

/** The way of a certificate that goes well. */
export const certificateSteps = [
  'certificateStep.request', 'certificateStep.verify', 'certificateStep.draft', 'certificateStep.review', 'certificateStep.issue', 'certificateStep.collect',
] as const satisfies readonly MessageKey[];

export const stages: Record<string, Stage> = {
  REQUESTED: { step: 1 },
  IDENTITY_VERIFIED: { step: 2 },
  DRAFTED: { step: 3 },
  REVIEWED: { step: 4 },
  ISSUED: { step: 5 },
  COLLECTED: { step: 6 },
  REFUSED: { step: 1, failed: true },
  VOIDED: { step: 5, failed: true },
};
