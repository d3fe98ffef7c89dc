import type { Outbound } from '../../api/client';
import { useOutbounds } from '../../api/outbounds';
import { MatterListPage } from '../../components/matter/MatterListPage';
import { RegisterButton } from '../../components/matter/RegisterButton';
import { useMatterColumns } from '../../components/matter/columns';
import { useT } from '../../i18n/i18n';
import { outboundStates } from '../../i18n/labels.outbound';
import { useListFilter } from '../../lib/useListFilter';

export function Component() {
  const t = useT();
  const filter = useListFilter<string>();
  const { state, text } = filter;
  const list = useOutbounds({ ...(state ? { state } : {}), ...(text ? { text } : {}) });
  const { no, dossier, state: stateColumn, createdAt } = useMatterColumns<Outbound>('OUTBOUND', ({ lateDays }) => lateDays);
  return (
    <MatterListPage<Outbound>
      title={t('outbound.title')}
      search={t('outbound.search')}
      filter={filter}
      states={outboundStates}
      list={list}
      extra={<RegisterButton kind="OUTBOUND" />}
      columns={[
        no,
        dossier,
        { key: 'issuer', title: t('outbound.issuer'), render: (_, { letter, causeLabel }) => <>{letter.issuer}<div className="muted">{causeLabel}</div></> },
        stateColumn,
        { key: 'dispatchBy', title: t('outbound.dispatchBy'), width: 110, render: (_, o) => <Deadline day={o.dispatchBy} late={o.lateDays > 0 && !o.receiptDue} /> },
        { key: 'receiptDue', title: t('outbound.receiptDue'), width: 110, render: (_, o) => <Deadline day={o.receiptDue} late={o.lateDays > 0 && Boolean(o.receiptDue)} /> },
        createdAt,
      ]}
    />
  );
}

function Deadline({ day, late }: { day: string; late: boolean }) {
  return <span className={late ? 'danger-text nowrap' : 'nowrap'}>{day}</span>;
}
