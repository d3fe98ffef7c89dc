import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { InfiniteData } from '@tanstack/react-query';
import { api, ask } from './client';
import type { Department, MatchKind, MatchRow, MatchVerdict, ReviewState } from './client';

const matchesKey = ['matches'] as const;
const matchKey = (matchId: string) => ['match', matchId] as const;

export function useMatches() {
  return useInfiniteQuery({
    queryKey: matchesKey,
    queryFn: ({ pageParam }) => ask(api.GET('/matches', { params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    staleTime: 0,
  });
}

export interface MatchUpload {
  file: File;
  department: Department;
  kind: MatchKind;
  division: string; // whose persons it is compared with
}

export function useUploadMatch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, ...query }: MatchUpload) =>
      ask(
        api.POST('/matches/workbook', {
          params: { query: { name: file.name, ...query } },
          headers: { 'Content-Type': 'application/octet-stream' },
          // The contract's `binary` is a string to the type generator; the file itself is what travels.
          body: file as unknown as string,
          bodySerializer: (body) => body,
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: matchesKey }),
  });
}

export function useMatch(matchId: string) {
  return useQuery({
    queryKey: matchKey(matchId),
    queryFn: () => ask(api.GET('/matches/{matchId}', { params: { path: { matchId } } })),
    staleTime: 0,
  });
}

export interface RowFilter {
  verdict?: MatchVerdict;
  review?: ReviewState;
}

export function useMatchRows(matchId: string, filter: RowFilter) {
  return useInfiniteQuery({
    queryKey: [...matchKey(matchId), 'rows', filter],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET('/matches/{matchId}/rows', {
          params: { path: { matchId }, query: { limit: 100, ...filter, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    staleTime: 0,
    gcTime: 0, // reviewed rows stay where they are only as long as the list is on the screen
  });
}

type RowPages = InfiniteData<{ rows: MatchRow[] }>;

/** Decides about a row. The row keeps its place in the list: whoever works through hundreds must not lose theirs. */
export function useReviewMatch(matchId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ seq, confirm }: { seq: number; confirm: boolean }) =>
      ask(api.POST('/matches/{matchId}/rows/{seq}/review', { params: { path: { matchId, seq } }, body: { confirm } })),
    onSuccess: (reviewed) => {
      client.setQueriesData<RowPages>({ queryKey: [...matchKey(matchId), 'rows'] }, (data) => data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, rows: page.rows.map((row) => (row.seq === reviewed.seq ? reviewed : row)) })),
      });
      void client.invalidateQueries({ queryKey: matchKey(matchId), exact: true });
      void client.invalidateQueries({ queryKey: matchesKey });
      void client.invalidateQueries({ queryKey: ['persons'] });
    },
  });
}
