import type { MessageKey } from '../../../i18n/messages';
import type { Decision } from './checkDraft';

export interface DecisionRow {
  decision: Decision;
  /** A function key: letters and digits belong to the barcode gun. */
  key: string;
  title: MessageKey;
  /** What must be said beside it. */
  asks: readonly ('reason' | 'dueOn')[];
  /** Reasons that are often the right one. */
  reasons: readonly MessageKey[];
}

export const decisions: readonly DecisionRow[] = [
  { decision: 'ACCEPT', key: 'F6', title: 'check.accept', asks: [], reasons: [] },
  { decision: 'ACCEPT_WITH_GAPS', key: 'F7', title: 'check.acceptWithGaps', asks: [], reasons: [] },
  {
    decision: 'RETURN',
    key: 'F8',
    title: 'check.return',
    asks: ['reason', 'dueOn'],
    reasons: ['check.reason.seal', 'check.reason.count', 'check.reason.catalogue', 'check.reason.materials', 'check.reason.person'],
  },
  { decision: 'MISSING', key: 'F9', title: 'check.missing', asks: ['reason'], reasons: ['check.reason.notBrought', 'check.reason.lost', 'check.reason.elsewhere'] },
];

export const allRightKey = 'F4';

/** What a key does at the counter. */
export function counterAction(key: string): DecisionRow | 'allRight' | undefined {
  return key === allRightKey ? 'allRight' : decisions.find((row) => row.key === key);
}

export const counterKeyHelp: readonly MessageKey[] = ['checkKey.scan', 'checkKey.allRight', 'checkKey.accept', 'checkKey.acceptWithGaps', 'checkKey.return', 'checkKey.missing'];
