import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { clockText, useCountdown } from './useCountdown';

it.each([[0, '0:00:00'], [59, '0:00:59'], [3600, '1:00:00'], [10_799, '2:59:59']])('shows %d seconds as %s', (seconds, text) => {
  expect(clockText(seconds)).toBe(text);
});

it('ends at 0, and allows for a clock that goes wrong', () => {
  const end = new Date(Date.now() + 10_000).toISOString();
  const left = (ahead: number) => renderHook(() => useCountdown(end, ahead)).result.current;
  expect(left(0)).toBeGreaterThan(8);
  expect(left(0)).toBeLessThan(12);
  expect(left(-60_000)).toBe(0);
  expect(left(60_000)).toBeGreaterThan(65);
});
