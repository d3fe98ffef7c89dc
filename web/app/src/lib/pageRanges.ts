const mostPages = 500;

/** Pages as people write them, "1,3-5"; none: all. null: it cannot be read. */
export function parsePages(text: string): number[] | null {
  const pages = new Set<number>();
  for (const part of text.split(/[,，、;；\s]+/).filter(Boolean)) {
    const range = /^(\d{1,5})(?:[-–—~～](\d{1,5}))?$/.exec(part);
    const first = Number(range?.[1]);
    const last = Number(range?.[2] ?? first);
    if (!range || first < 1 || last < first || last - first >= mostPages) return null;
    for (let page = first; page <= last; page += 1) pages.add(page);
  }
  return pages.size > mostPages ? null : [...pages].sort((a, b) => a - b);
}
