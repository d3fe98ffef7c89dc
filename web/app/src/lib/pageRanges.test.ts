import { expect, it } from 'vitest';
import { parsePages } from './pageRanges';

it.each([
  ['', []],
  ['2', [2]],
  ['1,3-5', [1, 3, 4, 5]],
  ['4、 2，2～3', [2, 3, 4]],
  ['0', null],
  ['5-3', null],
  ['第一页', null],
  ['1-99999', null],
  ['1-400,500-900', null],
])('reads %o as %o', (text, pages) => {
  expect(parsePages(text)).toEqual(pages);
});
