/** The pages of a list as they were read. What is on the screen is read anew, what is not when it comes there: a change asks for two pages, however many are loaded. */
import { replaceEqualDeep } from '@tanstack/react-query';

/** One page as the API answered it. */
export interface ReadPage<Row> {
  readonly items: readonly Row[];
  readonly total: number | undefined;
  readonly nextCursor: string | undefined;
}

export interface ListPage<Row> extends ReadPage<Row> {
  /** Read before something changed, and not since: it was not on the screen. */
  readonly isStale: boolean;
}

export interface Joined<Row> {
  readonly rows: readonly Row[];
  /** Of each page, the place of its first row among them. */
  readonly starts: readonly number[];
}

/** First and last page that are on the screen. */
export interface Stretch { readonly first: number; readonly last: number }

export type IdOf<Row> = (row: Row) => string;

/** One row once, though it has moved from a page that was read before to one that was read since. */
export function joined<Row>(pages: readonly ListPage<Row>[], idOf: IdOf<Row> | undefined): Joined<Row> {
  if (idOf === undefined) return { rows: pages.flatMap(({ items }) => items), starts: startsOf(pages.map(({ items }) => items.length)) };
  const fresh = new Set(pages.filter(({ isStale }) => !isStale).flatMap(({ items }) => items.map(idOf)));
  const shown = new Set<string>();
  const parts = pages.map(({ items, isStale }) => items.filter((row) => {
    const id = idOf(row);
    if (shown.has(id) || (isStale && fresh.has(id))) return false;
    shown.add(id);
    return true;
  }));
  return { rows: parts.flat(), starts: startsOf(parts.map(({ length }) => length)) };
}

function startsOf(lengths: readonly number[]): number[] {
  let start = 0;
  return lengths.map((length) => (start += length) - length);
}

/** Which pages hold these rows. */
export function pagesAt(starts: readonly number[], firstRow: number, lastRow: number): Stretch {
  const pageOf = (row: number): number => Math.max(0, starts.findLastIndex((start) => start <= row));
  return { first: pageOf(firstRow), last: pageOf(lastRow) };
}

/**
 * Reads a stretch of pages anew, from the cursor that leads to the first of them on; the others stay, and are marked as read before.
 * What has not changed stays the same object, and its row as it is.
 */
export async function readAnew<Row>(known: readonly ListPage<Row>[], { first, last }: Stretch, read: (cursor: string | undefined) => Promise<ReadPage<Row>>, idOf: IdOf<Row> | undefined): Promise<ListPage<Row>[]> {
  const rowsBefore = idOf && new Map(known.flatMap(({ items }) => items.map((row) => [idOf(row), row])));
  const from = Math.max(0, Math.min(first, known.length - 1));
  const pages = known.slice(0, from).map((page) => ({ ...page, isStale: true }));
  let cursor = pages.at(-1)?.nextCursor;
  for (let index = from; index <= last; index += 1) {
    const { items, ...page } = await read(cursor);
    pages.push({ ...page, items: rowsBefore ? items.map((row) => replaceEqualDeep(rowsBefore.get(idOf(row)), row)) : replaceEqualDeep(known[index]?.items, items), isStale: false });
    cursor = page.nextCursor;
    // The list ends here: what lay behind is there no more.
    if (cursor === undefined) return pages;
  }
  return [...pages, ...known.slice(last + 1).map((page) => ({ ...page, isStale: true }))];
}

/**
 * What was read anew, with the pages that were loaded while it was. They stay until they are seen, and are read anew then;
 * without rows' names that is never done: where the list now goes on from elsewhere they are left, and asked for again.
 */
export function withLoadedMeanwhile<Row>(now: readonly ListPage<Row>[], before: readonly ListPage<Row>[], meanwhile: readonly ListPage<Row>[], idOf: IdOf<Row> | undefined): readonly ListPage<Row>[] {
  const end = now.at(-1)?.nextCursor;
  if (end === undefined || (idOf === undefined && end !== before.at(-1)?.nextCursor)) return now;
  return [...now, ...meanwhile.slice(before.length).map((page) => ({ ...page, isStale: true }))];
}
