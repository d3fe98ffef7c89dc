import type { TableColumnType } from 'antd';
import type { Loan } from '../../api/client';
import { useMatterColumns } from '../../components/matter/columns';
import { useT } from '../../i18n/i18n';

/** The columns of a table of loans. */
export function useLoanColumns(): TableColumnType<Loan>[] {
  const t = useT();
  const { no, dossier, state, createdAt } = useMatterColumns<Loan>('LOAN', (loan) => loan.overdueDays);
  return [
    no,
    dossier,
    { key: 'unit', title: t('loan.unit'), render: (_, loan) => <>{loan.request.unit}<div className="muted">{loan.purposeLabel}</div></> },
    state,
    { key: 'fetchBy', title: t('loan.fetchBy'), width: 120, className: 'nowrap', dataIndex: 'fetchBy' },
    { key: 'dueOn', title: t('loan.dueOn'), width: 120, className: 'nowrap', render: (_, loan) => <span className={loan.overdueDays > 0 ? 'danger-text' : ''}>{loan.dueOn}</span> },
    createdAt,
  ];
}
