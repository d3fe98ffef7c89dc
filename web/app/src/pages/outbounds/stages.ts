import type { Stage } from '../../components/matter/MatterPage';
import type { MessageKey } from '../../i18n/messages';

/** The way of a forwarding that goes well. */
export const outboundSteps = [
  'outboundStep.letter', 'outboundStep.review', 'outboundStep.pack', 'outboundStep.dispatch', 'outboundStep.receipt', 'outboundStep.file',
] as const satisfies readonly MessageKey[];

export const stages: Record<string, Stage> = {
  LETTER_RECEIVED: { step: 1 },
  REVIEWED: { step: 2 },
  REFUSED: { step: 1, failed: true },
  LATE_DISPATCH: { step: 2, failed: true },
  PACKED: { step: 3 },
  DISPATCHED: { step: 4 },
  RECEIPT_OVERDUE: { step: 4, failed: true },
  CHASED: { step: 4, failed: true },
  RECEIPT_RETURNED: { step: 5 },
  ARCHIVED: { step: 6 },
  RETURNED_BY_RECEIVER: { step: 2, failed: true },
  LOST_IN_TRANSIT: { step: 4, failed: true },
  WITHDRAWN: { step: 3, failed: true },
};
