import { Empty, Result } from 'antd';
import { useCallback, useRef, useState } from 'react';
import type { InputRef } from 'antd';
import type { Page } from '../../api/client';
import { useT } from '../../i18n/i18n';
import type { MessageKey } from '../../i18n/messages';
import { useWindowKeys } from '../../lib/keys';
import { KeyHelp } from '../KeyHelp';
import { viewerAction } from './keymap';
import type { ViewerAction } from './keymap';
import { TextPanel } from './TextPanel';
import { ThumbStrip } from './ThumbStrip';
import { useImageViewer } from './useImageViewer';
import { ViewerToolbar } from './ViewerToolbar';

interface Props {
  dossierId: string;
  /** In reading order. */
  pages: Page[];
  index: number;
  /** Tells saved states of the same page apart, e.g. the version of the dossier. */
  revision: string | number;
  /** Words to mark in the text of a page. */
  terms: string[];
  onTurn: (index: number) => void;
}

const zoomStep = 1.4;
const helpEntries: MessageKey[] = [
  'viewer.previous', 'viewer.next', 'viewer.first', 'viewer.last', 'viewer.gotoKey',
  'viewer.zoomIn', 'viewer.zoomOut', 'viewer.fit', 'viewer.rotate', 'viewer.thumbs', 'viewer.help',
];

export function PageViewer({ dossierId, pages, index, revision, terms, onTurn }: Props) {
  const t = useT();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const pageInput = useRef<InputRef>(null);
  const [showThumbs, setShowThumbs] = useState(true);
  const [showText, setShowText] = useState(false);
  const [showHelp, setShowHelp] = useState(false);
  const page = pages[index];
  const image = useImageViewer(canvas, page?.iiif, `${page?.no}:${page?.rotation}:${revision}`);
  const { zoomBy, fit, rotate } = image;

  const turnTo = useCallback(
    (next: number) => {
      const target = Math.min(Math.max(next, 0), pages.length - 1);
      if (target !== index && pages.length > 0) onTurn(target);
    },
    [index, onTurn, pages.length],
  );
  const act = useCallback(
    (action: ViewerAction) => {
      const actions: Record<ViewerAction, () => void> = {
        previous: () => turnTo(index - 1),
        next: () => turnTo(index + 1),
        first: () => turnTo(0),
        last: () => turnTo(pages.length - 1),
        zoomIn: () => zoomBy(zoomStep),
        zoomOut: () => zoomBy(1 / zoomStep),
        fit,
        rotate,
        thumbs: () => setShowThumbs((shown) => !shown),
        goto: () => pageInput.current?.focus({ cursor: 'all' }),
        help: () => setShowHelp(true),
      };
      actions[action]();
    },
    [turnTo, index, pages.length, zoomBy, fit, rotate],
  );
  useWindowKeys((event) => {
    const action = viewerAction(event);
    if (!action) return;
    event.preventDefault();
    act(action);
  });

  const toggleFullscreen = () => void (document.fullscreenElement ? document.exitFullscreen() : frame.current?.requestFullscreen());
  return (
    <section ref={frame} className="viewer" aria-label={t('viewer.label')}>
      <ViewerToolbar
        index={index}
        pages={pages}
        pageInput={pageInput}
        thumbs={showThumbs}
        text={showText}
        dossierId={dossierId}
        onAction={act}
        onGoto={turnTo}
        onText={() => setShowText(!showText)}
        onFullscreen={toggleFullscreen}
      />
      <div className="viewer-body">
        {showThumbs && pages.length > 0 && <ThumbStrip pages={pages} index={index} revision={revision} onPick={turnTo} />}
        <div className="viewer-canvas">
          <div ref={canvas} className="viewer-image" data-page={page?.no} />
          {!page && <Empty className="viewer-notice" description={t('viewer.noPages')} />}
          {page && image.failed && <Result className="viewer-notice" status="warning" title={t('viewer.failed')} subTitle={page.sourceName} />}
        </div>
        {showText && page && <TextPanel dossierId={dossierId} page={page} terms={terms} />}
      </div>
      <KeyHelp entries={helpEntries} open={showHelp} onClose={() => setShowHelp(false)} />
    </section>
  );
}
