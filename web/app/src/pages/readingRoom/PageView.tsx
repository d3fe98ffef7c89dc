import { LeftOutlined, MinusOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Spin } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { screenPageHref } from '../../api/readingRoom';
import { useT } from '../../i18n/i18n';
import { useWindowKeys } from '../../lib/keys';
import type { Stop } from './stops';

/** Steps of enlargement: how wide the page is drawn, and the pixels to ask for. Few widths: each picture fetched is an entry in the log. */
const zooms = [
  { name: 'room-whole', pixels: 1400 },
  { name: 'room-wide', pixels: 1400 },
  { name: 'room-large', pixels: 2400 },
  { name: 'room-huge', pixels: 2400 },
] as const;

interface Props {
  stop: Stop;
  first: boolean;
  last: boolean;
  onMove: (by: number) => void;
  /** A page was refused. */
  onFail: () => void;
}

export function PageView({ stop, first, last, onMove, onFail }: Props) {
  const t = useT();
  const [zoom, setZoom] = useState(0);
  const enlarge = (by: number) => setZoom((now) => Math.min(zooms.length - 1, Math.max(0, now + by)));
  const moves: Record<string, () => void> = {
    ArrowRight: () => onMove(1), PageDown: () => onMove(1), ArrowLeft: () => onMove(-1), PageUp: () => onMove(-1), '+': () => enlarge(1), '=': () => enlarge(1), '-': () => enlarge(-1),
  };
  useWindowKeys((event) => {
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    move();
  });
  const { name, pixels } = zooms[zoom] ?? zooms[0];
  return (
    <section className="room-view" aria-label={stop.title}>
      <div className="room-tools">
        <Button size="large" icon={<LeftOutlined />} disabled={first} onClick={() => onMove(-1)}>{t('common.previous')}</Button>
        <span className="room-place"><b>{stop.title}</b> {t('screen.page', { page: stop.place, count: stop.count })}</span>
        <Button size="large" icon={<MinusOutlined />} aria-label={t('screen.smaller')} disabled={zoom === 0} onClick={() => enlarge(-1)} />
        <Button size="large" icon={<PlusOutlined />} aria-label={t('screen.larger')} disabled={zoom === zooms.length - 1} onClick={() => enlarge(1)} />
        <Button size="large" icon={<RightOutlined />} iconPlacement="end" disabled={last} onClick={() => onMove(1)}>{t('common.next')}</Button>
      </div>
      <Picture key={`${stop.pageNo}-${pixels}`} stop={stop} className={name} pixels={pixels} onFail={onFail} />
    </section>
  );
}

function Picture({ stop, className, pixels, onFail }: { stop: Stop; className: string; pixels: number; onFail: () => void }) {
  const t = useT();
  const [turn] = useState(() => Date.now());
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading');
  const canvas = useRef<HTMLDivElement>(null);
  useEffect(() => {
    canvas.current?.scrollTo(0, 0);
  }, [className]);
  return (
    <div ref={canvas} className={`room-canvas ${className}`}>
      {state === 'loading' && <Spin size="large" className="room-wait" />}
      {state === 'failed'
        ? <p className="room-failed">{t('screen.failed')}</p>
        : (
          <img
            src={screenPageHref(stop.pageNo, pixels, turn)}
            alt={t('screen.pageOf', { title: stop.title, page: stop.place })}
            draggable={false}
            onLoad={() => setState('shown')}
            onError={() => { setState('failed'); onFail(); }}
          />
        )}
    </div>
  );
}
