/**
 * Cuts a text into alternating plain and matched pieces, starting with plain. Terms are matched as they stand, longest
 * first, without regard to case.
 */
export function markTerms(text: string, terms: readonly string[]): string[] {
  const usable = [...new Set(terms.filter((term) => term.trim() !== ''))].sort((a, b) => b.length - a.length);
  if (usable.length === 0) return [text];
  const pattern = usable.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return text.split(new RegExp(`(${pattern})`, 'iu'));
}
