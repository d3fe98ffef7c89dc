import { describe, expect, it } from 'vitest';
import { countFilters, readCriteria, writeCriteria } from './searchState';

describe('search criteria in the address', () => {
  it('come back as they went in', () => {
    const criteria = {
      filters: { division: ['210106'], class: ['4-1', '9-1'], employer: ['沈阳第一机床厂 & 分厂'], yearFrom: 1998, yearTo: 2005 },
      sort: 'retired_year' as const,
      ascending: true,
    };
    expect(readCriteria(new URLSearchParams(writeCriteria(criteria).toString()))).toEqual(criteria);
  });

  it('leave a plain search with a plain address', () => {
    expect(writeCriteria({ filters: {}, sort: 'relevance', ascending: false }).toString()).toBe('');
  });

  it('ignore what someone else wrote into the address', () => {
    expect(readCriteria(new URLSearchParams('sort=drop&from=12&to=x&asc=yes'))).toEqual({ filters: {}, sort: 'relevance', ascending: false });
  });

  it('never hold the text or a cursor', () => {
    const address = writeCriteria({ filters: {}, sort: 'name', ascending: false }).toString();
    expect(address).toBe('sort=name');
  });

  it('count a range of years once', () => {
    expect(countFilters({ office: ['A', 'B'], yearFrom: 1990, yearTo: 2000 })).toBe(3);
  });
});
