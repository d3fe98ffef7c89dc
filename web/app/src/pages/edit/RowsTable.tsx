import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, Select, Space, Table, Tag, Tooltip } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import type { Dossier, MaterialFields } from '../../api/client';
import { PartialDateInput } from '../../components/PartialDateInput';
import { useT } from '../../i18n/i18n';
import { isNewRow, pagesOf, rowFields } from './draft';
import type { Change, Draft, DraftRow } from './draft';
import type { RowFault } from './operations';

interface Props {
  dossier: Dossier;
  base: Draft;
  draft: Draft;
  faults: Map<string, RowFault>;
  selected: string;
  onSelect: (rowId: string) => void;
  onChange: (change: Change) => void;
}

export function RowsTable(props: Props) {
  const { dossier, base, draft, selected, onSelect, onChange } = props;
  const t = useT();
  const columns = useColumns(props);
  const orphans = pagesOf(draft, '').length;
  const before = new Map(base.rows.map((row) => [row.id, row]));
  const changed = (row: DraftRow) => {
    const old = before.get(row.id);
    return !old || rowFields.some((field) => row[field] !== old[field]);
  };
  return (
    <div className="rows-table">
      <Table<DraftRow>
        size="small"
        rowKey="id"
        pagination={false}
        scroll={{ x: 780, y: 'calc(100vh - 290px)' }}
        dataSource={draft.rows}
        columns={columns}
        rowClassName={(row) => `${row.id === selected ? 'row-selected' : ''} ${changed(row) ? 'row-changed' : ''}`}
        onRow={(row) => ({ onFocus: () => onSelect(row.id), onClick: () => onSelect(row.id) })}
      />
      <Space className="rows-footer" wrap>
        <AddRow dossier={dossier} onChange={onChange} />
        {orphans > 0 && (
          <Button type={selected === '' ? 'primary' : 'default'} ghost={selected === ''} onClick={() => onSelect('')}>
            {t('dossier.orphans')} <Tag color="orange">{orphans}</Tag>
          </Button>
        )}
      </Space>
    </div>
  );
}

/** Classes a row may stand in: not those that are only the head of their subclasses. */
function classOptions(dossier: Dossier) {
  return dossier.classes.filter((entry) => !entry.divided).map(({ code, label, name }) => ({ value: code, label: `${label} ${name}`, short: label }));
}

function AddRow({ dossier, onChange }: Pick<Props, 'dossier' | 'onChange'>) {
  const t = useT();
  const options = classOptions(dossier);
  const [code, setCode] = useState(options[0]?.value ?? '1');
  const volumeNo = dossier.volumes[0]?.no ?? 1;
  return (
    <Space.Compact>
      <Select aria-label={t('edit.class')} value={code} options={options} popupMatchSelectWidth={false} style={{ width: 190 }} onChange={setCode} />
      <Button icon={<PlusOutlined />} onClick={() => onChange({ type: 'add', class: code, volumeNo })}>{t('edit.addRow')}</Button>
    </Space.Compact>
  );
}

function useColumns({ dossier, draft, faults, onChange }: Props): TableColumnsType<DraftRow> {
  const t = useT();
  const set = (row: DraftRow, fields: Partial<MaterialFields>) => onChange({ type: 'set', id: row.id, fields });
  const named = (row: DraftRow, field: string) => `${row.title || t('edit.new')}: ${field}`;
  const number = (field: 'itemNo' | 'pageCount' | 'copyCount' | 'volumeNo', title: string, min: number, max: number, width = 58) => ({
    title,
    width,
    render: (_: unknown, row: DraftRow) => (
      <InputNumber
        value={row[field]}
        min={min}
        max={max}
        precision={0}
        controls={false}
        aria-label={named(row, title)}
        onChange={(value) => { if (value !== null) set(row, { [field]: value }); }}
      />
    ),
  });
  const options = classOptions(dossier);
  return [
    {
      title: t('edit.class'),
      width: 84,
      render: (_, row) => (
        <Select
          value={row.class}
          options={options}
          optionLabelProp="short"
          popupMatchSelectWidth={false}
          aria-label={named(row, t('edit.class'))}
          onChange={(value) => set(row, { class: value })}
        />
      ),
    },
    number('itemNo', t('edit.itemNo'), 1, 9999),
    {
      title: t('edit.rowTitle'),
      render: (_, row) => (
        <Tooltip title={faults.get(row.id)?.title ? t('edit.titleEmpty') : ''}>
          <Input
            value={row.title}
            maxLength={200}
            status={faults.get(row.id)?.title ? 'error' : ''}
            aria-label={named(row, t('edit.rowTitle'))}
            onChange={(event) => set(row, { title: event.target.value })}
          />
        </Tooltip>
      ),
    },
    {
      title: t('edit.formedOn'),
      width: 118,
      render: (_, row) => <PartialDateInput value={row.formedOn} label={named(row, t('edit.formedOn'))} onChange={(formedOn) => set(row, { formedOn })} />,
    },
    number('pageCount', t('edit.pageCount'), 1, 9999),
    number('copyCount', t('edit.copyCount'), 0, 999),
    ...(dossier.volumes.length > 1 ? [number('volumeNo', t('edit.volume'), 1, 99, 56)] : []),
    {
      title: t('dossier.remark'),
      width: 100,
      render: (_, row) => (
        <Input value={row.remark} maxLength={500} aria-label={named(row, t('dossier.remark'))} onChange={(event) => set(row, { remark: event.target.value })} />
      ),
    },
    {
      title: t('edit.scans'),
      width: 48,
      render: (_, row) => {
        const scans = pagesOf(draft, row.id).length;
        return <span className={scans === row.pageCount ? 'muted' : 'warning-text'}>{scans}</span>;
      },
    },
    {
      width: 40,
      render: (_, row) => {
        const occupied = !isNewRow(row.id) && pagesOf(draft, row.id).length > 0;
        return (
          <Tooltip title={t(occupied ? 'edit.removeHasPages' : 'edit.removeRow')}>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              disabled={occupied}
              aria-label={named(row, t('edit.removeRow'))}
              onClick={() => onChange({ type: 'remove', id: row.id })}
            />
          </Tooltip>
        );
      },
    },
  ];
}
