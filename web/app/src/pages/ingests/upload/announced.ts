import type { Ingest } from '../../../api/client';
import type { Package } from './manifest';

/** How much was announced: enough to tell whether a folder chosen again is the same, and no names. */
export interface Extent {
  files: number;
  bytes: number;
}

const key = (ingestId: string) => `danganku.announced.${ingestId}`;

export function extentOf(source: Package): Extent {
  return { files: source.files.length, bytes: source.bytes };
}

export function rememberAnnounced(ingestId: string, extent: Extent): void {
  try {
    localStorage.setItem(key(ingestId), JSON.stringify(extent));
  } catch {
    // Storage is full or switched off; the server then finds a wrong folder by the sizes of its files.
  }
}

/** What the server counted, else what this browser announced; undefined in another browser before the dry run. */
export function announcedExtent({ id, total }: Pick<Ingest, 'id' | 'total'>): Extent | undefined {
  if (total.files > 0) return { files: total.files, bytes: total.bytes };
  try {
    return JSON.parse(localStorage.getItem(key(id)) ?? 'null') as Extent | null ?? undefined;
  } catch {
    return undefined;
  }
}
