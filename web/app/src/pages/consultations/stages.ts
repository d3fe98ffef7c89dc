import type { Stage } from '../../components/matter/MatterPage';
import type { MessageKey } from '../../i18n/messages';

/** The way of a consultation that goes well. */
export const consultationSteps = [
  'consultationStep.register', 'consultationStep.verify', 'consultationStep.approve', 'consultationStep.read', 'consultationStep.return', 'consultationStep.close',
] as const satisfies readonly MessageKey[];

export const stages = {
  REGISTERED: { step: 1 },
  LETTER_VERIFIED: { step: 2 },
  APPROVED: { step: 3 },
  REFUSED: { step: 2, failed: true },
  OPENED: { step: 3 },
  EXPIRED: { step: 3, failed: true },
  TERMINATED: { step: 3, failed: true },
  RETURNED_CHECKED: { step: 5 },
  CLOSED: { step: 6 },
} as const satisfies Record<string, Stage>;

export type ConsultationState = keyof typeof stages;

export const stageOf = ({ state }: { state: string }): Stage => stages[state as ConsultationState];
