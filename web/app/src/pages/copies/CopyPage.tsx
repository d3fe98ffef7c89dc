import { Card, Table } from 'antd';
import { Link, useParams } from 'react-router';
import type { CopyItem, CopyOrder, CopyPiece } from '../../api/client';
import { useCopyOrder } from '../../api/consultations';
import { matterPath } from '../../api/matters';
import { ActionPanel } from '../../components/matter/ActionPanel';
import { ApprovalChain, awaitedRole } from '../../components/matter/ApprovalChain';
import { Facts } from '../../components/matter/Facts';
import { MatterPage } from '../../components/matter/MatterPage';
import { MatterTag } from '../../components/matter/MatterTag';
import { PaperLink } from '../../components/matter/PaperLink';
import { formatTime } from '../../i18n/format';
import { useLanguage, useT } from '../../i18n/i18n';
import { label, roles } from '../../i18n/labels';
import { useCopyWorks } from './works';
import { copySteps, stageOf } from './stages';
import type { CopyState } from './stages';

export function Component() {
  const { copyId = '' } = useParams();
  const t = useT();
  return (
    <MatterPage<CopyOrder>
      matter={useCopyOrder(copyId)}
      steps={copySteps}
      stage={stageOf}
      tag={(order) => <MatterTag matter={order} />}
      links={({ id }) => <PaperLink href={`/api/v1/copies/${id}/form.pdf`}>{t('matter.form')}</PaperLink>}
    >
      {(order) => <CopyBody order={order} />}
    </MatterPage>
  );
}

function CopyBody({ order }: { order: CopyOrder }) {
  const t = useT();
  const language = useLanguage();
  const { reason, receivedBy } = order;
  const now = t(`copyNow.${order.state as CopyState}`, { role: label(roles, awaitedRole(order), language), reason, receivedBy });
  return (
    <>
      <ActionPanel matter={order} now={now} works={useCopyWorks()} />
      <div className="person-body">
        <Card size="small" title={t('copy.data')} className="person-data">
          <Facts
            rows={[
              [t('copy.consultation'), <Link key="of" to={matterPath('CONSULTATION', order.consultationId)} className="mono">{order.consultationNo}</Link>],
              [t('copy.unit'), order.unit],
              [t('copy.purpose'), order.purpose],
              [t('copy.requested'), formatTime(order.createdAt)],
              [t('copy.issued'), order.issuedAt && t('matter.byAt', { by: order.issuedBy, at: formatTime(order.issuedAt) })],
              [t('copy.receivedBy'), order.receivedBy],
              [t('copy.reason'), order.reason],
            ]}
          />
          <Items items={order.items} />
        </Card>
        <ApprovalChain steps={order.steps} waiting={order.state === 'REQUESTED'} />
      </div>
      {order.pieces.length > 0 && <Pieces order={order} />}
    </>
  );
}

function Items({ items }: { items: CopyItem[] }) {
  const t = useT();
  return (
    <Table<CopyItem & { at: number }>
      size="small"
      pagination={false}
      rowKey="at"
      dataSource={items.map((item, at) => ({ ...item, at }))}
      columns={[
        { title: t('copy.material'), render: (_, { citation, excerpt }) => (
          <>
            <span className="mono muted">{citation.number}</span> {citation.title} <small className="muted">{citation.formedOn}</small>
            {excerpt && <blockquote className="excerpt">{excerpt}</blockquote>}
          </>
        ) },
        { title: t('copy.pages'), width: 110, render: (_, { citation: { pages } }) => pages.length > 0 ? pages.join('、') : t('copy.whole') },
        { title: t('copy.sheets'), width: 70, dataIndex: 'sheets' },
      ]}
    />
  );
}

/** The numbered sheets, each with what proves it on the public page. */
function Pieces({ order: { id, items, pieces, state } }: { order: CopyOrder }) {
  const t = useT();
  return (
    <Card size="small" title={t('copy.pieces')}>
      <Table<CopyPiece>
        size="small"
        pagination={false}
        rowKey="no"
        dataSource={pieces}
        scroll={{ x: 760 }}
        columns={[
          { title: t('copy.pieceNo'), width: 220, render: (_, { no }) => <span className="mono">{no}</span> },
          { title: t('copy.material'), render: (_, { item }) => items[item]?.citation.words },
          { title: t('copy.code'), width: 210, render: (_, { code }) => <Link to={`/verify/${code}`} target="_blank" className="mono">{code}</Link> },
          { width: 110, render: (_, { no }) => state === 'ISSUED' && <PaperLink href={`/api/v1/copies/${id}/pieces/${no}.pdf`}>{t('copy.print')}</PaperLink> },
        ]}
      />
    </Card>
  );
}
