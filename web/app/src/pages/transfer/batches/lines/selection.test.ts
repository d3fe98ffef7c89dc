import { describe, expect, it } from 'vitest';
import { moveBy, moveTo, nothing, past, select, targets, toggle } from './selection';

const rows = [3, 5, 8, 9, 12];

describe('selection', () => {
  it('starts at the first row and stops at both ends', () => {
    const first = moveBy(nothing, rows, 1, false);
    expect(first.cursor).toBe(3);
    expect(moveBy(first, rows, -1, false).cursor).toBe(3);
    expect(moveBy(moveTo(first, rows, 99, false), rows, 1, false).cursor).toBe(12);
  });

  it('extends from where it began and takes back what is left again', () => {
    let now = toggle(moveTo(nothing, rows, 0, false)); // 3
    now = moveTo(now, rows, 2, false);
    now = moveBy(now, rows, 1, true);
    now = moveBy(now, rows, 1, true);
    expect([...now.selected]).toEqual([3, 8, 9, 12]);
    now = moveBy(now, rows, -1, true);
    expect([...now.selected]).toEqual([3, 8, 9]);
  });

  it('toggles the row under the cursor only', () => {
    const once = toggle(moveTo(nothing, rows, 1, false));
    expect([...once.selected]).toEqual([5]);
    expect([...toggle(once).selected]).toEqual([]);
    expect(toggle(nothing)).toBe(nothing);
  });

  it('works on the selection, or on the current row when nothing is selected', () => {
    const at = moveTo(nothing, rows, 3, false);
    expect(targets(at, rows)).toEqual([9]);
    expect(targets(select(at, [12, 3]), rows)).toEqual([3, 12]);
    expect(targets(nothing, rows)).toEqual([]);
    expect(targets(select(at, [12, 77]), rows)).toEqual([12]); // 77 stands on another page
  });

  it('goes on with the next row, also when those dealt with leave the list', () => {
    const after = past(select(moveTo(nothing, rows, 0, false), [3, 5]), rows, [3, 5]);
    expect(after.cursor).toBe(8);
    expect(after.selected.size).toBe(0);
    expect(moveBy(after, [8, 9, 12], 1, false).cursor).toBe(9);
    expect(past(moveTo(nothing, rows, 4, false), rows, [12]).cursor).toBe(12);
  });
});
