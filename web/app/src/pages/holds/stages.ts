import type { Stage } from '../../components/matter/MatterPage';
import type { MessageKey } from '../../i18n/messages';

/** The way of a dossier from the death of its person to an archive. */
export const holdSteps = ['holdStep.begin', 'holdStep.keep', 'holdStep.request', 'holdStep.approve', 'holdStep.transfer'] as const satisfies readonly MessageKey[];

export const stages: Record<string, Stage> = {
  KEPT: { step: 1 },
  DUE: { step: 2 },
  REQUESTED: { step: 3 },
  APPROVED: { step: 4 },
  TRANSFERRED: { step: 5 },
  WITHDRAWN: { step: 1, failed: true },
};

/** The archive that takes a dossier over. */
export const archiveFor = (specialMerit: boolean) => (specialMerit ? 'PUBLIC_ARCHIVE' : 'ENTERPRISE_ARCHIVE');
