import type { TransferCount } from '../../api/client';

export interface MonthCount {
  month: string; // "2026-03"
  persons: number;
}

const mostShown = 24; // months that a chart can still name

/** Persons by month without holes, up to the last month with a transfer; only the latest ones where there are many. */
export function monthSeries(counts: TransferCount[], most = mostShown): MonthCount[] {
  const persons = new Map<string, number>();
  for (const count of counts) persons.set(count.month, (persons.get(count.month) ?? 0) + count.persons);
  const known = [...persons.keys()].sort();
  const [first = '', last = ''] = [known[0], known[known.length - 1]];
  const series: MonthCount[] = [];
  for (let month = last; month !== '' && month >= first && series.length < most; month = before(month)) {
    series.unshift({ month, persons: persons.get(month) ?? 0 });
  }
  return series;
}

function before(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}
