import type { TransferCount } from '../../api/client';

/** What the counts of article 15 can be seen by. */
export const dimensions = ['enterprise', 'level', 'month', 'district'] as const;
export type Dimension = (typeof dimensions)[number];

export const measures = ['persons', 'volumes', 'materials', 'pages', 'withGaps'] as const;
export type Measure = (typeof measures)[number];
export type Figures = Record<Measure, number>;

const districtDigits = 6;
const levelOrder = ['CENTRAL', 'PROVINCIAL', 'CITY', 'DISTRICT', ''];

interface Rule {
  key: (count: TransferCount) => string;
  compare: (a: Heading, b: Heading) => number;
}

const byKey = (a: Heading, b: Heading) => (a.key < b.key ? -1 : Number(a.key > b.key));

const rules: Record<Dimension, Rule> = {
  enterprise: { key: (count) => count.enterpriseId, compare: (a, b) => a.label.localeCompare(b.label, 'zh', { numeric: true }) || byKey(a, b) },
  level: { key: (count) => count.level, compare: (a, b) => levelOrder.indexOf(a.key) - levelOrder.indexOf(b.key) },
  month: { key: (count) => count.month, compare: byKey },
  district: { key: (count) => count.division.slice(0, districtDigits), compare: byKey },
};

export interface Heading {
  key: string;
  label: string;
}

export interface PivotLine extends Heading {
  cells: Map<string, Figures>; // by key of the column; absent: nothing was transferred
  total: Figures;
}

export interface Pivot {
  columns: Heading[];
  lines: PivotLine[];
  total: PivotLine;
}

export type Name = (dimension: Dimension, count: TransferCount) => string;

/** Sums the counts by one dimension down and, where given, another across. */
export function pivot(counts: TransferCount[], down: Dimension, across: Dimension | undefined, name: Name): Pivot {
  const lines = new Map<string, PivotLine>();
  const columns = new Map<string, Heading>();
  const total = emptyLine('', '');
  for (const count of counts) {
    const key = rules[down].key(count);
    const line = lines.get(key) ?? emptyLine(key, name(down, count));
    lines.set(key, line);
    const column = across && rules[across].key(count);
    if (across && column !== undefined && !columns.has(column)) columns.set(column, { key: column, label: name(across, count) });
    for (const sum of [line, total]) {
      add(sum.total, count);
      if (column === undefined) continue;
      const cell = sum.cells.get(column) ?? noFigures();
      sum.cells.set(column, cell);
      add(cell, count);
    }
  }
  return {
    columns: across ? [...columns.values()].sort(rules[across].compare) : [],
    lines: [...lines.values()].sort(rules[down].compare),
    total,
  };
}

function emptyLine(key: string, label: string): PivotLine {
  return { key, label, cells: new Map(), total: noFigures() };
}

function noFigures(): Figures {
  return { persons: 0, volumes: 0, materials: 0, pages: 0, withGaps: 0 };
}

function add(sum: Figures, count: Figures) {
  for (const measure of measures) sum[measure] += count[measure];
}
