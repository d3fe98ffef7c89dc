import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from './client';
import type { Screen } from './client';
import { asProblem } from './problem';

/** What a screen of the reading room shows, and by how many milliseconds its clock goes before the server's. */
export interface LiveScreen {
  screen: Screen;
  ahead: number;
}

/** A refusal does: there is no token, another screen was started, the time is over. Being asked to wait does not. */
const endsVisit = (status: number) => status >= 400 && status < 500 && status !== 429;

const screenKey = ['reading-room'] as const;

async function live(answer: Promise<{ data?: Screen; error?: unknown; response: Response }>): Promise<LiveScreen> {
  let told: string | null = null;
  const screen = await ask(answer.then((settled) => {
    told = settled.response.headers.get('Date');
    return settled;
  }));
  return { screen, ahead: told ? Date.now() - new Date(told).getTime() : 0 };
}

/** The visit on this screen; null: none. Each reading is logged, so it is asked for only when something may have changed. */
export function useScreen() {
  return useQuery({
    queryKey: screenKey,
    queryFn: async (): Promise<LiveScreen | null> => {
      try {
        return await live(api.GET('/reading-room/session'));
      } catch (error) {
        if (endsVisit(asProblem(error).status)) return null;
        throw error;
      }
    },
    staleTime: Infinity,
  });
}

export function useStartScreen() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => live(api.POST('/reading-room/session', { body: { code } })),
    onSuccess: (screen) => client.setQueryData(screenKey, screen),
  });
}

/** Forgets the visit on this screen. */
export function useEndScreen() {
  const client = useQueryClient();
  return () => client.setQueryData(screenKey, null);
}

/**
 * A page with the watermark burnt in; width in pixels. Browsers keep pictures of a document whatever the server says, so `turn`
 * makes each showing an address of its own: it is asked for, allowed and logged anew.
 */
export const screenPageHref = (pageNo: number, width: number, turn: number) => `/api/v1/reading-room/pages/${pageNo}.jpg?width=${width}&turn=${turn}`;
