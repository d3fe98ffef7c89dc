import { Card, Table } from 'antd';
import type { Loan } from '../../api/client';
import { Extent, Facts } from '../../components/matter/Facts';
import type { Fact } from '../../components/matter/Facts';
import { differing } from '../../components/matter/returnCheck';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';

/** What was asked for and by whom, and what became of it. */
export function LoanFacts({ loan }: { loan: Loan }) {
  const t = useT();
  return (
    <Card size="small" title={t('loan.data')} className="person-data">
      <Facts rows={useRequestRows(loan)} />
      <Borrowers loan={loan} />
      <Facts rows={useCourseRows(loan)} />
    </Card>
  );
}

function useRequestRows({ request, purposeLabel, createdAt }: Loan): Fact[] {
  const t = useT();
  return [
    [t('loan.unit'), request.unit],
    [t('loan.purpose'), purposeLabel],
    [t('loan.content'), request.content],
    [t('loan.exception'), request.whyNot],
    [t('loan.letter'), t('loan.letterText', { no: request.letterNo, on: request.letterOn })],
    [t('loan.period'), t('loan.dayCount', { days: request.days })],
    [t('loan.requested'), formatTime(createdAt)],
  ];
}

function useCourseRows(loan: Loan): Fact[] {
  const t = useT();
  const byAt = (by: string, at: string | undefined) => at && t('matter.byAt', { by, at: formatTime(at) });
  return [
    [t('loan.fetchBy'), loan.fetchBy],
    [t('loan.dueOn'), loan.dueOn],
    [t('loan.fetched'), byAt(loan.fetchedBy, loan.outAt)],
    [t('matter.expected'), loan.outAt && <Extent count={loan.expected} />],
    [t('loan.renewals'), loan.renewals.length > 0 && <Renewals loan={loan} />],
    [t('loan.reminded'), loan.reminded.join('，')],
    [t('loan.returned'), byAt(loan.returnedBy, loan.returnedAt)],
    [t('loan.check'), loan.counted && <Extent count={loan.counted} wrong={differing(loan.expected, loan.counted).length > 0} />],
    [t('matter.defect'), loan.defect && <span className="warning-text">{loan.defect}</span>],
    [t('loan.reason'), loan.reason],
  ];
}

function Renewals({ loan }: { loan: Loan }) {
  const t = useT();
  return loan.renewals.map(({ days, reason, by, at }) => (
    <div key={at}>{t('loan.renewed', { days, reason })} <small className="muted">{t('matter.byAt', { by, at: formatTime(at) })}</small></div>
  ));
}

function Borrowers({ loan }: { loan: Loan }) {
  const t = useT();
  return (
    <Table
      size="small"
      className="spaced"
      pagination={false}
      rowKey="idNumber"
      dataSource={loan.request.borrowers}
      columns={[
        { title: t('loan.borrowers'), dataIndex: 'name' },
        { title: t('dossier.idNumber'), render: (_, { idNumber }) => <span className="mono">{idNumber}</span> },
        { title: t('loan.phone'), dataIndex: 'phone' },
        { title: t('loan.relation'), render: (_, { relation }) => relation || t('common.none') },
      ]}
    />
  );
}
