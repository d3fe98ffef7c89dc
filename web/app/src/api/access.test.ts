import { describe, expect, it } from 'vitest';
import { auditHref } from './access';

describe('auditHref', () => {
  it('is unbounded without days', () => expect(auditHref('', '')).toBe('/api/v1/audit/export.jsonl'));
  it('takes the last day in whole', () => {
    const query = new URLSearchParams(auditHref('2026-02-27', '2026-02-28').split('?')[1]);
    expect(new Date(query.get('from') ?? '')).toEqual(new Date(2026, 1, 27));
    expect(new Date(query.get('to') ?? '')).toEqual(new Date(2026, 2, 1));
  });
});
