/** Where a list is to be scrolled to so that a row is in view; undefined when it is already. All in pixels. */
export function scrollFor(index: number, rowHeight: number, view: { top: number; height: number }): number | undefined {
  const top = index * rowHeight;
  if (top < view.top) return top;
  if (top + rowHeight > view.top + view.height) return top + rowHeight - view.height;
  return undefined;
}
