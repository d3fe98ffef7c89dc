import { Table, Tag } from 'antd';
import type { TableColumnsType, TableRef } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import { usePlaceNames } from '../../../../api/places';
import type { Line } from '../../../../api/client';
import { StateTag } from '../../../../components/StateTag';
import { useT } from '../../../../i18n/i18n';
import type { Translate } from '../../../../i18n/i18n';
import { lineStates } from '../../../../i18n/labels.transfer';
import { placePath } from '../../../../lib/divisions';
import { scrollFor } from './keepInView';
import { moveTo, select } from './selection';
import type { LineList } from './useLineList';

const height = 460;

/** A person with what the server said when it refused to verify them. */
type Row = Line & { refusal?: string };

interface Props {
  list: LineList;
  /** What the server said of persons when it refused to verify them, by place. */
  refused: ReadonlyMap<number, string>;
  selectable: boolean;
  onOpen: (seq: number) => void;
}

/** Up to 500 persons, of which only those in sight are drawn. */
export function LineTable({ list, refused, selectable, onOpen }: Props) {
  const t = useT();
  const table = useRef<TableRef>(null);
  const { lines, rows, selection, setSelection, query } = list;
  const { cursor, selected } = selection;
  const { divisionName } = usePlaceNames();
  const columns = useMemo(() => columnsOf(t, divisionName, onOpen), [t, divisionName, onOpen]);
  // A row that says nothing new is the same object, so that its cells are not drawn again at every key.
  const data = useMemo(() => lines.map((line): Row => (refused.has(line.seq) ? { ...line, refusal: refused.get(line.seq) } : line)), [lines, refused]);
  const index = cursor === undefined ? -1 : rows.indexOf(cursor);
  useEffect(() => {
    // By position, not by key: rows are equally high, and the list's own search for a key does not keep up with held keys.
    const view = table.current?.nativeElement.querySelector('.ant-table-tbody-virtual-holder');
    const rowHeight = view?.querySelector<HTMLElement>('.ant-table-row')?.offsetHeight;
    if (!view || !rowHeight || index < 0) return;
    const top = scrollFor(index, rowHeight, { top: view.scrollTop, height: view.clientHeight });
    if (top !== undefined) table.current?.scrollTo({ top });
    view.scrollIntoView({ block: 'nearest' }); // the page itself, on a low screen
  }, [index]);
  return (
    <Table<Row>
      ref={table}
      virtual
      rowKey="seq"
      size="small"
      className="line-table"
      pagination={false}
      scroll={{ x: 1180, y: height }}
      loading={{ spinning: query.isLoading || query.isPlaceholderData, delay: 200 }}
      dataSource={data}
      columns={columns}
      locale={{ emptyText: t('line.none') }}
      rowSelection={selectable ? { selectedRowKeys: [...selected], columnWidth: 40, onChange: (keys) => setSelection(select(selection, keys as number[])) } : undefined}
      rowClassName={(line) => `${line.seq === cursor ? 'line-current' : ''} ${refused.has(line.seq) ? 'line-refused' : ''}`}
      onRow={(line, index) => ({
        'aria-current': line.seq === cursor || undefined,
        onClick: (event) => setSelection(moveTo(selection, rows, index ?? 0, event.shiftKey)),
        onDoubleClick: () => onOpen(line.seq),
      })}
    />
  );
}

function columnsOf(t: Translate, divisionName: (code: string) => string, onOpen: (seq: number) => void): TableColumnsType<Row> {
  const columns: TableColumnsType<Row> = [
    { title: t('line.seq'), width: 56, align: 'right', dataIndex: 'seq' },
    { title: t('common.name'), width: 110, ellipsis: true, render: (_, line) => <a role="button" tabIndex={-1} onClick={() => onOpen(line.seq)}><b>{line.name}</b></a> },
    { title: t('dossier.idNumber'), width: 176, className: 'mono', dataIndex: 'idNumber' },
    { title: t('line.retiredOn'), width: 92, dataIndex: 'retiredOn' },
    {
      title: t('line.residence'),
      width: 240,
      ellipsis: true,
      render: (_, line) => (
        <span title={line.route ? t('line.route', { place: placePath(line.route, divisionName) }) : line.residence}>
          {line.residence} {line.outOfCity && <Tag>{t('line.outOfCity')}</Tag>}
        </span>
      ),
    },
    { title: t('line.employment'), width: 92, render: (_, line) => line.employmentLabel },
    { title: t('line.extent'), width: 130, render: (_, { roster }) => t('line.extentText', { originals: roster.originals, duplicates: roster.duplicates, pages: roster.pages }) },
    { title: t('common.state'), width: 92, render: (_, line) => <StateTag state={line.state} labels={lineStates} /> },
    {
      title: t('line.remarks'),
      ellipsis: true,
      render: (_, line) => {
        const remarks = line.refusal ?? (line.reason || line.warnings.map((warning) => warning.message).join('；'));
        return <span title={remarks} className={line.reason && !line.refusal ? '' : 'warning-text'}>{remarks}</span>;
      },
    },
  ];
  return columns.map((column) => ({ ...column, shouldCellUpdate: (line, before) => line !== before }));
}
