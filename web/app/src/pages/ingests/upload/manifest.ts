import type { ManifestFile } from '../../../api/client';

export interface PickedFile {
  /** Slash-separated, as the browser tells it, the chosen folder's own name first. */
  path: string;
  file: File;
}

export interface Package {
  name: string;
  /** In manifest order: the index of a file is its place here. */
  files: PickedFile[];
  bytes: number;
  ignored: number;
}

export const maxFiles = 60_000;

const litter = /(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini|~\$[^/]*|__MACOSX(\/.*)?)$/i;

/** Files that operating systems and office programs leave behind. */
export function isLitter(path: string): boolean {
  return litter.test(path) || path.split('/').includes('__MACOSX');
}

/**
 * Makes a package of what was chosen. Files are ordered by path, code unit by code unit: the server names missing files
 * by index only, so choosing the same folder again, in another browser too, must give the same order.
 *
 * One chosen folder is the package itself and its name is left out of the paths, unless files lie directly in it only:
 * then it is one person's folder, and its name is what tells whose.
 */
export function buildPackage(picked: readonly PickedFile[]): Package {
  const kept = picked.filter(({ path }) => !isLitter(path));
  const tops = new Set(kept.map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '')));
  const [top = ''] = tops;
  const single = tops.size === 1 && top !== '';
  const nested = kept.some(({ path }) => path.split('/').length > 2);
  const strip = single && nested ? top.length + 1 : 0;
  const files = kept
    .map(({ path, file }) => ({ path: path.slice(strip), file }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return {
    name: single ? top : nameOfLoose(files),
    files,
    bytes: files.reduce((sum, { file }) => sum + file.size, 0),
    ignored: picked.length - kept.length,
  };
}

function nameOfLoose(files: readonly PickedFile[]): string {
  const first = files[0]?.path.split('/')[0] ?? '';
  return files.length > 1 ? `${first} 等` : first;
}

export function manifestFiles(source: Package): ManifestFile[] {
  return source.files.map(({ path, file }) => ({ path, size: file.size }));
}
