import type { MatchInput, Person } from '../../api/client';
import { textDifference } from '../../lib/textDifference';

export type ComparedField = 'name' | 'idNumber' | 'bornOn' | 'residence' | 'division';

/**
 * `alike`: nothing visible differs, and nothing was left out; `partly`: what both say agrees, but one says less (a year for
 * a day, hidden digits); `apart`: they contradict; `silent`: one of them says nothing.
 */
export type Agreement = 'alike' | 'partly' | 'apart' | 'silent';

export interface Comparison {
  field: ComparedField;
  theirs: string[]; // pieces, every second one differs
  ours: string[];
  agreement: Agreement;
}

const fields: ComparedField[] = ['name', 'idNumber', 'bornOn', 'residence', 'division'];
const hidden = '*';

/** A department's row beside the person it may mean, field by field. */
export function compare(input: MatchInput, person: Person): Comparison[] {
  return fields
    .map((field) => compareField(field, (input[field] ?? '').trim(), person[field].trim()))
    .filter(({ theirs, ours }) => theirs.join('') !== '' || ours.join('') !== '');
}

function compareField(field: ComparedField, theirs: string, ours: string): Comparison {
  const whole = { field, theirs: [theirs], ours: [ours] };
  if (theirs === '' || ours === '') return { ...whole, agreement: 'silent' };
  if (field === 'bornOn' && theirs !== ours) return { field, ...dateDifference(theirs, ours) };
  if (field === 'division' && theirs !== ours) return { field, theirs: ['', theirs], ours: ['', ours], agreement: ours.startsWith(theirs) ? 'partly' : 'apart' };
  if (field === 'idNumber' && theirs.length === ours.length) return { field, ...digitDifference(theirs, ours) };
  const [left, right] = textDifference(theirs, ours);
  return { field, theirs: left, ours: right, agreement: theirs === ours ? 'alike' : 'apart' };
}

/** Dates differ by year, month or day; what one of them leaves out is no difference. */
function dateDifference(theirs: string, ours: string) {
  const sides = [theirs.split('-'), ours.split('-')] as const;
  const differs = (at: number) => sides.every((parts) => at < parts.length) && sides[0][at] !== sides[1][at];
  const [left, right] = sides.map((parts) => parts.reduce<string[]>(
    (pieces, part, at) => {
      if (at > 0) pieces[pieces.length - 1] += '-';
      if (differs(at)) return [...pieces, part, ''];
      pieces[pieces.length - 1] += part;
      return pieces;
    },
    [''],
  ));
  const agreement: Agreement = [0, 1, 2].some(differs) ? 'apart' : 'partly';
  return { theirs: left ?? [], ours: right ?? [], agreement };
}

/** Numbers of one length differ place by place; nothing can be said of places that are hidden. */
function digitDifference(theirs: string, ours: string) {
  const pieces: [string[], string[]] = [[''], ['']];
  for (let at = 0; at < theirs.length; at += 1) {
    const [a = '', b = ''] = [theirs[at], ours[at]];
    const differs = a !== b && a !== hidden && b !== hidden;
    if ((pieces[0].length % 2 === 0) !== differs) pieces.forEach((side) => side.push(''));
    pieces[0][pieces[0].length - 1] += a;
    pieces[1][pieces[1].length - 1] += b;
  }
  const agreement: Agreement = pieces[0].length > 1 ? 'apart' : (theirs + ours).includes(hidden) ? 'partly' : 'alike';
  return { theirs: pieces[0], ours: pieces[1], agreement };
}
