import OpenSeadragon from 'openseadragon';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

export interface ImageControls {
  zoomBy: (factor: number) => void;
  fit: () => void;
  rotate: () => void;
}

/**
 * OpenSeadragon inside React: one viewer for the life of the component, one image at a time. `key` changes when the image
 * behind an unchanged address did (a rotation or replacement was saved). Pages ahead are not fetched: every page that
 * is fetched counts as read in the audit trail.
 */
export function useImageViewer(element: RefObject<HTMLDivElement | null>, service: string | undefined, key: string) {
  const viewer = useRef<OpenSeadragon.Viewer | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (!element.current) return;
    const made = OpenSeadragon({
      element: element.current,
      drawer: 'canvas', // WebGL blurs reduced text, and old workstations have none
      showNavigationControl: false,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      animationTime: 0.3,
      minZoomImageRatio: 0.8,
      maxZoomPixelRatio: 3,
      visibilityRatio: 0.4,
      preserveImageSizeOnResize: false,
      crossOriginPolicy: false,
      placeholderFillStyle: '#d9d6cf', // paper where tiles are still on their way
    });
    // The page has its own keys; two maps on one keyboard would turn a page and pan at once.
    made.addHandler('canvas-key', (event) => { event.preventDefaultAction = true; });
    made.addHandler('open-failed', () => setFailed(true));
    viewer.current = made;
    return () => {
      viewer.current = null;
      made.destroy();
    };
  }, [element]);

  useEffect(() => {
    setFailed(false);
    if (!viewer.current) return;
    viewer.current.viewport?.setRotation(0, true);
    if (service) viewer.current.open({ tileSource: `${service}/info.json` });
    else viewer.current.close();
  }, [service, key]);

  const zoomBy = useCallback((factor: number) => viewer.current?.viewport?.zoomBy(factor).applyConstraints(), []);
  const fit = useCallback(() => viewer.current?.viewport?.goHome(), []);
  const rotate = useCallback(() => viewer.current?.viewport?.rotateBy(90), []);
  return { failed, zoomBy, fit, rotate };
}
