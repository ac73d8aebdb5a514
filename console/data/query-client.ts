/** What is known of the server: kept for a moment, asked again when the stream tells of a change. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isBehind, isPassing, isSignedOut } from './problem.ts';
import { endSession } from './session.ts';

function onError(error: unknown): void {
  if (isSignedOut(error)) endSession();
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 15_000, gcTime: 5 * 60_000,
      retry: (failures, error) => failures < 3 && isPassing(error),
      retryDelay: (failures) => Math.min(1_000 * 2 ** failures, 10_000),
      // What is shown and could not be read anew.
      refetchInterval: ({ state }) => (isBehind(state) ? 10_000 : false),
    },
    // A command is never repeated behind the person's back: he is told, and asks again under the same key.
    mutations: { retry: false },
  },
});
