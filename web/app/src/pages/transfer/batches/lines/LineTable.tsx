import { Table, Tag, Tooltip } from 'antd';
import type { TableColumnsType, TableRef } from 'antd';
import { useEffect, useRef } from 'react';
import { usePlaceNames } from '../../../../api/places';
import type { Line } from '../../../../api/client';
import { StateTag } from '../../../../components/StateTag';
import { useT } from '../../../../i18n/i18n';
import { lineStates } from '../../../../i18n/labels.transfer';
import { placePath } from '../../../../lib/divisions';
import { moveTo, select } from './selection';
import type { LineList } from './useLineList';

const height = 460;

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
  useEffect(() => {
    if (cursor !== undefined) table.current?.scrollTo({ key: cursor });
  }, [cursor]);
  return (
    <Table<Line>
      ref={table}
      virtual
      rowKey="seq"
      size="small"
      className="line-table"
      pagination={false}
      scroll={{ x: 1180, y: height }}
      loading={{ spinning: query.isLoading || query.isPlaceholderData, delay: 200 }}
      dataSource={lines}
      columns={useColumns(refused, onOpen)}
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

function useColumns(refused: ReadonlyMap<number, string>, onOpen: (seq: number) => void): TableColumnsType<Line> {
  const t = useT();
  const { divisionName } = usePlaceNames();
  return [
    { title: t('line.seq'), width: 56, align: 'right', dataIndex: 'seq' },
    { title: t('common.name'), width: 110, ellipsis: true, render: (_, line) => <a role="button" tabIndex={-1} onClick={() => onOpen(line.seq)}><b>{line.name}</b></a> },
    { title: t('dossier.idNumber'), width: 176, className: 'mono', dataIndex: 'idNumber' },
    { title: t('line.retiredOn'), width: 92, dataIndex: 'retiredOn' },
    {
      title: t('line.residence'),
      width: 190,
      ellipsis: true,
      render: (_, line) => <Tooltip title={line.route && t('line.route', { place: placePath(line.route, divisionName) })}>{line.residence}{line.outOfCity && <Tag>{t('line.outOfCity')}</Tag>}</Tooltip>,
    },
    { title: t('line.employment'), width: 92, render: (_, line) => line.employmentLabel },
    { title: t('line.extent'), width: 130, render: (_, { roster }) => t('line.extentText', { originals: roster.originals, duplicates: roster.duplicates, pages: roster.pages }) },
    { title: t('common.state'), width: 92, render: (_, line) => <StateTag state={line.state} labels={lineStates} /> },
    {
      title: t('line.remarks'),
      ellipsis: true,
      render: (_, line) => {
        const remarks = refused.get(line.seq) ?? (line.reason || line.warnings.map((warning) => warning.message).join('；'));
        return <Tooltip title={remarks}><span className={line.reason && !refused.has(line.seq) ? '' : 'warning-text'}>{remarks}</span></Tooltip>;
      },
    },
  ];
}
