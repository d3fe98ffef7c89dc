import { FilePdfOutlined } from '@ant-design/icons';
import { Empty, Table } from 'antd';
import type { Paper } from '../../../api/client';
import { paperHref } from '../../../api/batches';
import { useT } from '../../../i18n/i18n';

/** Numbered papers that were issued, each as PDF. */
export function PaperTable({ papers }: { papers: Paper[] }) {
  const t = useT();
  return (
    <Table<Paper>
      rowKey="number"
      size="small"
      pagination={false}
      scroll={{ x: 700 }}
      dataSource={papers}
      locale={{ emptyText: <Empty description={t('paper.none')} /> }}
      columns={[
        { title: t('paper.number'), width: 220, render: (_, { number }) => <a className="mono" href={paperHref(number)} target="_blank" rel="noreferrer"><FilePdfOutlined /> {number}</a> },
        { title: t('paper.title'), dataIndex: 'title' },
        { title: t('paper.round'), width: 80, render: (_, { round }) => round || '' },
        { title: t('paper.lines'), width: 90, align: 'right', dataIndex: 'lines' },
        { title: t('paper.issuedOn'), width: 120, dataIndex: 'issuedOn' },
        { title: t('paper.issuedBy'), width: 140, dataIndex: 'issuedBy' },
      ]}
    />
  );
}
