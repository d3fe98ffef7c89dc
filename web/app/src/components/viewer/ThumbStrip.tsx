import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Page } from '../../api/client';
import { useT } from '../../i18n/i18n';

interface Props {
  pages: Page[];
  index: number;
  revision: string | number;
  onPick: (index: number) => void;
}

const width = 104;
const caption = 26;

export function thumbHref(page: Page): string {
  return `${page.iiif}/full/200,/0/default.jpg`;
}

/** Only what is on screen is fetched: a dossier of 600 pages must not ask for 600 images. */
export function ThumbStrip({ pages, index, revision, onPick }: Props) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const strip = useVirtualizer({
    count: pages.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => {
      const page = pages[at];
      const ratio = page && page.width > 0 ? page.height / page.width : Math.SQRT2;
      return width * Math.min(Math.max(ratio, 0.4), 1.8) + caption;
    },
    overscan: 3,
  });
  useEffect(() => strip.scrollToIndex(index, { align: 'auto' }), [strip, index]);
  return (
    <div ref={scroller} className="thumb-strip">
      <div className="thumb-rail" style={{ height: strip.getTotalSize() }}>
        {strip.getVirtualItems().map((item) => {
          const page = pages[item.index];
          if (!page) return null;
          return (
            <button
              key={page.no}
              type="button"
              className="thumb"
              aria-label={t('viewer.thumbOf', { no: item.index + 1 })}
              aria-current={item.index === index ? 'page' : undefined}
              style={{ transform: `translateY(${item.start}px)`, height: item.size - 4 }}
              onClick={() => onPick(item.index)}
            >
              <img key={`${page.rotation}:${revision}`} src={thumbHref(page)} alt="" loading="lazy" draggable={false} />
              <span>{item.index + 1}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}
