import { Card, Table } from 'antd';
import type { Consultation, UseScope } from '../../api/client';
import { AttachmentLink } from '../../components/AttachmentUpload';
import { Extent, Facts } from '../../components/matter/Facts';
import type { Fact } from '../../components/matter/Facts';
import { differing } from '../../components/matter/returnCheck';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';
import { isEmpty } from './scope';

/** Who came with which letter, what they may see, and how the visit went. */
export function ConsultationFacts({ consultation: c }: { consultation: Consultation }) {
  const t = useT();
  return (
    <Card size="small" title={t('consultation.data')} className="person-data">
      <Facts rows={useRequestRows(c)} />
      <Visitors visitors={c.visitors} />
      <Facts rows={useCourseRows(c)} />
    </Card>
  );
}

function useRequestRows(c: Consultation): Fact[] {
  const t = useT();
  return [
    [t('consultation.unit'), c.unit],
    [t('consultation.purpose'), c.purposeLabel],
    [t('consultation.content'), c.content],
    [t('consultation.medium'), t(`consultation.medium.${c.medium}`)],
    [t('consultation.letter'), <Letter key="letter" letter={c.letter} />],
    [t('consultation.registered'), formatTime(c.createdAt)],
    [t('consultation.asked'), <Scope key="asked" scope={c.asked} />],
    [t('consultation.approvedScope'), !isEmpty(c.approved) && <Approved consultation={c} />],
  ];
}

function useCourseRows(c: Consultation): Fact[] {
  const t = useT();
  const paper = c.medium === 'PAPER';
  return [
    [t('consultation.openBy'), c.openBy],
    [t('consultation.opened'), formatTime(c.openedAt)],
    [t('consultation.endsAt'), !c.endedAt && formatTime(c.endsAt)],
    [t('consultation.ended'), formatTime(c.endedAt)],
    [t('consultation.terminal'), c.terminal && (c.endedAt ? c.terminal : t(c.screenStarted ? 'consultation.started' : 'consultation.waiting', { terminal: c.terminal }))],
    [t('matter.expected'), paper && c.openedAt && <Extent count={c.expected} />],
    [t('consultation.counted'), paper && c.counted && <Extent count={c.counted} wrong={differing(c.expected, c.counted).length > 0} />],
    [t('matter.defect'), c.defect && <span className="warning-text">{c.defect}</span>],
    [t('consultation.reason'), c.reason],
    [t('consultation.breach'), c.breach && <span className="warning-text">{c.breach}</span>],
  ];
}

function Letter({ letter }: { letter: Consultation['letter'] }) {
  const t = useT();
  const lacking = [
    !letter.sealed && t('consultation.letterSealed'), !letter.namesVisitors && t('consultation.letterVisitors'), !letter.namesSubject && t('consultation.letterSubject'),
  ].filter(Boolean);
  return (
    <>
      {t('consultation.letterText', { issuer: letter.issuer, no: letter.no, on: letter.issuedOn })}
      {letter.validUntil && <div className="muted">{t('consultation.letterUntil')} {letter.validUntil}</div>}
      {lacking.length > 0 && <div className="warning-text">{t('consultation.lacks', { what: lacking.join('；') })}</div>}
      {letter.attachmentId && <div><AttachmentLink attachmentId={letter.attachmentId}>{t('consultation.letterScan')}</AttachmentLink></div>}
    </>
  );
}

/** A scope in few words: titles of materials stand in the catalogue alone. */
function Scope({ scope: { classes, materialIds } }: { scope: UseScope }) {
  const t = useT();
  const parts = [
    ...(classes.length > 0 ? [t('consultation.classes', { codes: classes.join('、') })] : []),
    ...(materialIds.length > 0 ? [t('consultation.singles', { count: materialIds.length })] : []),
  ];
  return parts.join('；');
}

function Approved({ consultation: { approved, approvedMaterials } }: { consultation: Consultation }) {
  return (
    <>
      <Scope scope={approved} />
      <ul className="scope-list">
        {approvedMaterials.map(({ materialId, number, title, formedOn }) => <li key={materialId}><span className="mono muted">{number}</span> {title} <small className="muted nowrap">{formedOn}</small></li>)}
      </ul>
    </>
  );
}

function Visitors({ visitors }: Pick<Consultation, 'visitors'>) {
  const t = useT();
  return (
    <Table
      size="small"
      className="spaced"
      pagination={false}
      rowKey="idNumber"
      scroll={{ x: 820 }}
      dataSource={visitors}
      columns={[
        { title: t('consultation.visitors'), dataIndex: 'name', width: 120 },
        { title: t('dossier.idNumber'), width: 170, render: (_, { idNumber }) => <span className="mono">{idNumber}</span> },
        { title: t('consultation.idPaper'), width: 80, render: (_, { idVerified }) => idVerified ? t('consultation.seen') : <span className="warning-text">{t('consultation.unseen')}</span> },
        { title: t('consultation.visitorUnit'), render: (_, { unit, post }) => <>{unit} <span className="muted">{post}</span></> },
        { title: t('consultation.partyMember'), width: 85, render: (_, { partyMember }) => t(partyMember ? 'consultation.yes' : 'consultation.no') },
        { title: t('consultation.phone'), dataIndex: 'phone', width: 130 },
        { title: t('consultation.relation'), width: 130, render: (_, { relation }) => relation ? <span className="warning-text">{relation}</span> : t('common.none') },
      ]}
    />
  );
}
