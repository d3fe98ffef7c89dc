import { Card, Descriptions, Table } from 'antd';
import type { ReactNode } from 'react';
import type { Loan, VolumeCount } from '../../api/client';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';
import { differing } from './returnCheck';

type Row = [title: string, value: ReactNode];

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

function Facts({ rows }: { rows: Row[] }) {
  const filled = rows.filter(([, value]) => Boolean(value));
  if (filled.length === 0) return null;
  return (
    <Descriptions
      size="small"
      bordered
      className="spaced"
      column={{ xs: 1, lg: 2 }}
      items={filled.map(([title, value]) => ({ key: title, label: title, children: value }))}
    />
  );
}

function useRequestRows({ request, purposeLabel, createdAt }: Loan): Row[] {
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

function useCourseRows(loan: Loan): Row[] {
  const t = useT();
  const byAt = (by: string, at: string | undefined) => at && t('loan.byAt', { by, at: formatTime(at) });
  return [
    [t('loan.fetchBy'), loan.fetchBy],
    [t('loan.dueOn'), loan.dueOn],
    [t('loan.fetched'), byAt(loan.fetchedBy, loan.outAt)],
    [t('loan.expected'), loan.outAt && <Count count={loan.expected} />],
    [t('loan.renewals'), loan.renewals.length > 0 && <Renewals loan={loan} />],
    [t('loan.reminded'), loan.reminded.join('，')],
    [t('loan.returned'), byAt(loan.returnedBy, loan.returnedAt)],
    [t('loan.check'), loan.counted && <Count count={loan.counted} wrong={differing(loan.expected, loan.counted).length > 0} />],
    [t('loan.defect'), loan.defect && <span className="warning-text">{loan.defect}</span>],
    [t('loan.reason'), loan.reason],
  ];
}

function Count({ count, wrong = false }: { count: VolumeCount; wrong?: boolean }) {
  const t = useT();
  return <span className={wrong ? 'warning-text' : ''}>{t('dossier.extent', { ...count })}</span>;
}

function Renewals({ loan }: { loan: Loan }) {
  const t = useT();
  return loan.renewals.map(({ days, reason, by, at }) => (
    <div key={at}>{t('loan.renewed', { days, reason })} <small className="muted">{t('loan.byAt', { by, at: formatTime(at) })}</small></div>
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
