/** A long list that is read anew where it is seen: few questions, no row twice, none missing, and what has not changed is the same object. */
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../../client/client.ts';
import { joined, pagesAt, readAnew, type ListPage, type ReadPage } from '../../../console/data/list-pages.ts';
import { listQueries, type Body } from '../../../console/data/list-queries.ts';

interface Row { readonly id: string; readonly rank: number; readonly text: string }
const idOf = ({ id }: Row): string => id;
const size = 10;

/** A list by rank behind cursors that say after which rank to go on, as the API's do. */
let rows: Row[];
let asked: (string | undefined)[];
const read = async (cursor: string | undefined): Promise<ReadPage<Row>> => {
  asked.push(cursor);
  const left = rows.filter(({ rank }) => cursor === undefined || rank > Number(cursor)).toSorted((one, other) => one.rank - other.rank);
  const items = left.slice(0, size).map((row) => ({ ...row }));
  return await Promise.resolve({ items, total: rows.length, nextCursor: left.length > size ? String(items.at(-1)?.rank) : undefined });
};

async function all(): Promise<ListPage<Row>[]> {
  let pages = await readAnew<Row>([], { first: 0, last: 0 }, read, idOf);
  for (let cursor = pages.at(-1)?.nextCursor; cursor !== undefined; cursor = pages.at(-1)?.nextCursor) pages = [...pages, { ...await read(cursor), isStale: false }];
  asked = [];
  return pages;
}
const shownOf = (pages: readonly ListPage<Row>[], first: number, last: number): number[] => joined(pages, idOf).rows.slice(first, last + 1).map(({ rank }) => rank);

beforeEach(() => {
  asked = [];
  rows = Array.from({ length: 500 }, (_, index) => ({ id: `r${index}`, rank: index * 10, text: 'a' }));
});

describe('A list of fifty pages', () => {
  it('asks for the pages that are on the screen, and for no others', async () => {
    const pages = await readAnew(await all(), { first: 20, last: 21 }, read, idOf);
    expect(asked).toEqual(['1990', '2090']);
    expect(pages.map(({ isStale }) => isStale)).toEqual(Array.from({ length: 50 }, (_, index) => index !== 20 && index !== 21));
    expect(joined(pages, idOf).rows).toHaveLength(500);
  });

  it('keeps the same object for what has not changed, though it has moved up by one', async () => {
    const before = await all();
    rows = rows.filter(({ id }) => id !== 'r200').map((row) => (row.id === 'r205' ? { ...row, text: 'b' } : row));
    const after = joined(await readAnew(before, { first: 20, last: 20 }, read, idOf), idOf).rows;
    const known = new Map(joined(before, idOf).rows.map((row) => [row.id, row]));
    expect(after.filter((row) => known.get(row.id) !== row).map(idOf)).toEqual(['r205']);
  });

  it('shows each row once when some went away, and none is missing where one scrolls on to', async () => {
    const before = await all();
    rows = rows.filter(({ rank }) => rank < 2_000 || rank > 2_040);
    const there = await readAnew(before, { first: 20, last: 20 }, read, idOf);
    const { rows: shown, starts } = joined(there, idOf);
    expect(new Set(shown.map(idOf)).size).toBe(shown.length);
    const next = starts[21] ?? 0;
    const on = await readAnew(there, pagesAt(starts, next, next + size), read, idOf);
    expect(shownOf(on, starts[20] ?? 0, next + size)).toEqual(rows.filter(({ rank }) => rank >= 2_000).slice(0, next + size - (starts[20] ?? 0) + 1).map(({ rank }) => rank));
  });

  it('shows what has come in between, once it is seen', async () => {
    const before = await all();
    rows = [...rows, ...[1, 2, 3].map((by) => ({ id: `new${by}`, rank: 2_000 + by, text: 'a' }))];
    const there = await readAnew(before, { first: 20, last: 20 }, read, idOf);
    const { starts } = joined(there, idOf);
    const on = await readAnew(there, pagesAt(starts, starts[21] ?? 0, starts[21] ?? 0), read, idOf);
    expect(shownOf(on, 200, 215)).toEqual([2_000, 2_001, 2_002, 2_003, ...Array.from({ length: 12 }, (_, index) => 2_010 + index * 10)]);
  });

  it('shows a row that moved up where it is now, and not where it was', async () => {
    const before = await all();
    rows = rows.map((row) => (row.id === 'r100' ? { ...row, rank: 2_005 } : row));
    const shown = joined(await readAnew(before, { first: 20, last: 20 }, read, idOf), idOf).rows;
    expect(shown.filter(({ id }) => id === 'r100').map(({ rank }) => rank)).toEqual([2_005]);
  });

  it('ends where it ends now', async () => {
    const before = await all();
    rows = rows.slice(0, 205);
    const pages = await readAnew(before, { first: 20, last: 21 }, read, idOf);
    expect(joined(pages, idOf).rows).toHaveLength(205);
    expect(pages.at(-1)?.nextCursor).toBeUndefined();
  });
});

