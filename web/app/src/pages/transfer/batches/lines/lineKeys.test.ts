import { describe, expect, it } from 'vitest';
import type { KeyPress } from '../../../../lib/keys';
import { lineAction } from './lineKeys';

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, target: document.body, ...more };
}

function inside(html: string, selector: string): Element {
  document.body.innerHTML = html;
  const found = document.querySelector(selector);
  if (!found) throw new Error(`${selector} is not in the page`);
  return found;
}

describe('lineAction', () => {
  it.each([
    ['j', 'next'], ['J', 'next'], ['ArrowDown', 'next'], ['k', 'previous'], ['ArrowUp', 'previous'],
    ['x', 'toggle'], [' ', 'toggle'], ['v', 'verify'], ['V', 'verify'], ['n', 'reject'], ['Enter', 'open'], ['Escape', 'clear'],
    ['PageDown', 'nextPage'], ['End', 'last'], ['?', 'help'], ['？', 'help'],
  ])('%s means %s', (key, action) => expect(lineAction(press(key))?.action).toBe(action));

  it('extends with Shift while moving, by letters too, and only then', () => {
    expect(lineAction(press('J', { shiftKey: true }))).toEqual({ action: 'next', extend: true });
    expect(lineAction(press('ArrowUp', { shiftKey: true }))).toEqual({ action: 'previous', extend: true });
    expect(lineAction(press('V', { shiftKey: true }))).toEqual({ action: 'verify', extend: false });
  });

  it('takes Ctrl+A and leaves the browser its other shortcuts', () => {
    expect(lineAction(press('a', { ctrlKey: true }))?.action).toBe('all');
    expect(lineAction(press('n', { ctrlKey: true }))).toBeUndefined();
    expect(lineAction(press('v', { metaKey: true }))).toBeUndefined();
    expect(lineAction(press('ArrowUp', { altKey: true }))).toBeUndefined();
  });

  it('verifies nobody while someone types or a dialog is open', () => {
    expect(lineAction(press('v', { target: inside('<input>', 'input') }))).toBeUndefined();
    expect(lineAction(press('v', { isComposing: true }))).toBeUndefined();
    expect(lineAction(press('v', { target: inside('<div role="dialog"><button></button></div>', 'button') }))).toBeUndefined();
  });

  it('leaves Space and Enter to the button or tick box that has the focus, but not the rest', () => {
    const box = inside('<input type="checkbox">', 'input');
    expect(lineAction(press(' ', { target: box }))).toBeUndefined();
    expect(lineAction(press('j', { target: box }))?.action).toBe('next');
    const button = inside('<button></button>', 'button');
    expect(lineAction(press('Enter', { target: button }))).toBeUndefined();
    expect(lineAction(press('v', { target: button }))?.action).toBe('verify');
    expect(lineAction(press('ArrowDown', { target: button }))?.action).toBe('next');
  });

  it('leaves arrow keys to a bar of tabs', () => {
    const tab = inside('<div role="tablist"><div role="tab" tabindex="0"></div></div>', '[role="tab"]');
    expect(lineAction(press('ArrowDown', { target: tab }))).toBeUndefined();
    expect(lineAction(press('j', { target: tab }))?.action).toBe('next');
  });
});
