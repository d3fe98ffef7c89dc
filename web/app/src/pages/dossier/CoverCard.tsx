import { Descriptions } from 'antd';
import type { ReactNode } from 'react';
import type { Dossier } from '../../api/client';
import { revealDossier } from '../../api/dossiers';
import { Masked } from '../../components/Masked';
import { useLanguage, useT } from '../../i18n/i18n';
import { label, sexes } from '../../i18n/labels';
import { useCan } from '../../session/session';

export function CoverCard({ dossier }: { dossier: Dossier }) {
  const t = useT();
  const can = useCan();
  const language = useLanguage();
  const { head } = dossier;
  const rows: [string, ReactNode][] = [
    [t('dossier.idNumber'), <Masked key={head.id} masked={head.idNumber} mayReveal={can('retiree.reveal')} onReveal={(reason) => revealDossier(head.id, reason)} />],
    [t('dossier.archivalCode'), <span className="mono">{head.archivalCode}</span>],
    [t('dossier.sex'), label(sexes, head.sex, language)],
    [t('dossier.bornOn'), head.bornOn],
    [t('dossier.retiredOn'), head.retiredOn],
    [t('dossier.survival'), head.survival && t(`dossier.survival.${head.survival}`)],
    [t('dossier.diedOn'), dossier.diedOn],
    [t('dossier.employer'), head.employer],
    [t('dossier.hukouPlace'), dossier.hukouPlace],
    [t('common.office'), [dossier.divisionName, dossier.officeName].filter(Boolean).join(' · ')],
    [t('dossier.scheme'), dossier.schemeName],
    [t('dossier.retention'), dossier.retention],
    [t('dossier.extentLabel'), t('dossier.extent', { volumes: head.volumeCount, materials: head.materialCount, pages: head.pageCount })],
    [t('dossier.remark'), dossier.remark],
  ];
  return (
    <Descriptions
      className="cover"
      size="small"
      column={1}
      items={rows.filter(([, value]) => value !== '').map(([name, value]) => ({ key: name, label: name, children: value }))}
    />
  );
}
