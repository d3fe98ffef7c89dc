import type { Certificate } from '../../api/client';
import { useCertificates } from '../../api/certificates';
import { MatterListPage } from '../../components/matter/MatterListPage';
import { RegisterButton } from '../../components/matter/RegisterButton';
import { useMatterColumns } from '../../components/matter/columns';
import { useT } from '../../i18n/i18n';
import { certificateStates } from '../../i18n/labels.certificate';
import { useListFilter } from '../../lib/useListFilter';

export function Component() {
  const t = useT();
  const filter = useListFilter<string>();
  const { state, text } = filter;
  const list = useCertificates({ ...(state ? { state } : {}), ...(text ? { text } : {}) });
  const { no, dossier, state: stateColumn, createdAt } = useMatterColumns<Certificate>('CERTIFICATE', ({ lateDays }) => lateDays);
  return (
    <MatterListPage<Certificate>
      title={t('certificate.title')}
      search={t('certificate.search')}
      filter={filter}
      states={certificateStates}
      list={list}
      extra={<RegisterButton kind="CERTIFICATE" />}
      columns={[
        no,
        dossier,
        { key: 'kind', title: t('certificate.kind'), width: 150, dataIndex: 'kindTitle' },
        { key: 'requester', title: t('certificate.requester'), render: (_, { requester, capacityLabel }) => <>{requester.unit} {requester.name}<div className="muted">{capacityLabel}</div></> },
        stateColumn,
        { key: 'certificateNo', title: t('certificate.number'), width: 185, render: (_, { certificateNo }) => <span className="mono nowrap">{certificateNo}</span> },
        createdAt,
      ]}
    />
  );
}
