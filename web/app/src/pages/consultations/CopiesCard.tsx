import { Card, Table } from 'antd';
import { Link } from 'react-router';
import type { CopyOrder } from '../../api/client';
import { matterPath } from '../../api/matters';
import { MatterTag } from '../../components/matter/MatterTag';
import { useT } from '../../i18n/i18n';

/** What the visitors want to take with them. */
export function CopiesCard({ orders }: { orders: CopyOrder[] }) {
  const t = useT();
  return (
    <Card size="small" title={t('consultation.copies')}>
      {orders.length === 0
        ? <span className="muted">{t('consultation.noCopies')}</span>
        : (
          <Table<CopyOrder>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={orders}
            columns={[
              { title: t('matter.no'), width: 185, render: (_, { id, no }) => <Link to={matterPath('COPY', id)} className="mono nowrap"><b>{no}</b></Link> },
              { title: t('copy.purpose'), dataIndex: 'purpose', width: '25%' },
              { title: t('copy.items'), render: (_, { items }) => items.map(({ citation: { words } }, at) => <div key={at}>{words}</div>) },
              { title: t('common.state'), width: 130, render: (_, order) => <MatterTag matter={order} /> },
            ]}
          />
        )}
    </Card>
  );
}
