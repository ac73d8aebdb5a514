/** A list that comes page by page behind a cursor, as one: what is loaded, how many there are in all, and how to have more. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import type { Answer } from '../../client/client.ts';
import { isBehind } from './problem.ts';
import { useSteady } from './steady.ts';
import { joined, pagesAt } from './list-pages.ts';
import { listQueries, type Body } from './list-queries.ts';

export interface PagedList<Row> {
  readonly rows: readonly Row[];
  /** Of all that match, loaded or not; undefined where the API does not count. */
  readonly total: number | undefined;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly isLoading: boolean;
  readonly isLoadingMore: boolean;
  /** Of what is shown in the list's place. */
  readonly error: Error | null;
  /** Why what is behind the end of the list could not be read. */
  readonly moreError: Error | null;
  readonly again: () => unknown;
  /** These rows are on the screen, the first and the last. */
  readonly onShown: (first: number, last: number) => void;
}

const nothing: readonly never[] = [];

/**
 * @param read asks for one page: `answerOf(api.GET('/api/v1/tasks', { params: { query: { ...filters, cursor, limit: 100 } } }))`
 * @param idOf of a row, for a list that tells what of it is on the screen: a change asks for that alone. Without it all that is loaded is asked for.
 */
export function usePagedList<Row>(queryKey: readonly unknown[], read: (cursor: string | undefined) => Promise<Answer<Body<Row>>>, idOf?: (row: Row) => string): PagedList<Row> {
  const client = useQueryClient();
  const shown = useRef({ first: 0, last: 0 });
  const { list, after } = listQueries({ client, queryKey, read, idOf, shown: () => shown.current });
  const { data, error, isPending, isFetching, refetch } = useQuery(list);
  const pages = data ?? nothing;
  // How a row is named does not change, though each rendering may bring a function of its own.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const { rows, starts } = useMemo(() => joined(pages, idOf), [pages]);

  const nextCursor = pages.at(-1)?.nextCursor;
  const next = after(nextCursor);
  // Only looked at: what asks for it may be heard before this has gone on to the cursor that is meant.
  const { isFetching: isLoadingMore, error: moreError } = useQuery({ ...next, enabled: false });
  const more = useSteady(() => {
    // What it fails of is in `moreError`.
    if (nextCursor !== undefined) client.query(next).catch(() => undefined);
  });
  /** What was not on the screen when something changed, and is now. */
  function readStale(): void {
    const { first, last } = pagesAt(starts, shown.current.first, shown.current.last);
    if (idOf && !isFetching && error === null && pages.slice(first, last + 1).some(({ isStale }) => isStale)) void refetch({ cancelRefetch: false });
  }
  useEffect(readStale);
  const onShown = useSteady((first: number, last: number) => {
    shown.current = { first, last };
    readStale();
  });
  const counted = pages.filter((page) => page.total !== undefined);
  const total = (counted.findLast(({ isStale }) => !isStale) ?? counted[0])?.total ?? (!isPending && nextCursor === undefined ? rows.length : undefined);
  return { rows, total, hasMore: nextCursor !== undefined, more, isLoading: isPending, isLoadingMore, moreError, error: isBehind({ data, error }) ? null : error, again: refetch, onShown };
}
