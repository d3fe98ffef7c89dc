import type { Consultation } from '../../api/client';
import { useConsultations } from '../../api/consultations';
import { MatterListPage } from '../../components/matter/MatterListPage';
import { RegisterButton } from '../../components/matter/RegisterButton';
import { useT } from '../../i18n/i18n';
import { consultationStates } from '../../i18n/labels.circulation';
import { useListFilter } from '../../lib/useListFilter';
import { useConsultationColumns } from './columns';

export function Component() {
  const t = useT();
  const filter = useListFilter<string>();
  const { state, text } = filter;
  const list = useConsultations({ ...(state ? { state } : {}), ...(text ? { text } : {}) });
  return (
    <MatterListPage<Consultation>
      title={t('consultation.title')}
      search={t('consultation.search')}
      filter={filter}
      states={consultationStates}
      list={list}
      columns={useConsultationColumns()}
      extra={<RegisterButton kind="CONSULTATION" />}
    />
  );
}
