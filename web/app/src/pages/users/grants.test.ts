import { expect, it } from 'vitest';
import { grantAt, placeOf } from './GrantsEditor';

it.each([
  { role: 'archivist' },
  { role: 'archivist', division: '2101' },
  { role: 'approver', office: 'SY-TX-01' },
])('a grant keeps its place through the select: %j', (grant) => {
  expect(grantAt(grant.role, placeOf(grant))).toEqual(grant);
});

it('an office wins over a division, as on the server', () => {
  expect(placeOf({ role: 'archivist', office: 'A', division: '2101' })).toBe('office:A');
});
