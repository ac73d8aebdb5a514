/** A list that comes page by page behind a cursor, as one: what is loaded, how many there are in all, and how to have more. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Answer } from '../../client/client.ts';
import { useSteady } from './steady.ts';
import { joined, pagesAt, readAnew, type ListPage, type ReadPage } from './list-pages.ts';

export interface PagedList<Row> {
  readonly rows: readonly Row[];
  /** Of all that match, loaded or not; undefined where the API does not count. */
  readonly total: number | undefined;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly isLoading: boolean;
  readonly isLoadingMore: boolean;
  readonly error: Error | null;
  readonly again: () => unknown;
  /** These rows are on the screen, the first and the last. */
  readonly onShown: (first: number, last: number) => void;
}

interface Body<Row> { readonly items: readonly Row[]; readonly total?: number | undefined }

const nothing: readonly never[] = [];

/**
 * @param read asks for one page: `answerOf(api.GET('/api/v1/tasks', { params: { query: { ...filters, cursor, limit: 100 } } }))`
 * @param idOf of a row, for a list that tells what of it is on the screen: a change asks for that alone. Without it all that is loaded is asked for.
 */
export function usePagedList<Row>(queryKey: readonly unknown[], read: (cursor: string | undefined) => Promise<Answer<Body<Row>>>, idOf?: (row: Row) => string): PagedList<Row> {
  const client = useQueryClient();
  const shown = useRef({ first: 0, last: 0 });
  const known = (): readonly ListPage<Row>[] => client.getQueryData<readonly ListPage<Row>[]>(queryKey) ?? nothing;
  const readPage = async (cursor: string | undefined): Promise<ReadPage<Row>> => {
    const { data: { items, total }, nextCursor } = await read(cursor);
    return { items, total, nextCursor };
  };
  const { data: pages = nothing as readonly ListPage<Row>[], error, isPending, isFetching, refetch } = useQuery({
    queryKey, structuralSharing: false,
    queryFn: async () => {
      const before = known();
      const stretch = idOf ? pagesAt(joined(before, idOf).starts, shown.current.first, shown.current.last) : { first: 0, last: Math.max(0, before.length - 1) };
      const now = await readAnew(before, stretch, readPage, idOf);
      // What was loaded meanwhile stays, until it is seen.
      return now.at(-1)?.nextCursor === undefined ? now : [...now, ...known().slice(before.length).map((page) => ({ ...page, isStale: true }))];
    },
  });
  // How a row is named does not change, though each rendering may bring a function of its own.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const { rows, starts } = useMemo(() => joined(pages, idOf), [pages]);

  const nextCursor = pages.at(-1)?.nextCursor;
  const isAsking = useRef(false);
  const [next, setNext] = useState<{ readonly after: string; readonly error: Error | null }>();
  async function readMore(): Promise<void> {
    if (nextCursor === undefined || isAsking.current) return;
    isAsking.current = true;
    setNext({ after: nextCursor, error: null });
    try {
      const page = await readPage(nextCursor);
      const now = known();
      // Read anew meanwhile, it may end elsewhere: whoever is still there asks again.
      if (now.at(-1)?.nextCursor === nextCursor) client.setQueryData(queryKey, [...now, { ...page, isStale: false }]);
      setNext(undefined);
    } catch (thrown) {
      setNext({ after: nextCursor, error: thrown as Error });
    }
    isAsking.current = false;
  }
  /** What was not on the screen when something changed, and is now. */
  function readStale(): void {
    const { first, last } = pagesAt(starts, shown.current.first, shown.current.last);
    if (idOf && !isFetching && error === null && pages.slice(first, last + 1).some(({ isStale }) => isStale)) void refetch();
  }
  useEffect(readStale);
  const more = useSteady(() => { void readMore(); });
  const onShown = useSteady((first: number, last: number) => {
    shown.current = { first, last };
    readStale();
  });
  const again = (): unknown => {
    setNext(undefined);
    return refetch();
  };
  const ofThis = next?.after === nextCursor ? next : undefined;
  const counted = pages.filter((page) => page.total !== undefined);
  const total = (counted.findLast(({ isStale }) => !isStale) ?? counted[0])?.total ?? (!isPending && nextCursor === undefined ? rows.length : undefined);
  return { rows, total, hasMore: nextCursor !== undefined, more, isLoading: isPending, isLoadingMore: ofThis?.error === null, error: error ?? ofThis?.error ?? null, again, onShown };
}
