import { Space, Tag } from 'antd';
import type { Loan } from '../../api/client';
import { StateTag } from '../../components/StateTag';
import { useT } from '../../i18n/i18n';
import { loanStates } from '../../i18n/labels.circulation';

const colors: Record<string, string> = {
  REQUESTED: 'gold', APPROVED: 'gold', REJECTED: 'red', CHECKED_OUT: 'processing', OVERDUE: 'red', ESCALATED: 'red',
  RETURNED: 'green', RETURNED_WITH_DEFECT: 'orange', LOST: 'red',
};

/** The state of a loan; for one that is late also by how much. */
export function LoanTag({ loan: { state, overdueDays } }: { loan: Pick<Loan, 'state' | 'overdueDays'> }) {
  const t = useT();
  const late = overdueDays > 0;
  return (
    <Space size={4}>
      {!(late && state === 'OVERDUE') && <StateTag state={state} labels={loanStates} colors={colors} />}
      {late && <Tag color="red">{t('loan.overdue', { days: overdueDays })}</Tag>}
    </Space>
  );
}
