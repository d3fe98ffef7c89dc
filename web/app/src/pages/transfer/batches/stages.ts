import type { Batch, BatchState } from '../../../api/client';
import type { MessageKey } from '../../../i18n/messages';
import type { Permission } from '../../../session/session';

/** The way every batch takes; the province has its say only about enterprises insured there. */
export const batchSteps = ['submit', 'province', 'verify', 'agreement', 'deliver', 'check', 'ecopy', 'close'] as const;
export type BatchStep = (typeof batchSteps)[number];

export interface Stage {
  /** What is to be done now; undefined: nothing more. */
  step?: BatchStep;
  /** Who does it, in words, and the permissions over the batch of which one is needed. */
  doer?: MessageKey;
  needs: Permission[];
  /** The handover cannot go on as it is: dossiers went back, or all was given up. */
  failed?: boolean;
  /** The forms of persons nothing was decided about may be corrected. */
  edits?: boolean;
  /** Others, or the program by itself, change it meanwhile. */
  watched?: boolean;
  mayCancel?: boolean;
  maySendBack?: boolean;
}

const stages: Record<BatchState, Stage> = {
  DRAFT: { step: 'submit', doer: 'doer.enterprise', needs: ['transfer.declare'], edits: true, mayCancel: true },
  SUBMITTED: { step: 'province', doer: 'doer.province', needs: ['transfer.verify'], mayCancel: true, maySendBack: true },
  PROVINCE_CONFIRMED: { step: 'verify', doer: 'doer.agency', needs: ['transfer.verify'], mayCancel: true },
  SSA_VERIFYING: { step: 'verify', doer: 'doer.agency', needs: ['transfer.verify'], edits: true, mayCancel: true },
  LIST_ISSUED: { step: 'agreement', doer: 'doer.archive', needs: ['agreement.manage', 'transfer.receive'], mayCancel: true },
  AGREEMENT_SIGNED: { step: 'deliver', doer: 'doer.enterprise', needs: ['transfer.declare', 'transfer.receive'], mayCancel: true },
  DELIVERED: { step: 'check', doer: 'doer.archive', needs: ['transfer.receive'] },
  CHECKING: { step: 'check', doer: 'doer.archive', needs: ['transfer.receive'], watched: true },
  PARTIALLY_ACCEPTED: { step: 'deliver', doer: 'doer.enterprise', needs: ['transfer.declare', 'transfer.receive'], failed: true, watched: true },
  RETURNED: { step: 'deliver', doer: 'doer.enterprise', needs: ['transfer.declare', 'transfer.receive'], failed: true },
  ACCEPTED: { step: 'ecopy', doer: 'doer.archive', needs: ['transfer.receive'], watched: true },
  E_INGESTED: { step: 'close', doer: 'doer.archive', needs: ['transfer.receive'] },
  CLOSED: { needs: [] },
  CANCELLED: { needs: [], failed: true },
};

type Placed = Pick<Batch, 'state' | 'provinceInsured'>;

export function stageOf({ state, provinceInsured }: Placed): Stage {
  const stage = stages[state];
  return state === 'SUBMITTED' && !provinceInsured ? { ...stage, step: 'verify', doer: 'doer.agency' } : stage;
}

export function stepsOf({ provinceInsured }: Placed): BatchStep[] {
  return batchSteps.filter((step) => step !== 'province' || provinceInsured);
}

/** The place of the present step; the number of steps when all are done. */
export function currentStep(batch: Placed): number {
  const steps = stepsOf(batch);
  const { step } = stageOf(batch);
  if (step) return steps.indexOf(step);
  return batch.state === 'CLOSED' ? steps.length : 0;
}
