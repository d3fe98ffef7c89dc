import { Button, Empty } from 'antd';
import { useEffect, useState } from 'react';
import type { LiveScreen } from '../../api/readingRoom';
import { useT } from '../../i18n/i18n';
import { clockText, useCountdown } from '../../lib/useCountdown';
import { MaterialList } from './MaterialList';
import { PageView } from './PageView';
import { useIdle } from './useIdle';
import { stops } from './stops';

const soon = 600; // seconds
const patience = 180; // seconds without a touch, after which nobody is thought to sit here

interface Props {
  visit: LiveScreen;
  onOver: () => void;
  /** The visit may have ended, or its scope may have changed. */
  onAgain: () => void;
}

/** What visitors may see, page by page, as long as their time lasts. */
export function Visit({ visit: { screen, ahead }, onOver, onAgain }: Props) {
  const t = useT();
  const left = useCountdown(screen.endsAt, ahead);
  const over = left === 0;
  const [idle, wake] = useIdle(patience);
  const pages = stops(screen.materials);
  const [at, setAt] = useState(0);
  useEffect(() => {
    if (over) onOver();
  }, [over, onOver]);
  const current = pages[Math.min(at, pages.length - 1)];
  return (
    <>
      <header className="room-header">
        <div><b>{t('screen.subject', { name: screen.name })}</b> <span className="mono">{screen.no}</span></div>
        <div className="room-visitors">{screen.unit} {screen.visitors.join('、')}</div>
        <div className={left < soon ? 'room-clock room-soon' : 'room-clock'} role="timer">{t('screen.left')} <b>{clockText(left)}</b></div>
      </header>
      <div className="room-body">
        <MaterialList materials={screen.materials} current={current} onOpen={(place) => setAt(pages.findIndex(({ material }) => material === place))} />
        {!current && <Empty className="room-view" description={t('screen.noMaterials')} />}
        {current && idle && (
          <div className="room-view room-paused">
            <p>{t('screen.paused')}</p>
            <Button type="primary" size="large" onClick={() => { wake(); onAgain(); }}>{t('screen.goOn')}</Button>
          </div>
        )}
        {current && !idle && <PageView stop={current} first={at === 0} last={at === pages.length - 1} onMove={(by) => setAt(Math.min(pages.length - 1, Math.max(0, at + by)))} onFail={onAgain} />}
      </div>
      <footer className="room-footer">{t('screen.rules')}</footer>
    </>
  );
}
