import type { ScreenMaterial } from '../../api/client';
import { useT } from '../../i18n/i18n';
import type { Stop } from './stops';

interface Props {
  materials: ScreenMaterial[];
  current: Stop | undefined;
  onOpen: (material: number) => void;
}

/** What was approved for the visit; a material opens at its first page. */
export function MaterialList({ materials, current, onOpen }: Props) {
  const t = useT();
  return (
    <nav className="room-list" aria-label={t('screen.materials')}>
      <h2>{t('screen.materials')}</h2>
      {materials.map(({ number, title, formedOn, pages }, at) => (
        <button key={at} type="button" disabled={pages.length === 0} aria-current={current?.material === at || undefined} onClick={() => onOpen(at)}>
          <span className="mono">{number}</span>
          <span>{title}</span>
          <small>{formedOn} · {pages.length > 0 ? t('dossier.pageCount', { count: pages.length }) : t('screen.noPages')}</small>
        </button>
      ))}
    </nav>
  );
}
