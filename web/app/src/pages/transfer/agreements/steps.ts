import type { AgreementMove, AgreementState } from '../../../api/client';
import type { MessageKey } from '../../../i18n/messages';
import type { Permission } from '../../../session/session';

export const agreementSteps: readonly MessageKey[] = ['agreement.step.draft', 'agreement.step.review', 'agreement.step.enterprise', 'agreement.step.archive', 'agreement.step.fulfil'];

/** The step of agreementSteps that is being done. */
export const stepOf: Record<AgreementState, number> = {
  DRAFT: 0, UNDER_REVIEW: 2, SIGNED_BY_ENTERPRISE: 3, SIGNED_BY_ARCHIVE: 4, FULFILLED: 5, TERMINATED: 4, AMENDED: 5,
};

const drafters: Permission[] = ['transfer.declare', 'agreement.manage'];

export type AgreementAction = { title: MessageKey; needs: readonly Permission[]; primary?: boolean } & (
  | { do: 'move'; to: AgreementMove['to']; reason: boolean }
  | { do: 'sign'; side: 'ENTERPRISE' | 'ARCHIVE' }
  | { do: 'amend' }
);

/** What may be done with an agreement in a state, and the permissions over it of which one is needed. */
export const agreementActions: Record<AgreementState, readonly AgreementAction[]> = {
  DRAFT: [{ do: 'move', to: 'UNDER_REVIEW', title: 'agreement.toReview', needs: drafters, reason: false, primary: true }],
  UNDER_REVIEW: [
    { do: 'move', to: 'DRAFT', title: 'agreement.sendBack', needs: ['agreement.manage'], reason: true },
    { do: 'sign', side: 'ENTERPRISE', title: 'agreement.signEnterprise', needs: drafters, primary: true },
  ],
  SIGNED_BY_ENTERPRISE: [
    { do: 'move', to: 'DRAFT', title: 'agreement.sendBack', needs: ['agreement.manage'], reason: true },
    { do: 'sign', side: 'ARCHIVE', title: 'agreement.signArchive', needs: ['agreement.manage'], primary: true },
  ],
  SIGNED_BY_ARCHIVE: [
    { do: 'move', to: 'TERMINATED', title: 'agreement.terminate', needs: ['agreement.manage'], reason: true },
    { do: 'amend', title: 'agreement.amend', needs: drafters },
    { do: 'move', to: 'FULFILLED', title: 'agreement.fulfil', needs: ['agreement.manage'], reason: false },
  ],
  FULFILLED: [],
  TERMINATED: [],
  AMENDED: [],
};
