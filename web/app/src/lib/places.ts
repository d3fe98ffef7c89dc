const part = /^(\d{1,6})(?:-(\d{1,6}))?$/;
const most = 5000;

/**
 * Reads places of a list as people write them: "1-20、25，30-31", full-width characters too. Gives them in order, without
 * repeats; null when it cannot be read or names too many.
 */
export function parsePlaces(text: string): number[] | null {
  const places = new Set<number>();
  for (const piece of text.normalize('NFKC').split(/[\s,、;]+/).filter(Boolean)) {
    const match = part.exec(piece.replace(/[~–—]/g, '-'));
    const from = Number(match?.[1]);
    const to = Number(match?.[2] ?? from);
    if (!match || from < 1 || to < from || to - from >= most) return null;
    for (let place = from; place <= to; place += 1) places.add(place);
  }
  return places.size > most ? null : [...places].sort((a, b) => a - b);
}

/** The opposite: 1, 2, 3, 7 become "1-3, 7". */
export function formatPlaces(places: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const place of places) {
    const last = runs.at(-1);
    if (last && place === last[1] + 1) last[1] = place;
    else runs.push([place, place]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
