// Dossiers that are on the shelf before anyone opens the screen.
import { execFileSync } from 'node:child_process';
import { binary } from './program.mjs';

/** Stores a package in the data folder of a program that does not run yet. */
export function takeIn(data, folder, office) {
  execFileSync(binary, ['ingest', '--data', data, '--office', office, '--yes', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Releases all that the newest ingest stored, and gives the dossiers by the names of their people. */
export async function releaseAll(admin) {
  const { ingests: [ingest] } = await admin.get('/ingests');
  const { items } = await admin.get(`/ingests/${ingest.id}/items?limit=100`);
  const released = {};
  for (const { name, dossierId } of items) {
    const { head } = await admin.get(`/dossiers/${dossierId}`);
    released[name] = (await admin.post(`/dossiers/${dossierId}/release`, undefined, head.version)).head;
  }
  return released;
}
