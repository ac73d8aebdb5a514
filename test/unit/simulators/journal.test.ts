/** The simulators' journal: whole lines come back in order, a torn one is dropped, a damaged one is said. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createJournal } from '../../../simulators/shared/journal.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jalon-journal-'));
  file = join(folder, 'new', 'journal.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function writeAll(...transactions: number[][]): Promise<void> {
  const journal = createJournal<number>(file);
  journal.open(() => undefined);
  for (const transaction of transactions) journal.write(transaction);
  await journal.settled();
  await journal.close();
}

function readBack(): number[][] {
  const transactions: number[][] = [];
  const journal = createJournal<number>(file);
  journal.open((entries) => void transactions.push(entries));
  void journal.close();
  return transactions;
}

it('gives back the transactions of several runs in order', async () => {
  await writeAll([1, 2], [3]);
  await writeAll([4]);
  expect(readBack()).toEqual([[1, 2], [3], [4]]);
});

it('is on disk when it says so', async () => {
  const journal = createJournal<number>(file);
  journal.open(() => undefined);
  journal.write([1]);
  await journal.settled();
  expect(readFileSync(file, 'utf8')).toBe('[1]\n');
  await journal.close();
});

it('drops a torn last line and goes on behind the whole ones', async () => {
  await writeAll([1]);
  appendFileSync(file, '[2');
  expect(readBack()).toEqual([[1]]);
  await writeAll([3]);
  expect(readBack()).toEqual([[1], [3]]);
});

it('refuses a file damaged before its end', async () => {
  await writeAll([1]);
  writeFileSync(file, 'x\n[2]\n');
  expect(readBack).toThrow(/line 1/);
});

it('rejects what it cannot write, and everything after it', async () => {
  const journal = createJournal<number>(file);
  journal.open(() => undefined);
  await journal.close();
  journal.write([1]);
  await expect(journal.settled()).rejects.toThrow();
  journal.write([2]);
  await expect(journal.settled()).rejects.toThrow();
});
