import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, etag } from './client';
import type { Dossier, EditOperation } from './client';

export const dossierKey = (dossierId: string, version?: number) => ['dossier', dossierId, version ?? 'current'] as const;

export function fetchDossier(dossierId: string, version?: number): Promise<Dossier> {
  return ask(api.GET('/dossiers/{dossierId}', { params: { path: { dossierId }, query: version ? { version } : {} } }));
}

/** A dossier, or an earlier version of it. */
export function useDossier(dossierId: string, version?: number) {
  return useQuery({ queryKey: dossierKey(dossierId, version), queryFn: () => fetchDossier(dossierId, version) });
}

export function fetchHistory(dossierId: string) {
  return ask(api.GET('/dossiers/{dossierId}/history', { params: { path: { dossierId } } }));
}

export function useHistory(dossierId: string, enabled: boolean) {
  return useQuery({ queryKey: ['history', dossierId], queryFn: async () => (await fetchHistory(dossierId)).versions, enabled });
}

export function useInspection(dossierId: string, enabled: boolean) {
  return useQuery({
    queryKey: ['inspection', dossierId],
    queryFn: () => ask(api.GET('/dossiers/{dossierId}/inspection', { params: { path: { dossierId } } })),
    enabled,
  });
}

export function usePageTexts(dossierId: string, pageNo: number, enabled: boolean) {
  return useQuery({
    queryKey: ['texts', dossierId, pageNo],
    queryFn: async () =>
      (await ask(api.GET('/dossiers/{dossierId}/pages/{pageNo}/text', { params: { path: { dossierId, pageNo } } }))).texts,
    enabled,
  });
}

export function revealDossier(dossierId: string, reason: string): Promise<{ idNumber: string }> {
  return ask(api.POST('/dossiers/{dossierId}/reveal', { params: { path: { dossierId } }, body: { reason } }));
}

/** After a save: the answer is the current version, and what was derived from the one before is out of date. */
function useSaved(dossierId: string) {
  const client = useQueryClient();
  return (dossier: Dossier) => {
    client.setQueryData(dossierKey(dossierId), dossier);
    void client.invalidateQueries({ queryKey: ['history', dossierId] });
    void client.invalidateQueries({ queryKey: ['search'], refetchType: 'none' });
  };
}

export function useEditDossier(dossierId: string) {
  return useMutation({
    mutationFn: (edit: { version: number; reason: string; operations: EditOperation[] }) =>
      ask(
        api.PATCH('/dossiers/{dossierId}', {
          params: { path: { dossierId }, header: { 'If-Match': etag(edit.version) } },
          body: { reason: edit.reason, operations: edit.operations },
        }),
      ),
    onSuccess: useSaved(dossierId),
  });
}

export function useReleaseDossier(dossierId: string) {
  return useMutation({
    mutationFn: (version: number) =>
      ask(api.POST('/dossiers/{dossierId}/release', { params: { path: { dossierId }, header: { 'If-Match': etag(version) } } })),
    onSuccess: useSaved(dossierId),
  });
}

export function useReplacePage(dossierId: string) {
  return useMutation({
    mutationFn: (replacement: { version: number; pageNo: number; reason: string; file: File }) =>
      ask(
        api.POST('/dossiers/{dossierId}/pages/{pageNo}/replacement', {
          params: {
            path: { dossierId, pageNo: replacement.pageNo },
            query: { reason: replacement.reason },
            header: { 'If-Match': etag(replacement.version) },
          },
          headers: { 'Content-Type': 'application/octet-stream' },
          // The contract's `binary` is a string to the type generator; the file itself is what travels.
          body: replacement.file as unknown as string,
          bodySerializer: (file) => file,
        }),
      ),
    onSuccess: useSaved(dossierId),
  });
}

/** The master file of a page, byte for byte; a plain link, so that the browser streams it to disk. */
export function masterHref(dossierId: string, pageNo: number): string {
  return `/api/v1/dossiers/${dossierId}/pages/${pageNo}/master`;
}
