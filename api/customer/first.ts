/** Lists that show their first ones, and say when they go on (C-01). */

export interface First<Row> {
  readonly list: string;
  readonly shown: readonly Row[];
  readonly goesOn: boolean;
}

/** @param rows one more than `limit` of them, where there are more. */
export function first<Row>(list: string, rows: readonly Row[], limit: number): First<Row> {
  return { list, shown: rows.slice(0, limit), goesOn: rows.length > limit };
}

/** The names of those that go on. */
export function moreOf(...lists: readonly (First<unknown> | null)[]): string[] {
  return [...new Set(lists.flatMap((one) => (one?.goesOn ? [one.list] : [])))];
}
