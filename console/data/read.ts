/** What a page shows of the server. */
import { useQuery, type QueryKey, type UseQueryOptions } from '@tanstack/react-query';
import { isBehind } from './problem.ts';

type Read<Data> = { readonly refetch: () => Promise<unknown> } & (
  | { readonly data: Data; readonly error: Error | null; readonly isPending: false }
  | { readonly data: undefined; readonly error: Error; readonly isPending: false }
  | { readonly data: undefined; readonly error: null; readonly isPending: true }
);

/** As `useQuery`, and what is shown stays while it cannot be read anew: the frame says so, and it is asked again by itself. A refusal takes its place. */
export function useRead<Answered = unknown, Data = Answered, Key extends QueryKey = QueryKey>(options: UseQueryOptions<Answered, Error, Data, Key>): Read<Data> {
  const { data, error, isPending, refetch } = useQuery(options);
  return { data, error: isBehind({ data, error }) ? null : error, isPending, refetch } as Read<Data>;
}
