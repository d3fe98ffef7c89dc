import { Descriptions } from 'antd';
import type { ReactNode } from 'react';
import type { VolumeCount } from '../../api/client';
import { useT } from '../../i18n/i18n';

export type Fact = [title: string, value: ReactNode];

/** What is known of a matter; rows without a value are left out. */
export function Facts({ rows }: { rows: Fact[] }) {
  const filled = rows.filter(([, value]) => Boolean(value));
  if (filled.length === 0) return null;
  return (
    <Descriptions
      size="small"
      bordered
      className="spaced"
      column={{ xs: 1, lg: 2 }}
      items={filled.map(([title, value]) => ({ key: title, label: title, children: value }))}
    />
  );
}

/** How much a dossier consists of. */
export function Extent({ count, wrong = false }: { count: VolumeCount; wrong?: boolean }) {
  const t = useT();
  return <span className={wrong ? 'warning-text' : ''}>{t('dossier.extent', { ...count })}</span>;
}
