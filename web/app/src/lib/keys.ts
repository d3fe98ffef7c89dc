import { useEffect, useRef } from 'react';

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing' | 'target'>;

const textFields = 'input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable="true"]';
const listWidgets = '[role="tree"], [role="listbox"], [role="menu"], [role="dialog"], [role="combobox"], [role="radiogroup"], [role="tablist"]';

/** A place where typing writes something. */
export function isTextField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(textFields);
}

/** Places where keys already mean something: text fields, and lists walked with the arrow keys. */
export function takesKeys(target: EventTarget | null): boolean {
  return isTextField(target) || (target instanceof Element && target.closest(listWidgets) !== null);
}

/** Calls the newest handler for every key pressed in the window, while enabled. */
export function useWindowKeys(onKey: (event: KeyboardEvent) => void, enabled = true) {
  const newest = useRef(onKey);
  useEffect(() => {
    newest.current = onKey;
  });
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => newest.current(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [enabled]);
}
