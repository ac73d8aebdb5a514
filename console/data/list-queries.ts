/** How a list is asked for: what of it is on the screen, and the page behind what is loaded. Both by the cache of answers, which asks once, again where that helps, and knows who is no longer signed in. */
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { Answer } from '../../client/client.ts';
import { joined, pagesAt, readAnew, withLoadedMeanwhile, type IdOf, type ListPage, type ReadPage } from './list-pages.ts';

export interface Body<Row> { readonly items: readonly Row[]; readonly total?: number | undefined }

export interface ListSource<Row> {
  readonly client: QueryClient;
  readonly queryKey: readonly unknown[];
  readonly read: (cursor: string | undefined) => Promise<Answer<Body<Row>>>;
  readonly idOf: IdOf<Row> | undefined;
  /** First and last row on the screen, as it is asked. */
  readonly shown: () => { readonly first: number; readonly last: number };
}

type Pages<Row> = readonly ListPage<Row>[];

export function listQueries<Row>({ client, queryKey, read, idOf, shown }: ListSource<Row>) {
  const known = (): Pages<Row> => client.getQueryData<Pages<Row>>(queryKey) ?? [];
  const readPage = async (cursor: string | undefined): Promise<ReadPage<Row>> => {
    const { data: { items, total }, nextCursor } = await read(cursor);
    return { items, total, nextCursor };
  };
  return {
    list: queryOptions({
      queryKey, structuralSharing: false,
      queryFn: async ({ signal }): Promise<Pages<Row>> => {
        const before = known();
        const { first, last } = shown();
        const stretch = idOf ? pagesAt(joined(before, idOf).starts, first, last) : { first: 0, last: Math.max(0, before.length - 1) };
        const now = await readAnew(before, stretch, async (cursor) => {
          // Asked anew meanwhile, or left.
          signal.throwIfAborted();
          return await readPage(cursor);
        }, idOf);
        return withLoadedMeanwhile(now, before, known(), idOf);
      },
    }),
    /** The page that a cursor leads to. It comes to the list of its own key, where that still ends there: read anew meanwhile it may end elsewhere, and whoever is there asks from there. */
    after: (cursor: string | undefined) => queryOptions({
      queryKey: [...queryKey, 'after', cursor], staleTime: 0, gcTime: 0,
      queryFn: async () => {
        const page = await readPage(cursor);
        client.setQueryData<Pages<Row>>(queryKey, (now) => (now?.at(-1)?.nextCursor === cursor ? [...now ?? [], { ...page, isStale: false }] : undefined));
        return null;
      },
    }),
  };
}
