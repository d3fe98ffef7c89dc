import type { Loan, LoanState } from '../../api/client';
import type { MessageKey } from '../../i18n/messages';

/** The way of a loan that goes well. */
export const loanSteps = ['loanStep.request', 'loanStep.approve', 'loanStep.fetch', 'loanStep.return'] as const satisfies readonly MessageKey[];

interface Stage {
  /** The place in loanSteps that is being done; their number when all are. */
  step: number;
  /** It cannot go on, or not as it should. */
  failed?: boolean;
}

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

/** What the server lets a user do with a loan: `main` fills the panel, the others are buttons beside it. */
export const loanWorks = ['approve', 'checkOut', 'return', 'renew', 'lose'] as const;
export type LoanWork = (typeof loanWorks)[number];
const mainWorks: readonly LoanWork[] = ['approve', 'checkOut', 'return'];

export function worksOf({ allowed }: Pick<Loan, 'allowed'>): { main: LoanWork | undefined; others: LoanWork[] } {
  const known = loanWorks.filter((work) => allowed.includes(work));
  const main = known.find((work) => mainWorks.includes(work));
  return { main, others: known.filter((work) => work !== main) };
}

/** The role whose decision is awaited; empty: none. */
export function awaitedRole({ steps }: Pick<Loan, 'steps'>): string {
  return steps.find((step) => !step.decided)?.role ?? '';
}
