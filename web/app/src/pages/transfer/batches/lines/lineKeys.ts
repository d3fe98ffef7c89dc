import { isTextField, takesKeys } from '../../../../lib/keys';
import type { KeyPress } from '../../../../lib/keys';
import type { MessageKey } from '../../../../i18n/messages';

/** What a key does in the list of persons. */
export type LineAction = 'next' | 'previous' | 'nextPage' | 'previousPage' | 'first' | 'last' | 'toggle' | 'all' | 'clear' | 'verify' | 'reject' | 'open' | 'help';

export interface LineKey {
  action: LineAction;
  /** Shift was held: the selection grows along. */
  extend: boolean;
}

/** Keys with a meaning of their own where the focus may be: a tick box, a button, a tab. */
const shared: Record<string, LineAction> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  PageDown: 'nextPage',
  PageUp: 'previousPage',
  Home: 'first',
  End: 'last',
  ' ': 'toggle',
  Enter: 'open',
  Escape: 'clear',
};

const letters: Record<string, LineAction> = {
  j: 'next',
  k: 'previous',
  x: 'toggle',
  v: 'verify',
  n: 'reject',
  o: 'open',
  '?': 'help',
  '？': 'help', // with a Chinese input method on
};

const moves: readonly LineAction[] = ['next', 'previous', 'nextPage', 'previousPage', 'first', 'last'];
const overlays = '[role="dialog"], [role="menu"], [role="listbox"], [role="combobox"]';
const controls = 'a, button, input, [role="button"], [role="tab"]';

export function lineAction(press: KeyPress): LineKey | undefined {
  const { target } = press;
  if (press.isComposing || press.altKey || isTextField(target)) return undefined;
  if (target instanceof Element && target.closest(overlays)) return undefined;
  if (press.ctrlKey || press.metaKey) return press.key.toLowerCase() === 'a' ? { action: 'all', extend: false } : undefined;
  const letter = letters[press.key.toLowerCase()];
  if (letter) return { action: letter, extend: press.shiftKey && moves.includes(letter) };
  const action = shared[press.key];
  const taken = takesKeys(target) || (target instanceof Element && !moves.includes(action ?? 'help') && target.closest(controls));
  return action && !taken ? { action, extend: press.shiftKey } : undefined;
}

export const lineKeyHelp: readonly MessageKey[] = [
  'lineKey.next', 'lineKey.previous', 'lineKey.page', 'lineKey.edge', 'lineKey.toggle', 'lineKey.extend', 'lineKey.all', 'lineKey.clear',
  'lineKey.verify', 'lineKey.reject', 'lineKey.open', 'lineKey.help',
];
