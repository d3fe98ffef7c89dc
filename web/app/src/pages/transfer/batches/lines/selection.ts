/**
 * Which persons of a page are selected and which one the keys are at. Rows are named by their place in the batch, so that a
 * list that is read anew, perhaps without some of them, keeps both.
 */
export interface Selection {
  cursor: number | undefined;
  /** Where extending with Shift began, and what was selected before. */
  anchor: number | undefined;
  base: ReadonlySet<number>;
  selected: ReadonlySet<number>;
}

export const nothing: Selection = { cursor: undefined, anchor: undefined, base: new Set(), selected: new Set() };

/** Puts the cursor on a row; extending selects all rows from where extending began. */
export function moveTo(selection: Selection, rows: readonly number[], index: number, extend: boolean): Selection {
  const cursor = rows[Math.min(Math.max(index, 0), rows.length - 1)];
  if (cursor === undefined) return selection;
  if (!extend) return { cursor, anchor: cursor, base: selection.selected, selected: selection.selected };
  const anchor = selection.anchor ?? cursor;
  const [from, to] = [rows.indexOf(anchor), rows.indexOf(cursor)].sort((a, b) => a - b) as [number, number];
  return { ...selection, cursor, anchor, selected: new Set([...selection.base, ...rows.slice(Math.max(from, 0), to + 1)]) };
}

/** Moves the cursor by some rows; the first key brings it to the first row. */
export function moveBy(selection: Selection, rows: readonly number[], delta: number, extend: boolean): Selection {
  const at = selection.cursor === undefined ? -1 : rows.indexOf(selection.cursor);
  if (at < 0) return moveTo(selection, rows, 0, extend);
  return moveTo(selection, rows, at + delta, extend);
}

export function select(selection: Selection, seqs: Iterable<number>): Selection {
  const selected = new Set(seqs);
  return { ...selection, anchor: selection.cursor, base: selected, selected };
}

export function toggle(selection: Selection): Selection {
  const { cursor, selected } = selection;
  if (cursor === undefined) return selection;
  return select(selection, selected.has(cursor) ? [...selected].filter((seq) => seq !== cursor) : [...selected, cursor]);
}

/** What a batch key works on: what is selected, or else the row under the cursor; in the order of the page. */
export function targets({ cursor, selected }: Selection, rows: readonly number[]): number[] {
  return rows.filter((seq) => (selected.size > 0 ? selected.has(seq) : seq === cursor));
}

/** After these rows were dealt with: they are no longer selected, and the cursor stands on the next one that was not. */
export function past(selection: Selection, rows: readonly number[], done: readonly number[]): Selection {
  const last = rows.indexOf(done.at(-1) ?? -1);
  const cursor = rows.slice(last + 1).find((seq) => !done.includes(seq)) ?? selection.cursor;
  return select({ ...selection, cursor }, [...selection.selected].filter((seq) => !done.includes(seq)));
}
