import { describe, expect, it } from 'vitest';
import { formatPlaces, parsePlaces } from './places';

describe('parsePlaces', () => {
  it.each([
    ['1-3、7', [1, 2, 3, 7]],
    ['７，１－３', [1, 2, 3, 7]],
    ['5 5 4-5', [4, 5]],
    ['', []],
  ])('reads %s', (text, places) => expect(parsePlaces(text)).toEqual(places));
  it.each(['3-1', '0', 'a', '1-', '1-999999'])('does not read %s', (text) => expect(parsePlaces(text)).toBeNull());
});

it('writes places in runs', () => {
  expect(formatPlaces([1, 2, 3, 7, 9, 10])).toBe('1-3, 7, 9-10');
  expect(formatPlaces([])).toBe('');
});
