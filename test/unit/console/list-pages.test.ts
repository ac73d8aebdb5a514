/** A long list that is read anew where it is seen: few questions, no row twice, none missing, and what has not changed is the same object. */
import { beforeEach, describe, expect, it } from 'vitest';
import { joined, pagesAt, readAnew, type ListPage, type ReadPage } from '../../../console/data/list-pages.ts';

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
