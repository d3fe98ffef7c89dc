import { Space, Tag } from 'antd';
import { useT } from '../../i18n/i18n';

/** Blue: under way; gold: waits for someone; green: good; red: needs attention; others are grey: over. */
const colors: Record<string, string> = {
  REQUESTED: 'gold', APPROVED: 'gold', REGISTERED: 'gold', LETTER_VERIFIED: 'gold', IDENTITY_VERIFIED: 'gold', DRAFTED: 'gold', REVIEWED: 'gold',
  LETTER_RECEIVED: 'gold', PACKED: 'gold', DUE: 'gold', CHECKED_OUT: 'processing', OPENED: 'processing', DISPATCHED: 'processing', CHASED: 'orange',
  KEPT: 'processing', RETURNED_CHECKED: 'gold', RETURNED: 'green', CLOSED: 'green', ISSUED: 'green', COLLECTED: 'green', RECEIPT_RETURNED: 'gold',
  ARCHIVED: 'green', TRANSFERRED: 'green', RETURNED_WITH_DEFECT: 'orange', REJECTED: 'red', REFUSED: 'red', OVERDUE: 'red', ESCALATED: 'red', LOST: 'red',
  TERMINATED: 'red', VOIDED: 'red', LATE_DISPATCH: 'red', RECEIPT_OVERDUE: 'red', RETURNED_BY_RECEIVER: 'orange', LOST_IN_TRANSIT: 'red',
};

/** The state of a matter as the server names it; for one that is late also by how much. */
export function MatterTag({ matter: { state, stateLabel, lateDays } }: { matter: { state: string; stateLabel: string; lateDays: number } }) {
  const t = useT();
  return (
    <Space size={4}>
      <Tag color={colors[state] ?? 'default'}>{stateLabel}</Tag>
      {lateDays > 0 && <Tag color="red">{t('matter.late', { days: lateDays })}</Tag>}
    </Space>
  );
}
