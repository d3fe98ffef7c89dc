import { api, ask } from './client';
import type { operations } from './schema';

/** How labels are printed: on the spines of boxes of a width, or on stickers from the first free one of a sheet. */
export type LabelRun = operations['printLabels']['parameters']['query'];
export type SpineWidth = NonNullable<LabelRun['spineWidth']>;

/** What labels are printed for: dossiers that were chosen, or a part of what an ingest has stored. */
export type LabelSource = { dossierIds: string[] } | { ingestId: string; part: number };

/** The most dossiers of one run, and of one part of an ingest. */
export const labelDossiers = 500;

export function fetchLabels(source: LabelSource, run: LabelRun): Promise<Blob> {
  const answer = 'dossierIds' in source
    ? api.POST('/labels', { params: { query: run }, body: source, parseAs: 'blob' })
    : api.GET('/ingests/{ingestId}/labels.pdf', { params: { path: { ingestId: source.ingestId }, query: { ...run, part: source.part } }, parseAs: 'blob' });
  return ask<Blob>(answer);
}
