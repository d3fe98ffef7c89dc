import { Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { useT } from '../../i18n/i18n';
import { measures } from './pivot';
import type { Dimension, Figures, Measure, Pivot, PivotLine } from './pivot';

const headingWidth = 270; // of the longest usual name of an enterprise
const figureWidth = 96;

/** One measure across the columns of the pivot, or, where there are none, all measures side by side. */
export function PivotTable({ table, down, measure }: { table: Pivot; down: Dimension; measure: Measure | undefined }) {
  const t = useT();
  const figures: { key: string; title: string; of: (line: PivotLine) => number | undefined }[] = measure
    ? [
      ...table.columns.map(({ key, label }) => ({ key: `column-${key}`, title: label, of: (line: PivotLine) => line.cells.get(key)?.[measure] })),
      { key: 'total', title: t('stat.total'), of: (line) => line.total[measure] },
    ]
    : measures.map((key) => ({ key, title: t(`stat.measure.${key}`), of: ({ total }: { total: Figures }) => total[key] }));
  const columns: TableColumnsType<PivotLine> = [
    { title: t(`stat.dimension.${down}`), dataIndex: 'label', fixed: 'left', width: headingWidth },
    ...figures.map(({ key, title, of }) => ({ key, title, width: figureWidth, align: 'right' as const, render: (_: unknown, line: PivotLine) => of(line) ?? '' })),
  ];
  return (
    <Table<PivotLine>
      rowKey="key"
      size="small"
      className="figures"
      scroll={{ x: headingWidth + figures.length * figureWidth }}
      pagination={{ pageSize: 50, hideOnSinglePage: true, size: 'small' }}
      dataSource={table.lines}
      columns={columns}
      summary={() => (
        <Table.Summary.Row>
          <Table.Summary.Cell index={0}><b>{t('stat.total')}</b></Table.Summary.Cell>
          {figures.map(({ key, of }, at) => <Table.Summary.Cell key={key} index={at + 1} align="right"><b>{of(table.total) ?? ''}</b></Table.Summary.Cell>)}
        </Table.Summary.Row>
      )}
    />
  );
}
