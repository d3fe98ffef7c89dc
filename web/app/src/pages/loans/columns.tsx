import type { TableColumnType } from 'antd';
import { Link } from 'react-router';
import type { Loan } from '../../api/client';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';
import { LoanTag } from './LoanTag';

export type LoanColumn = 'no' | 'dossier' | 'unit' | 'state' | 'fetchBy' | 'dueOn' | 'createdAt';

/** The columns of a table of loans. */
export function useLoanColumns(wanted: readonly LoanColumn[]): TableColumnType<Loan>[] {
  const t = useT();
  const columns: Record<LoanColumn, TableColumnType<Loan>> = {
    no: { title: t('loan.no'), width: 185, render: (_, loan) => <Link to={`/loans/${loan.id}`} className="mono nowrap"><b>{loan.no}</b></Link> },
    dossier: { title: t('loan.dossier'), width: 160, render: (_, loan) => <>{loan.name}<div className="muted mono nowrap">{loan.archivalCode}</div></> },
    unit: { title: t('loan.unit'), render: (_, loan) => <>{loan.request.unit}<div className="muted">{loan.purposeLabel}</div></> },
    state: { title: t('common.state'), width: 200, render: (_, loan) => <LoanTag loan={loan} /> },
    fetchBy: { title: t('loan.fetchBy'), width: 110, dataIndex: 'fetchBy' },
    dueOn: { title: t('loan.dueOn'), width: 110, render: (_, loan) => <span className={loan.overdueDays > 0 ? 'danger-text' : ''}>{loan.dueOn}</span> },
    createdAt: { title: t('loan.requested'), width: 150, render: (_, loan) => formatTime(loan.createdAt) },
  };
  return wanted.map((name) => ({ key: name, ...columns[name] }));
}
