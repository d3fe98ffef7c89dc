import { describe, expect, it } from 'vitest';
import { branchesWith, divisionTree, placePath } from './divisions';

const divisions = [
  { code: '210106001002', name: '卫工社区' },
  { code: '2101', name: '沈阳市' },
  { code: '210106', name: '铁西区' },
  { code: '210106001', name: '兴华街道' },
  { code: '210105009001', name: '孤立社区' },
];
const nameOf = (code: string) => divisions.find((division) => division.code === code)?.name ?? code;

describe('divisionTree', () => {
  it('nests by code, across levels that are not known', () => {
    const [city] = divisionTree(divisions);
    expect(city?.name).toBe('沈阳市');
    expect(city?.children.map(({ name }) => name)).toEqual(['孤立社区', '铁西区']);
    expect(city?.children[1]?.children[0]?.children[0]?.name).toBe('卫工社区');
  });

  it('begins where the known part of the country begins', () => {
    expect(divisionTree(divisions.slice(0, 1)).map(({ name }) => name)).toEqual(['卫工社区']);
  });
});

it('shows the way to what is looked for, and what lies below it', () => {
  const [city] = branchesWith(divisionTree(divisions), '兴华');
  expect(city?.children.map(({ name }) => name)).toEqual(['铁西区']);
  expect(city?.children[0]?.children[0]?.children[0]?.name).toBe('卫工社区');
  expect(branchesWith(divisionTree(divisions), '大东')).toEqual([]);
});

it.each([
  ['210106001002', '铁西区 · 兴华街道 · 卫工社区'],
  ['210105009001', '孤立社区'],
  ['2101', '沈阳市'],
  ['210199', '210199'],
  ['', ''],
])('the place of %s is “%s”', (code, path) => expect(placePath(code, nameOf)).toBe(path));
