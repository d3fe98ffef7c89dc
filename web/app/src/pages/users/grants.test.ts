import { expect, it } from 'vitest';
import { grantAt, isComplete, placeOf, withRole } from './grants';

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

it('another role keeps the place only where it may be granted there', () => {
  expect(withRole({ role: 'archivist', division: '210106' }, 'approver')).toEqual({ role: 'approver', division: '210106' });
  expect(withRole({ role: 'archivist', division: '210106' }, 'community_worker')).toEqual({ role: 'community_worker' });
  expect(withRole({ role: 'agency_officer', division: '210106001' }, 'community_worker')).toEqual({ role: 'community_worker', division: '210106001' });
  expect(withRole({ role: 'archivist', office: 'A' }, 'enterprise_handler')).toEqual({ role: 'enterprise_handler' });
});

it.each([
  [{ role: 'archivist' }, true],
  [{ role: 'enterprise_handler' }, false],
  [{ role: 'enterprise_handler', enterprise: 'e' }, true],
  [{ role: 'community_worker' }, false],
  [{ role: 'community_worker', division: '210106001' }, true],
])('%j is complete: %s', (grant, complete) => expect(isComplete(grant)).toBe(complete));
