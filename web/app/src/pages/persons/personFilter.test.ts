import { expect, it } from 'vitest';
import { personsHref } from '../../api/people';
import { filterOf, paramsOf } from './personFilter';

const filter = { text: '单国强', division: '210106', special: 'ADVANCED_AGE', survival: 'ALIVE', unregistered: true, outOfCity: true } as const;

it('a filter survives the address, which does not show the name', () => {
  const address = paramsOf(filter);
  expect(filterOf(address, '单国强')).toEqual(filter);
  expect(address.toString()).not.toContain(encodeURIComponent('单国强'));
  expect(personsHref(filter)).toBe('/api/v1/persons.xlsx?division=210106&special=ADVANCED_AGE&survival=ALIVE&unregistered=true&outOfCity=true');
});

it('nothing chosen asks for nothing', () => {
  expect(filterOf(new URLSearchParams(), '')).toEqual({});
  expect(personsHref({})).toBe('/api/v1/persons.xlsx');
});

it('leaves out what no server would take', () => {
  expect(filterOf(new URLSearchParams('division=abc&special=RICH&survival=MAYBE&unregistered=1'), '')).toEqual({});
});
