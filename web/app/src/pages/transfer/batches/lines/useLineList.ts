import { useMemo, useState } from 'react';
import type { LineState } from '../../../../api/client';
import { useLines } from '../../../../api/lines';
import { nothing } from './selection';
import type { Selection } from './selection';

/** One page of the persons of a batch, as filtered, with the selection on it. Another page begins with nothing selected. */
export function useLineList(batchId: string) {
  const [state, setState] = useState<LineState>();
  const [text, setText] = useState('');
  const [cursors, setCursors] = useState<string[]>(['']); // of the pages up to this one
  const [selection, setSelection] = useState<Selection>(nothing);
  const query = useLines(batchId, { ...(state ? { state: [state] } : {}), ...(text ? { text } : {}) }, cursors.at(-1) ?? '');
  const found = query.data?.lines;
  const [lines, rows] = useMemo(() => [found ?? [], (found ?? []).map((line) => line.seq)], [found]);
  const next = query.data?.next;
  const turn = (pages: string[]) => {
    setCursors(pages);
    setSelection(nothing);
  };
  return {
    query,
    lines,
    rows,
    selection,
    setSelection,
    state,
    filterState: (wanted: LineState | undefined) => { setState(wanted); turn(['']); },
    filterText: (wanted: string) => { setText(wanted); turn(['']); },
    previous: cursors.length > 1 ? () => turn(cursors.slice(0, -1)) : undefined,
    next: next ? () => turn([...cursors, next]) : undefined,
  };
}

export type LineList = ReturnType<typeof useLineList>;
