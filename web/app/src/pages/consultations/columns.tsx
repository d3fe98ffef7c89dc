import { Tag } from 'antd';
import type { TableColumnType } from 'antd';
import type { Consultation } from '../../api/client';
import { useMatterColumns } from '../../components/matter/columns';
import { useT } from '../../i18n/i18n';

/** The columns of a table of consultations. */
export function useConsultationColumns(): TableColumnType<Consultation>[] {
  const t = useT();
  const { no, dossier, state, createdAt } = useMatterColumns<Consultation>('CONSULTATION', ({ lateDays }) => lateDays);
  return [
    no,
    dossier,
    { key: 'unit', title: t('consultation.unit'), render: (_, c) => <>{c.unit}<div className="muted">{c.purposeLabel}</div></> },
    { key: 'visitors', title: t('consultation.visitors'), width: 150, render: (_, { visitors }) => visitors.map(({ name }) => name).join('、') },
    { key: 'medium', title: t('consultation.medium'), width: 100, render: (_, { medium }) => <Tag>{t(`consultation.medium.${medium}`)}</Tag> },
    state,
    createdAt,
  ];
}
