import type { Hold } from '../../api/client';
import { useHolds } from '../../api/holds';
import { MatterListPage } from '../../components/matter/MatterListPage';
import { RegisterButton } from '../../components/matter/RegisterButton';
import { useMatterColumns } from '../../components/matter/columns';
import { useT } from '../../i18n/i18n';
import { holdStates } from '../../i18n/labels.outbound';
import { useListFilter } from '../../lib/useListFilter';
import { useCan } from '../../session/session';
import { DeceasedCard } from './DeceasedCard';

export function Component() {
  const t = useT();
  const can = useCan();
  const filter = useListFilter<string>();
  const { state, text } = filter;
  const list = useHolds({ ...(state ? { state } : {}), ...(text ? { text } : {}) });
  const { no, dossier, state: stateColumn, createdAt } = useMatterColumns<Hold>('HOLD', () => 0);
  return (
    <div className="work-page">
      {can('outbound.desk') && <DeceasedCard />}
      <MatterListPage<Hold>
        title={t('hold.title')}
        search={t('hold.search')}
        filter={filter}
        states={holdStates}
        list={list}
        extra={<RegisterButton kind="HOLD" />}
        columns={[
          no,
          dossier,
          { key: 'diedOn', title: t('hold.diedOn'), width: 120, className: 'nowrap', dataIndex: 'diedOn' },
          { key: 'reportedBy', title: t('hold.reportedBy'), dataIndex: 'reportedBy' },
          stateColumn,
          { key: 'until', title: t('hold.until'), width: 120, className: 'nowrap', dataIndex: 'holdUntil' },
          createdAt,
        ]}
      />
    </div>
  );
}
