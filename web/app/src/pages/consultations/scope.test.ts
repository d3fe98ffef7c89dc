import { expect, it } from 'vitest';
import { admits, exclude, include, isEmpty, narrowed, nothing, rowsOf } from './scope';
import type { CatalogueClass } from '../dossier/catalogue';

const row = (id: string, code: string) => ({ id, class: code });
const rows = [row('a', '1'), row('b', '9-1'), row('c', '9-2'), row('d', '9-2'), row('e', '10')];
const any = () => true;

it('a class admits its subclasses and no class that merely begins like it', () => {
  const scope = { classes: ['1', '9'], materialIds: [] };
  expect(rows.filter((r) => admits(scope, r)).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
});

it('a class takes the place of its parts', () => {
  const scope = include(include({ classes: ['9-1'], materialIds: [] }, { row: row('c', '9-2') }, rows, any), { code: '9' }, rows, any);
  expect(scope).toEqual({ classes: ['9'], materialIds: [] });
});

it('what is admitted already is not added again', () => {
  const scope = { classes: ['9'], materialIds: [] };
  expect(include(scope, { row: row('c', '9-2') }, rows, any)).toEqual(scope);
});

it('where a class was not asked for as such, its materials are taken', () => {
  expect(include(nothing, { code: '9-2' }, rows, () => false)).toEqual({ classes: [], materialIds: ['c', 'd'] });
});

it.each([
  ['a material of a class', { classes: ['9', '1'], materialIds: [] }, { row: row('c', '9-2') }, { classes: ['1'], materialIds: ['b', 'd'] }],
  ['a class in a class', { classes: ['9'], materialIds: [] }, { code: '9-2' }, { classes: [], materialIds: ['b'] }],
  ['a class', { classes: ['9-2', '9-1'], materialIds: ['a'] }, { code: '9-2' }, { classes: ['9-1'], materialIds: ['a'] }],
  ['a class of which there are materials', { classes: [], materialIds: ['c', 'a'] }, { code: '9-2' }, { classes: [], materialIds: ['a'] }],
])('leaves the rest when %s is taken away', (_, scope, place, left) => {
  expect(exclude(scope, place, rows)).toEqual(left);
});

it('is empty when the last is taken away', () => {
  expect(isEmpty(exclude({ classes: ['1'], materialIds: [] }, { code: '1' }, rows))).toBe(true);
});

it('shows of a catalogue what was asked for', () => {
  const node = (code: string, subclasses: CatalogueClass[] = []) =>
    ({ class: { code }, materials: rows.filter((r) => r.class === code), subclasses }) as unknown as CatalogueClass;
  const catalogue = [node('1'), node('9', [node('9-1'), node('9-2')]), node('10')];
  const part = narrowed(catalogue, { classes: ['9-1'], materialIds: ['d'] });
  expect(rowsOf(part).map(({ id }) => id)).toEqual(['b', 'd']);
  expect(part.map((n) => n.class.code)).toEqual(['9']);
});
