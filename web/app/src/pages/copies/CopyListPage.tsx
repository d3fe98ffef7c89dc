import type { CopyOrder } from '../../api/client';
import { useCopies } from '../../api/consultations';
import { MatterListPage } from '../../components/matter/MatterListPage';
import { RegisterButton } from '../../components/matter/RegisterButton';
import { useMatterColumns } from '../../components/matter/columns';
import { useT } from '../../i18n/i18n';
import { copyStates } from '../../i18n/labels.circulation';
import { useListFilter } from '../../lib/useListFilter';

export function Component() {
  const t = useT();
  const filter = useListFilter<string>();
  const { state, text } = filter;
  const list = useCopies({ ...(state ? { state } : {}), ...(text ? { text } : {}) });
  const columns = useMatterColumns<CopyOrder>('COPY', ({ lateDays }) => lateDays);
  return (
    <MatterListPage<CopyOrder>
      title={t('copy.title')}
      search={t('copy.search')}
      filter={filter}
      states={copyStates}
      list={list}
      extra={<RegisterButton kind="COPY" />}
      columns={[
        columns.no,
        columns.dossier,
        { key: 'unit', title: t('copy.unit'), render: (_, order) => <>{order.unit}<div className="muted">{order.purpose}</div></> },
        { key: 'items', title: t('copy.items'), render: (_, { items }) => items.map(({ citation: { words } }, at) => <div key={at}>{words}</div>) },
        columns.state,
        columns.createdAt,
      ]}
    />
  );
}
