import type { VolumeCount } from '../../api/client';
import type { MessageKey } from '../../i18n/messages';

export const counts: readonly { field: keyof VolumeCount; title: MessageKey; most: number }[] = [
  { field: 'volumes', title: 'matter.volumes', most: 9999 },
  { field: 'materials', title: 'matter.materials', most: 99_999 },
  { field: 'pages', title: 'matter.pages', most: 999_999 },
];

export type Counted = Partial<Record<keyof VolumeCount, number | null>>; // null: a number field that was emptied

/** The counts in which what came back differs from what left; those not yet counted do not. */
export function differing(expected: VolumeCount, counted: Counted = {}): (keyof VolumeCount)[] {
  return counts.map(({ field }) => field).filter((field) => typeof counted[field] === 'number' && counted[field] !== expected[field]);
}
