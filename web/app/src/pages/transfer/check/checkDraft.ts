import type { AgreementTerms, CounterCheck, GapFields, Line, RosterCount } from '../../../api/client';

/** What is looked at on every dossier. */
export const ticks = ['sealIntact', 'coverMatches', 'hasCatalogue', 'numberingWhole'] as const;
/** What is counted and compared with the roster. */
export const counts = ['originals', 'duplicates', 'materials', 'pages'] as const;
export type Tick = (typeof ticks)[number];
export type Count = (typeof counts)[number];

/** What a clerk has found about the dossier on the counter; nothing is presumed, so that nothing is signed unseen. */
export interface CheckDraft {
  ticks: Record<Tick, boolean>;
  counted: Record<Count, number | null>;
  ecopy: CounterCheck['ecopy'];
  /** Required materials that are there. */
  materials: string[];
  /** Statements by the names of materials; those of required materials that are there do not count. */
  statements: Record<string, Omit<GapFields, 'material'>>;
  /** Why both sides take the roster to be wrong. */
  correction: string;
}

export const emptyStatement: Omit<GapFields, 'material'> = { reason: '', sealed: false, attachmentId: '', dueOn: '' };

export function blankDraft(): CheckDraft {
  return {
    ticks: { sealIntact: false, coverMatches: false, hasCatalogue: false, numberingWhole: false },
    counted: { originals: null, duplicates: null, materials: null, pages: null },
    ecopy: '',
    materials: [],
    statements: {},
    correction: '',
  };
}

/** All is as the roster says: one key for the many dossiers that are in order. What was typed already stays. */
export function allRight(draft: CheckDraft, line: Line, required: readonly string[], terms: AgreementTerms | undefined): CheckDraft {
  const stated = Object.keys(draft.statements);
  const later = terms?.ecopyLaterBy ? 'LATER' : 'ABSENT';
  return {
    ...draft,
    ticks: { sealIntact: true, coverMatches: true, hasCatalogue: true, numberingWhole: true },
    counted: Object.fromEntries(counts.map((name) => [name, draft.counted[name] ?? line.roster[name]])) as CheckDraft['counted'],
    ecopy: draft.ecopy || (line.roster.electronic ? 'DELIVERED' : later),
    materials: required.filter((material) => !stated.includes(material)),
  };
}

/** Counts that were taken and are not what the roster says. */
export function differences(draft: CheckDraft, roster: RosterCount): Count[] {
  return counts.filter((name) => draft.counted[name] !== null && draft.counted[name] !== roster[name]);
}

/** Materials for which a statement is due or was made: required ones that are not there, and others that were named. */
export function gapMaterials(draft: CheckDraft, required: readonly string[]): string[] {
  const missing = required.filter((material) => !draft.materials.includes(material));
  return [...missing, ...Object.keys(draft.statements).filter((material) => !required.includes(material))];
}

export type Decision = CounterCheck['decision'];

export interface Grounds {
  reason?: string;
  dueOn?: string;
}

/** The check as it is sent. Statements travel only with an acceptance that rests on them. */
export function checkOf(draft: CheckDraft, line: Line, required: readonly string[], decision: Decision, grounds: Grounds = {}): CounterCheck {
  const gaps = gapMaterials(draft, required).map((material) => ({ material, ...emptyStatement, ...draft.statements[material] }));
  const { originals, duplicates, materials, pages } = draft.counted;
  const { archivalCode, electronic, remark } = line.roster;
  return {
    ...draft.ticks,
    ecopy: draft.ecopy,
    counted: { archivalCode, electronic, remark, originals: originals ?? 0, duplicates: duplicates ?? 0, materials: materials ?? 0, pages: pages ?? 0 },
    materials: draft.materials,
    correction: draft.correction.trim(),
    decision,
    ...grounds,
    gaps: decision === 'ACCEPT_WITH_GAPS' ? gaps : [],
  };
}
