import { useQuery } from '@tanstack/react-query';
import { api, ask } from './client';

/** What the archive says of a paper with a code; it knows neither person nor content. */
export function usePaperAnswer(code: string) {
  return useQuery({
    queryKey: ['verification', code],
    queryFn: () => ask(api.GET('/verification/{code}', { params: { path: { code } } })),
    enabled: code !== '',
    retry: false,
    staleTime: 0,
  });
}
