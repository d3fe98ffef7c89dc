import type { LoanState } from '../../api/client';
import type { Stage } from '../../components/matter/MatterPage';
import type { MessageKey } from '../../i18n/messages';

/** The way of a loan that goes well. */
export const loanSteps = ['loanStep.request', 'loanStep.approve', 'loanStep.fetch', 'loanStep.return'] as const satisfies readonly MessageKey[];

export const stages: Record<LoanState, Stage> = {
  REQUESTED: { step: 1 },
  APPROVED: { step: 2 },
  REJECTED: { step: 1, failed: true },
  EXPIRED: { step: 2, failed: true },
  CHECKED_OUT: { step: 3 },
  OVERDUE: { step: 3, failed: true },
  ESCALATED: { step: 3, failed: true },
  RETURNED: { step: 4 },
  RETURNED_WITH_DEFECT: { step: 4 },
  LOST: { step: 3, failed: true },
};
