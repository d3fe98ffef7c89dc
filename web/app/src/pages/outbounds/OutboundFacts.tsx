import { Card, Table, Tag } from 'antd';
import type { Outbound } from '../../api/client';
import { AttachmentLink } from '../../components/AttachmentUpload';
import { Extent, Facts } from '../../components/matter/Facts';
import type { Fact } from '../../components/matter/Facts';
import { PaperLink } from '../../components/matter/PaperLink';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';

/** Who asked for the dossier, and what became of it. */
export function OutboundFacts({ outbound }: { outbound: Outbound }) {
  const t = useT();
  return (
    <Card size="small" title={t('outbound.letter')} className="person-data">
      <Facts rows={useLetterRows(outbound)} />
      <Facts rows={useCourseRows(outbound)} />
      <Chases outbound={outbound} />
    </Card>
  );
}

function useLetterRows({ letter, causeLabel, restricted, group, groupLabel, complete, createdAt }: Outbound): Fact[] {
  const t = useT();
  const why = group ? groupLabel : t('outbound.cadre');
  return [
    [t('outbound.issuer'), letter.issuer],
    [t('outbound.letterNo'), <LetterNo key="letter" letter={letter} />],
    [t('outbound.cause'), causeLabel],
    [t('outbound.checked'), (
      <>
        <Check ok={letter.sealed} yes={t('outbound.sealed')} no={t('outbound.unsealed')} />
        <Check ok={letter.qualified} yes={t('outbound.qualified')} no={t('outbound.unqualified')} />
      </>
    )],
    [t('outbound.address'), letter.address],
    [t('outbound.contact'), [letter.contact, letter.phone].filter(Boolean).join(' ')],
    [t('outbound.restricted'), restricted ? <span className="warning-text">{t('outbound.restrictedWhy', { why })}</span> : t('common.none')],
    [t('outbound.complete'), complete],
    [t('matter.begun'), formatTime(createdAt)],
  ];
}

function Check({ ok, yes, no }: { ok: boolean; yes: string; no: string }) {
  return <Tag color={ok ? 'green' : 'red'}>{ok ? yes : no}</Tag>;
}

function LetterNo({ letter: { no, issuedOn, attachmentId } }: Pick<Outbound, 'letter'>) {
  const t = useT();
  return <>{t('outbound.letterText', { no, on: issuedOn })} {attachmentId && <span className="nowrap"><AttachmentLink attachmentId={attachmentId}>{t('attachment.open')}</AttachmentLink></span>}</>;
}

function useCourseRows({ packing, dispatch, receipt, channelLabel, noticeNo, dispatchBy, receiptDue, receiptScan, returnedOn, returned, lostReport, reason }: Outbound): Fact[] {
  const t = useT();
  const by = dispatch && [channelLabel, dispatch.trackingNo, dispatch.couriers.join('、')].filter(Boolean).join(' ');
  return [
    [t('outbound.dispatchBy'), dispatchBy],
    [t('outbound.contents'), packing && <Extent count={packing.counted} />],
    [t('outbound.seal'), packing?.sealNo],
    [t('outbound.packed'), packing && `${packing.packedBy} / ${packing.checkedBy}`],
    [t('outbound.noticeNo'), noticeNo && <span className="mono">{noticeNo}</span>],
    [t('outbound.dispatched'), dispatch && t('matter.byAt', { by: by ?? '', at: dispatch.on })],
    [t('outbound.receiptDue'), receiptDue],
    [t('outbound.receipt'), receipt && t('matter.byAt', { by: receipt.receivedBy, at: receipt.on })],
    [t('outbound.remark'), receipt?.remark],
    [t('outbound.receiptScan'), receiptScan && <AttachmentLink attachmentId={receiptScan}>{t('attachment.open')}</AttachmentLink>],
    [t('outbound.returned'), returned && <span className="warning-text">{t('matter.byAt', { by: returned, at: returnedOn })}</span>],
    [t('outbound.lost'), lostReport && <span className="danger-text">{lostReport}</span>],
    [t('common.reason'), reason],
  ];
}

function Chases({ outbound: { id, chases } }: { outbound: Outbound }) {
  const t = useT();
  if (chases.length === 0) return null;
  return (
    <Table
      size="small"
      pagination={false}
      rowKey="no"
      dataSource={chases}
      columns={[
        { title: t('outbound.chases'), width: 190, render: (_, { no }) => <PaperLink href={`/api/v1/outbounds/${id}/chases/${no}.pdf`}>{no}</PaperLink> },
        { title: t('outbound.chase'), width: 220, render: (_, { by, on }) => t('matter.byAt', { by, at: on }) },
        { title: t('outbound.chaseNote'), dataIndex: 'note' },
      ]}
    />
  );
}
