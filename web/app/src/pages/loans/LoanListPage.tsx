import type { Loan } from '../../api/client';
import { useLoans } from '../../api/loans';
import { MatterListPage } from '../../components/matter/MatterListPage';
import { useT } from '../../i18n/i18n';
import { loanStates } from '../../i18n/labels.circulation';
import { useListFilter } from '../../lib/useListFilter';
import { useLoanColumns } from './columns';

export function Component() {
  const t = useT();
  const filter = useListFilter<string>();
  const { state, text } = filter;
  const list = useLoans({ ...(state ? { state } : {}), ...(text ? { text } : {}) });
  return <MatterListPage<Loan> title={t('loan.title')} search={t('loan.search')} filter={filter} states={loanStates} list={list} columns={useLoanColumns()} />;
}
