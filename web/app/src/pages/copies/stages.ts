import type { Stage } from '../../components/matter/MatterPage';
import type { MessageKey } from '../../i18n/messages';

/** The way of an order of copies that goes well. */
export const copySteps = ['copyStep.request', 'copyStep.approve', 'copyStep.issue'] as const satisfies readonly MessageKey[];

export const stages = {
  REQUESTED: { step: 1 },
  APPROVED: { step: 2 },
  REFUSED: { step: 1, failed: true },
  ISSUED: { step: 3 },
  VOIDED: { step: 2, failed: true },
} as const satisfies Record<string, Stage>;

export type CopyState = keyof typeof stages;

export const stageOf = ({ state }: { state: string }): Stage => stages[state as CopyState];
