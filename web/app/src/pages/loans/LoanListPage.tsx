import { Card, Empty, Input, Space, Table } from 'antd';
import type { Loan, LoanState } from '../../api/client';
import { useLoans } from '../../api/loans';
import { MorePages } from '../../components/MorePages';
import { ProblemAlert } from '../../components/ProblemAlert';
import { useT } from '../../i18n/i18n';
import { loanStates } from '../../i18n/labels.circulation';
import { useListFilter } from '../../lib/useListFilter';
import { StateSelect } from '../transfer/StateSelect';
import { useLoanColumns } from './columns';

export function Component() {
  const t = useT();
  const { state, text, setState, setText } = useListFilter<LoanState>();
  const loans = useLoans({ ...(state ? { state } : {}), ...(text ? { text } : {}) });
  return (
    <Card
      title={t('loan.title')}
      extra={
        <Space wrap>
          <Input.Search key={text} allowClear className="list-search" aria-label={t('loan.search')} placeholder={t('loan.search')} defaultValue={text} maxLength={100} onSearch={setText} />
          <StateSelect<LoanState> labels={loanStates} value={state} onChange={setState} />
        </Space>
      }
    >
      <ProblemAlert error={loans.error} onRetry={() => void loans.refetch()} />
      <Table<Loan>
        rowKey="id"
        pagination={false}
        scroll={{ x: 1000 }}
        loading={{ spinning: loans.isLoading, delay: 200 }}
        dataSource={loans.data?.pages.flatMap((page) => page.loans)}
        locale={{ emptyText: <Empty description={t('loan.none')} /> }}
        columns={useLoanColumns(['no', 'dossier', 'unit', 'state', 'fetchBy', 'dueOn', 'createdAt'])}
      />
      <MorePages list={loans} />
    </Card>
  );
}
