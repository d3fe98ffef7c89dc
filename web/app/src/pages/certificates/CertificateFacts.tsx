import { Card, Table } from 'antd';
import type { Certificate } from '../../api/client';
import { useCertificateKinds } from '../../api/certificates';
import { Facts } from '../../components/matter/Facts';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';

/** Who asked, with what papers, and what became of it. */
export function CertificateFacts({ certificate: c }: { certificate: Certificate }) {
  const t = useT();
  return (
    <Card size="small" title={c.kindTitle}>
      <Facts
        rows={[
          [t('certificate.requester'), c.requester.name],
          [t('certificate.capacity'), c.capacityLabel],
          [t('dossier.idNumber'), <span key="id" className="mono nowrap">{c.requester.idNumber}</span>],
          [t('certificate.relation'), c.requester.relation],
          [t('certificate.unit'), c.requester.unit],
          [t('certificate.phone'), c.requester.phone],
          [t('certificate.recipient'), c.recipient],
          [t('certificate.use'), c.use],
          [t('matter.begun'), formatTime(c.createdAt)],
          [t('certificate.draftedBy'), c.draftedBy],
          [t('certificate.number'), c.certificateNo && <span className="mono">{c.certificateNo}</span>],
          [t('certificate.code'), c.code && <span className="mono">{c.code}</span>],
          [t('certificate.issued'), c.issuedOn && t('matter.byAt', { by: c.issuedBy, at: c.issuedOn })],
          [t('certificate.validUntil'), c.validUntil],
          [t('certificate.collected'), c.collectedOn && t('matter.byAt', { by: c.collectedBy, at: c.collectedOn })],
          [t('certificate.replaces'), c.replaces],
          [t('certificate.replacedBy'), c.replacedBy],
          [t('common.reason'), c.reason],
        ]}
      />
      <EvidenceTable certificate={c} />
    </Card>
  );
}

function EvidenceTable({ certificate: { kind, evidence } }: { certificate: Certificate }) {
  const t = useT();
  const kinds = useCertificateKinds();
  const labels = new Map(kinds.data?.kinds.flatMap(({ entitled }) => entitled.flatMap((e) => e.evidence)).map(({ code, label }) => [code, label]));
  return (
    <Table
      key={kind}
      size="small"
      pagination={false}
      rowKey="kind"
      dataSource={evidence}
      columns={[
        { title: t('certificate.evidence'), render: (_, row) => labels.get(row.kind) ?? row.kind },
        { title: t('certificate.evidenceNo'), render: (_, { no }) => <span className="mono">{no}</span> },
        { title: t('certificate.verified'), width: 90, render: (_, { verified }) => t(verified ? 'common.yes' : 'common.no') },
      ]}
    />
  );
}
