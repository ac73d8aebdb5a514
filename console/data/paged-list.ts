/** A list that comes page by page behind a cursor, as one: what is loaded, how many there are in all, and how to have more. */
import { replaceEqualDeep, useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Answer } from '../../client/client.ts';

interface ListPage<Row> { readonly items: readonly Row[]; readonly total?: number | undefined }

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
}

const nothing: readonly never[] = [];

/** `read` asks for one page: `answerOf(api.GET('/api/v1/tasks', { params: { query: { ...filters, cursor, limit: 100 } } }))`. */
export function usePagedList<Row>(queryKey: readonly unknown[], read: (cursor: string | undefined) => Promise<Answer<ListPage<Row>>>): PagedList<Row> {
  const client = useQueryClient();
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey, initialPageParam: undefined as string | undefined,
    // What has not changed stays the same object, and its row as it is. Page by page: fifty at once would hold up the screen.
    structuralSharing: false,
    queryFn: async ({ pageParam }) => {
      const known = client.getQueryData<InfiniteData<Answer<ListPage<Row>>, string | undefined>>(queryKey);
      return replaceEqualDeep(known?.pages[known.pageParams.indexOf(pageParam)], await read(pageParam));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const pages = data?.pages;
  const rows = useMemo(() => pages?.flatMap(({ data: page }) => page.items) ?? nothing, [pages]);
  const total = pages?.[0]?.data.total ?? (pages && !hasNextPage ? rows.length : undefined);
  const more = useCallback(() => { void fetchNextPage({ cancelRefetch: false }); }, [fetchNextPage]);
  return { rows, total, hasMore: hasNextPage, more, isLoading: isPending, isLoadingMore: isFetchingNextPage, error, again: refetch };
}
