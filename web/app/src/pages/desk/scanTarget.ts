/** What a code stands for, by its shape alone. */
export type ScanTarget =
  | { kind: 'matter'; no: string }
  | { kind: 'batch'; no: string; line: string } // line: the code of one dossier of the batch; empty: the batch itself
  | { kind: 'paper'; no: string }
  | { kind: 'dossier'; id: string }
  | { kind: 'search'; text: string };

/** Papers by the beginnings of their numbers (internal/domain/paper.go); matters and batches are records of their own. */
const number = /^(JY|CY|FZ|SL|ZD|LC|YJ|XY|JS|HZ|MC|TH)-\d{2,12}-\d{4}-\d{4,}(-\d+)?$/;

/** What labels bear whose archival code a gun cannot type (internal/domain/label.go). */
const identifier = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/;

const matters = new Set(['JY', 'CY', 'FZ', 'SL', 'ZD', 'LC']);

/** Codes come tidied by ScanBox, in either case. */
export function scanTarget(code: string): ScanTarget {
  const no = code.toUpperCase();
  const match = number.exec(no);
  const place = match?.[2];
  if (match?.[1] === 'YJ') return { kind: 'batch', no: place ? no.slice(0, -place.length) : no, line: place ? no : '' };
  if (identifier.test(no)) return { kind: 'dossier', id: no.toLowerCase() };
  if (!match || place) return { kind: 'search', text: code };
  return matters.has(match[1] ?? '') ? { kind: 'matter', no } : { kind: 'paper', no };
}
