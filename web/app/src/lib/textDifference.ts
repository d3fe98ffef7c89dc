/**
 * Two texts as pieces, alternately shared and their own, beginning with a shared one (which may be empty). What both share is
 * the longest common subsequence of their characters; characters, not code units, so that rare ones stay whole.
 */
export function textDifference(left: string, right: string): [string[], string[]] {
  const a = Array.from(left);
  const b = Array.from(right);
  const common = commonLengths(a, b);
  const pieces: [string[], string[]] = [[''], ['']];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const own = (common[i + 1]?.[j] ?? -1) >= (common[i]?.[j + 1] ?? -1) ? 'left' : 'right';
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(pieces[0], a[i++], false);
      add(pieces[1], b[j++], false);
    } else if (j >= b.length || (i < a.length && own === 'left')) {
      add(pieces[0], a[i++], true);
    } else {
      add(pieces[1], b[j++], true);
    }
  }
  return pieces;
}

/** How much the rests of both texts share, from each place of each. */
function commonLengths(a: string[], b: string[]): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      const below = lengths[i + 1];
      if (row && below) row[j] = a[i] === b[j] ? 1 + (below[j + 1] ?? 0) : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

function add(pieces: string[], character: string | undefined, own: boolean) {
  const lastIsOwn = pieces.length % 2 === 0;
  if (lastIsOwn !== own) pieces.push('');
  pieces[pieces.length - 1] += character ?? '';
}