describe('What is on its way to a list', () => {
  const key = ['tickets', 'list', { team: 'one' }];
  const onError = vi.fn<(error: Error) => void>();
  let client: QueryClient;
  let shown: { first: number; last: number };
  let failures: number;
  /** The next answer waits for it. */
  let held: Promise<void> | undefined;

  function hold(): () => void {
    let go: () => void = () => undefined;
    held = new Promise((resolve) => { go = resolve; });
    return go;
  }
  async function answer(cursor: string | undefined): Promise<Answer<Body<Row>>> {
    const until = held;
    held = undefined;
    const { nextCursor, ...data } = await read(cursor);
    await until;
    if (failures > 0) {
      failures -= 1;
      throw new Error('away');
    }
    return { data, nextCursor, etag: undefined, response: new Response() };
  }
  const queriesOf = (queryKey: readonly unknown[], isNamed = true) => listQueries({ client, queryKey, read: answer, idOf: isNamed ? idOf : undefined, shown: () => shown });
  const pagesOf = (queryKey: readonly unknown[]): readonly ListPage<Row>[] => client.getQueryData<readonly ListPage<Row>[]>(queryKey) ?? [];
  const ranksOf = (queryKey: readonly unknown[]): number[] => joined(pagesOf(queryKey), idOf).rows.map(({ rank }) => rank);
  const without = (id: string): void => { rows = rows.filter((row) => row.id !== id); };

  beforeEach(() => {
    onError.mockClear();
    client = new QueryClient({ queryCache: new QueryCache({ onError }), defaultOptions: { queries: { retry: 1, retryDelay: 0 } } });
    shown = { first: 0, last: 5 };
    [failures, held] = [0, undefined];
  });

  it('comes to the list of its own filter, though another was chosen meanwhile', async () => {
    const other = ['tickets', 'list', { team: 'other' }];
    await client.query(queriesOf(key).list);
    const go = hold();
    const onItsWay = client.query(queriesOf(key).after('90'));
    await client.query(queriesOf(other).list);
    // It is not taken for the other's next page either: that is asked for by itself.
    await client.query(queriesOf(other).after('90'));
    go();
    await onItsWay;
    expect([pagesOf(key).length, pagesOf(other).length]).toEqual([2, 2]);
    expect(asked).toEqual([undefined, '90', undefined, '90']);
  });

  it('is left where the list was read anew and ends elsewhere, from where one goes on without a gap', async () => {
    const { list, after } = queriesOf(key);
    await client.query(list);
    const go = hold();
    const onItsWay = client.query(after('90'));
    without('r3');
    await client.query(list);
    const next = client.query(after('100'));
    go();
    await Promise.all([onItsWay, next]);
    expect(ranksOf(key)).toEqual(rows.slice(0, 20).map(({ rank }) => rank));
  });

  it.each([
    ['stays until it is seen, where rows have names', true, [false, true]],
    ['is left where the list goes on from elsewhere, without names', false, [false]],
  ] as const)('and came while it was read anew: %s', async (_, isNamed, stale) => {
    const { list, after } = queriesOf(key, isNamed);
    await client.query(list);
    without('r3');
    const go = hold();
    const anew = client.query(list);
    await client.query(after('90'));
    go();
    await anew;
    expect(pagesOf(key).map(({ isStale }) => isStale)).toEqual(stale);
    if (isNamed) {
      shown = { first: 5, last: 15 };
      await client.query(list);
    } else await client.query(after('100'));
    expect(ranksOf(key)).toEqual(rows.slice(0, 20).map(({ rank }) => rank));
  });

  it('is asked for once, and once more when nobody answered', async () => {
    const { list, after } = queriesOf(key);
    await client.query(list);
    failures = 1;
    await Promise.all([client.query(after('90')), client.query(after('90'))]);
    expect(asked).toEqual([undefined, '90', '90']);
    expect(ranksOf(key)).toHaveLength(20);
  });

  it('tells of its failure whoever looks after sessions, and leaves what is loaded', async () => {
    const { list, after } = queriesOf(key);
    await client.query(list);
    failures = 2;
    await expect(client.query(after('90'))).rejects.toThrow('away');
    expect(onError).toHaveBeenCalledTimes(1);
    expect(ranksOf(key)).toHaveLength(10);
    await client.query(after('90'));
    expect(ranksOf(key)).toHaveLength(20);
  });

  it('is no longer asked for, page by page, once it is left', async () => {
    const pages = await all();
    client.setQueryData(key, pages);
    const go = hold();
    const anew = client.query(queriesOf(key, false).list);
    await client.cancelQueries({ queryKey: key });
    go();
    await anew;
    await vi.waitFor(() => { expect(pagesOf(key)).toBe(pages); });
    expect(asked).toEqual([undefined]);
  });
});
