import { takesKeys } from '../../lib/keys';
import type { KeyPress } from '../../lib/keys';

/** What a key does while pages are read. */
export type ViewerAction =
  | 'previous' | 'next' | 'first' | 'last'
  | 'zoomIn' | 'zoomOut' | 'fit' | 'rotate'
  | 'thumbs' | 'goto' | 'help';

const keys: Record<string, ViewerAction> = {
  ArrowLeft: 'previous',
  PageUp: 'previous',
  ArrowRight: 'next',
  PageDown: 'next',
  Home: 'first',
  End: 'last',
  '+': 'zoomIn',
  '=': 'zoomIn', // the same key without Shift
  '-': 'zoomOut',
  r: 'rotate',
  f: 'fit',
  t: 'thumbs',
  g: 'goto',
  '?': 'help',
  '？': 'help', // with a Chinese input method on
};

export function viewerAction(press: KeyPress): ViewerAction | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing || takesKeys(press.target)) return undefined;
  return keys[press.key] ?? keys[press.key.toLowerCase()];
}
