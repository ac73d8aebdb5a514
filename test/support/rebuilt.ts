/** The proof that the read models say what the events say. */
import { expect } from 'vitest';
import type { House } from './house.ts';
import { rebuildDifferences } from './rebuild-differences.ts';

/** Rows before the rebuild are rows after it, of every table that it makes, for every journey of the file. */
export async function expectRebuildChangesNothing({ pool }: Pick<House, 'pool'>): Promise<void> {
  expect((await rebuildDifferences(pool)).differences).toEqual([]);
}
