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

const listWidgets = '[role="tree"], [role="listbox"], [role="menu"], [role="dialog"], [role="combobox"], [role="radiogroup"]';

/** Places where keys already mean something: text fields, and lists walked with the arrow keys. */
function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.matches('input, textarea, select, [contenteditable="true"]') || target.closest(listWidgets) !== null;
}

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'target'>;

export function viewerAction(press: KeyPress): ViewerAction | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing || takesKeys(press.target)) return undefined;
  return keys[press.key] ?? keys[press.key.toLowerCase()];
}
