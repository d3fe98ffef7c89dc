import { describe, expect, it } from 'vitest';
import type { TransferCount } from '../../api/client';
import { measures, pivot } from './pivot';
import { monthSeries } from './months';

function count(enterprise: string, level: string, division: string, month: string, persons: number): TransferCount {
  return {
    enterpriseId: enterprise, enterpriseName: `${enterprise}厂`, level, office: division, division, month,
    persons, volumes: persons * 2, materials: persons * 10, pages: persons * 50, withGaps: persons > 5 ? 1 : 0,
  };
}

const counts = [
  count('b', 'CITY', '210106', '2026-03', 7),
  count('a', 'CENTRAL', '210106', '2026-03', 3),
  count('b', 'CITY', '210105', '2026-01', 2),
  count('b', 'CITY', '210106', '2026-01', 1),
  count('c', '', '210105', '2026-03', 4),
];
const name = (_: unknown, { enterpriseName }: TransferCount) => enterpriseName;

describe('pivot', () => {
  it('sums down one dimension, in its own order', () => {
    const { lines, columns } = pivot(counts, 'level', undefined, name);
    expect(lines.map(({ key, total }) => [key, total.persons])).toEqual([['CENTRAL', 3], ['CITY', 10], ['', 4]]);
    expect(columns).toEqual([]);
  });

  it('splits each line across another dimension and leaves empty what did not happen', () => {
    const { lines, columns } = pivot(counts, 'enterprise', 'month', name);
    expect(columns.map(({ key }) => key)).toEqual(['2026-01', '2026-03']);
    expect(lines.map((line) => [line.label, line.cells.get('2026-01')?.persons, line.cells.get('2026-03')?.persons])).toEqual([
      ['a厂', undefined, 3], ['b厂', 3, 7], ['c厂', undefined, 4],
    ]);
  });

  it('totals agree along every way of looking', () => {
    for (const down of ['enterprise', 'level', 'month', 'district'] as const) {
      for (const across of ['enterprise', 'level', 'month', 'district'] as const) {
        const { lines, columns, total } = pivot(counts, down, across, name);
        for (const measure of measures) {
          const whole = counts.reduce((sum, one) => sum + one[measure], 0);
          expect(total.total[measure]).toBe(whole);
          expect(lines.reduce((sum, line) => sum + line.total[measure], 0)).toBe(whole);
          expect(columns.reduce((sum, { key }) => sum + (total.cells.get(key)?.[measure] ?? 0), 0)).toBe(whole);
        }
      }
    }
  });

  it('nothing transferred makes no lines and zeros below', () => {
    const { lines, total } = pivot([], 'month', 'level', name);
    expect(lines).toEqual([]);
    expect(total.total.persons).toBe(0);
  });
});

it('numbers in names of enterprises are in the order people count', () => {
  const factories = ['第10厂', '第9厂', '第1厂'].map((enterpriseName, at) => ({ ...count(`${at}`, 'CITY', '210106', '2026-03', 1), enterpriseName }));
  expect(pivot(factories, 'enterprise', undefined, name).lines.map(({ label }) => label)).toEqual(['第1厂', '第9厂', '第10厂']);
});

it('the series of months has no holes and keeps the latest', () => {
  expect(monthSeries(counts)).toEqual([{ month: '2026-01', persons: 3 }, { month: '2026-02', persons: 0 }, { month: '2026-03', persons: 14 }]);
  const years = [count('a', 'CITY', '210106', '2019-11', 1), count('a', 'CITY', '210106', '2026-03', 2)];
  expect(monthSeries(years, 6).map(({ month }) => month)).toEqual(['2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03']);
  expect(monthSeries([])).toEqual([]);
});
