import type { PickedFile } from './manifest';
import { maxFiles } from './manifest';

export class TooManyFiles extends Error {}

/** Files of an input field; folders chosen with `webkitdirectory` carry their paths. */
export function pickedFromInput(files: FileList): PickedFile[] {
  if (files.length > maxFiles) throw new TooManyFiles();
  return Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/**
 * Files and folders that were dropped. The list of a drop is emptied as soon as the event handler returns, so the entries
 * are taken out before anything is awaited.
 */
export async function pickedFromDrop(items: DataTransferItemList, onCount: (count: number) => void): Promise<PickedFile[]> {
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const picked: PickedFile[] = [];
  const pending = [...entries];
  for (let entry = pending.pop(); entry; entry = pending.pop()) {
    if (entry.isDirectory) pending.push(...(await readDirectory(entry as FileSystemDirectoryEntry)));
    else picked.push({ path: entry.fullPath.replace(/^\//, ''), file: await readFile(entry as FileSystemFileEntry) });
    if (picked.length > maxFiles) throw new TooManyFiles();
    if (picked.length % 200 === 0) onCount(picked.length);
  }
  return picked;
}

function readFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives about a hundred entries at a time, and an empty list at the end. */
async function readDirectory(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
