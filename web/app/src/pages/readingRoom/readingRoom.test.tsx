import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Screen } from '../../api/client';
import { Visit } from './Visit';
import { stops } from './stops';

const minute = 60_000;
const materials: Screen['materials'] = [
  { number: '1-1', title: '职工履历表', formedOn: '1979-06-24', pages: [3, 4] },
  { number: '4-1', title: '没有扫描的材料', formedOn: '', pages: [] },
  { number: '9-2-1', title: '退休审批表', formedOn: '2012-06', pages: [9] },
];
const onOver = vi.fn();
const onAgain = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  const endsAt = new Date(Date.now() + 30 * minute).toISOString();
  render(
    <Visit
      visit={{ screen: { no: 'CY-1', name: '演示人', unit: '演示单位', visitors: ['甲', '乙'], endsAt, watermark: '', materials }, ahead: 0 }}
      onOver={onOver}
      onAgain={onAgain}
    />,
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

const pass = (time: number) => act(() => { vi.advanceTimersByTime(time); });
const shown = () => screen.queryByRole('img', { name: /第 \d 页/ })?.getAttribute('src')?.match(/pages\/(\d+)\.jpg/)?.[1];
const key = (name: string) => fireEvent.keyDown(window, { key: name });

it('leafs through all approved pages and stays within them', () => {
  expect(stops(materials).map(({ pageNo }) => pageNo)).toEqual([3, 4, 9]);
  const seen = ['ArrowLeft', 'ArrowRight', 'PageDown', 'ArrowRight', 'PageUp'].map((name) => {
    key(name);
    return shown();
  });
  expect(seen).toEqual(['3', '4', '9', '9', '4']);
});

it('opens a material at its first page; one that was not scanned cannot be opened', () => {
  fireEvent.click(screen.getByRole('button', { name: /退休审批表/ }));
  expect(shown()).toBe('9');
  expect(screen.getByRole('button', { name: /没有扫描的材料/ }).hasAttribute('disabled')).toBe(true);
});

it('asks for larger pictures only where they are drawn larger', () => {
  const widths = ['+', '+', '+', '-'].map((name) => {
    key(name);
    return screen.getByRole('img', { name: /第 1 页/ }).getAttribute('src')?.match(/width=(\d+)/)?.[1];
  });
  expect(widths).toEqual(['1400', '2400', '2400', '2400']);
});

it('shows nothing while nobody sits there, and asks the server before it goes on', () => {
  pass(2 * minute);
  key('ArrowRight');
  pass(2 * minute);
  expect(shown()).toBe('4');
  pass(2 * minute);
  expect(shown()).toBeUndefined();
  fireEvent.click(screen.getByRole('button', { name: '继续查阅' }));
  expect(onAgain).toHaveBeenCalledOnce();
  expect(shown()).toBe('4');
});

it('asks the server whether the visit goes on when a page is refused', () => {
  fireEvent.error(screen.getByRole('img', { name: /第 1 页/ }));
  expect(onAgain).toHaveBeenCalledOnce();
  expect(shown()).toBeUndefined();
});

it('ends by itself when the time is over', () => {
  pass(29 * minute);
  expect(onOver).not.toHaveBeenCalled();
  pass(minute + 1000);
  expect(onOver).toHaveBeenCalled();
});
