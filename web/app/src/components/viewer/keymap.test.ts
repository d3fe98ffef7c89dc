import { describe, expect, it } from 'vitest';
import type { KeyPress } from '../../lib/keys';
import { viewerAction } from './keymap';

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, target: document.body, ...more };
}

function inside(html: string, selector: string): Element {
  document.body.innerHTML = html;
  const found = document.querySelector(selector);
  if (!found) throw new Error(`${selector} is not in the page`);
  return found;
}

describe('viewerAction', () => {
  it.each([
    ['ArrowRight', 'next'],
    ['ArrowLeft', 'previous'],
    ['+', 'zoomIn'],
    ['=', 'zoomIn'],
    ['-', 'zoomOut'],
    ['r', 'rotate'],
    ['R', 'rotate'],
    ['f', 'fit'],
    ['t', 'thumbs'],
    ['g', 'goto'],
    ['?', 'help'],
    ['？', 'help'],
  ])('%s means %s', (key, action) => expect(viewerAction(press(key))).toBe(action));

  it('leaves the browser its own shortcuts', () => {
    expect(viewerAction(press('r', { ctrlKey: true }))).toBeUndefined();
    expect(viewerAction(press('ArrowLeft', { altKey: true }))).toBeUndefined();
    expect(viewerAction(press('f', { metaKey: true }))).toBeUndefined();
  });

  it('does nothing while someone types', () => {
    expect(viewerAction(press('r', { target: inside('<input>', 'input') }))).toBeUndefined();
    expect(viewerAction(press('g', { isComposing: true }))).toBeUndefined();
  });

  it('leaves arrow keys to lists and dialogs', () => {
    const treeItem = inside('<div role="tree"><span tabindex="0"></span></div>', 'span');
    expect(viewerAction(press('ArrowRight', { target: treeItem }))).toBeUndefined();
    const button = inside('<div role="dialog"><button></button></div>', 'button');
    expect(viewerAction(press('ArrowRight', { target: button }))).toBeUndefined();
  });

  it('works from a button of the toolbar', () => {
    expect(viewerAction(press('ArrowRight', { target: inside('<button></button>', 'button') }))).toBe('next');
  });
});
