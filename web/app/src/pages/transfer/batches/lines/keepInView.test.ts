import { expect, it } from 'vitest';
import { scrollFor } from './keepInView';

it.each([
  [3, 0, undefined], // in view
  [9, 0, undefined], // the last one wholly in view
  [10, 0, 30], // just below: comes to the lower edge
  [2, 90, 60], // above: comes to the upper edge
  [499, 0, 14_700],
])('row %i of a view at %i', (index, top, wanted) => {
  expect(scrollFor(index, 30, { top, height: 300 })).toBe(wanted);
});
