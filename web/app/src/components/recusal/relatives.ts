import type { DeclaredRelative } from '../../api/client';

/** A declared relative in one line: name, relation, masked number. */
export function relativeLine({ name, relation, idNumber }: DeclaredRelative): string {
  return `${name}（${relation}） ${idNumber}`;
}
