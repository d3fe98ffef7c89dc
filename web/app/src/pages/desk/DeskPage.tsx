import { Badge, Card, Spin, Table } from 'antd';
import { useState } from 'react';
import type { Loan } from '../../api/client';
import { useLoanDesk } from '../../api/loans';
import { ProblemAlert } from '../../components/ProblemAlert';
import { ScanBox } from '../../components/ScanBox';
import { useT } from '../../i18n/i18n';
import type { MessageKey } from '../../i18n/messages';
import { useCan } from '../../session/session';
import { useLoanColumns } from '../loans/columns';
import type { LoanColumn } from '../loans/columns';
import { useScan } from './useScan';
import { WaitingBatches } from './WaitingBatches';

/** What waits for whoever is signed in, and a box for whatever is handed over the counter. */
export function Component() {
  const t = useT();
  const can = useCan();
  const [turn, setTurn] = useState(0);
  const { scan, error } = useScan();
  return (
    <div className="desk-page">
      <Card size="small" title={t('desk.title')}>
        <ScanBox
          label={t('desk.scan')}
          placeholder={t('desk.scanPlaceholder')}
          active
          turn={turn}
          onScan={(code) => { scan(code); setTurn(turn + 1); }}
        />
        <ProblemAlert error={error} />
      </Card>
      {can('loan.read') && <LoanWork />}
      <WaitingBatches />
    </div>
  );
}

type ListName = 'toApprove' | 'toFetch' | 'dueToday' | 'overdue';

const lists: readonly { name: ListName; columns: readonly LoanColumn[]; late?: boolean }[] = [
  { name: 'overdue', columns: ['no', 'dossier', 'unit', 'dueOn'], late: true },
  { name: 'toApprove', columns: ['no', 'dossier', 'unit', 'createdAt'] },
  { name: 'toFetch', columns: ['no', 'dossier', 'unit', 'fetchBy'] },
  { name: 'dueToday', columns: ['no', 'dossier', 'unit', 'dueOn'] },
];

function LoanWork() {
  const desk = useLoanDesk();
  if (!desk.data) return desk.error ? <ProblemAlert error={desk.error} onRetry={() => void desk.refetch()} /> : <Spin delay={200} />;
  const { data } = desk;
  return (
    <div className="desk-lists">
      {lists.map(({ name, columns, late = false }) => (
        <LoanList key={name} title={`desk.${name}`} loans={data[name]} columns={columns} late={late && data[name].length > 0} />
      ))}
    </div>
  );
}

function LoanList({ title, loans, columns, late }: { title: MessageKey; loans: Loan[]; columns: readonly LoanColumn[]; late: boolean }) {
  const t = useT();
  const shown = useLoanColumns(columns);
  return (
    <Card
      size="small"
      {...(late ? { className: 'desk-late' } : {})}
      title={<>{t(title)} <Badge count={loans.length} showZero color={late ? 'red' : loans.length > 0 ? 'blue' : 'gray'} /></>}
    >
      {loans.length === 0
        ? <span className="muted">{t('desk.nothing')}</span>
        : <Table<Loan> rowKey="id" size="small" pagination={false} scroll={{ y: 320 }} dataSource={loans} columns={shown} />}
    </Card>
  );
}
