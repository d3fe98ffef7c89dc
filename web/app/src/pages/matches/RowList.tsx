import { Table, Tag } from 'antd';
import type { MatchRow, MatchVerdict, ReviewState } from '../../api/client';
import { useT } from '../../i18n/i18n';

const verdictColors: Record<MatchVerdict, string> = { EXACT: 'green', PROBABLE: 'orange', NONE: 'default' };
const reviewColors: Record<ReviewState, string> = { PENDING: 'gold', CONFIRMED: 'green', REJECTED: 'red', NONE: 'default' };

interface Props {
  rows: MatchRow[];
  selected: number;
  onSelect: (seq: number) => void;
}

export function RowList({ rows, selected, onSelect }: Props) {
  const t = useT();
  return (
    <Table<MatchRow>
      rowKey="seq"
      size="small"
      pagination={false}
      dataSource={rows}
      rowClassName={(row) => (row.seq === selected ? 'match-row row-selected' : 'match-row')}
      onRow={(row) => ({ onClick: () => onSelect(row.seq), 'aria-selected': row.seq === selected })}
      columns={[
        { title: '#', dataIndex: 'seq', width: 56 },
        { title: t('common.name'), width: 110, render: (_, { input }) => <b>{input.name}</b> },
        { title: t('dossier.idNumber'), render: (_, { input }) => <span className="mono">{input.idNumber}</span> },
        { title: t('matching.verdict'), width: 84, render: (_, { verdict }) => <Tag color={verdictColors[verdict]}>{t(`matching.verdict.${verdict}`)}</Tag> },
        {
          title: t('common.state'),
          width: 84,
          render: (_, { review }) => review !== 'NONE' && <Tag color={reviewColors[review]}>{t(`matching.review.${review}`)}</Tag>,
        },
      ]}
    />
  );
}
