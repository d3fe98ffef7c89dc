import { useRef, useState } from 'react';
import type { PointerEvent, RefObject } from 'react';

/** Where a drag over a list would drop: the item whose middle is nearest to the pointer. */
export function nearestItem(boxes: readonly Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>[], x: number, y: number): number {
  let best = 0;
  let least = Infinity;
  boxes.forEach((box, at) => {
    const distance = Math.hypot(x - (box.left + box.width / 2), y - (box.top + box.height / 2));
    if (distance < least) [best, least] = [at, distance];
  });
  return best;
}

export interface Handle {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: () => void;
  onPointerCancel: () => void;
}

interface Reorder {
  list: RefObject<HTMLOListElement | null>;
  dragged: number | undefined;
  target: number | undefined;
  handle: (at: number) => Handle;
}

/**
 * Reordering by mouse, pen or finger with pointer events: the browser's own drag and drop knows no touch screens, which
 * the reading rooms have. Keyboards use the buttons beside each item.
 */
export function useReorder(count: number, onDrop: (from: number, to: number) => void): Reorder {
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<number>();
  const [target, setTarget] = useState<number>();
  const stop = () => {
    setDragged(undefined);
    setTarget(undefined);
  };
  const handle = (at: number): Handle => ({
    onPointerDown: (event) => {
      if (event.button !== 0 || count < 2) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      setDragged(at);
      setTarget(at);
    },
    onPointerMove: (event) => {
      if (dragged === undefined || !list.current) return;
      const boxes = [...list.current.children].map((item) => item.getBoundingClientRect());
      setTarget(nearestItem(boxes, event.clientX, event.clientY));
    },
    onPointerUp: () => {
      if (dragged !== undefined && target !== undefined && dragged !== target) onDrop(dragged, target);
      stop();
    },
    onPointerCancel: stop,
  });
  return { list, dragged, target, handle };
}
