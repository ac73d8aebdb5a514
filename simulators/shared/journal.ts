/** The simulators' durable store: one JSON line per transaction, on disk before the answer is sent, replayed at start. */
import { appendFile, closeSync, fdatasync, ftruncateSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const append = promisify(appendFile);
const sync = promisify(fdatasync);

export interface Journal<Entry> {
  /** Reads what is there, gives every transaction to `replay` in order, and opens the file for writing. */
  open(replay: (entries: Entry[]) => void): void;
  /** Queues one transaction; it is whole or absent after a kill. */
  write(entries: Entry[]): void;
  /** Resolves when everything written so far is on disk; rejects for ever once a write has failed. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** A journal in `file`. Opening is synchronous, so that no request is served between binding the port and the replay. */
export function createJournal<Entry>(file: string): Journal<Entry> {
  let fd: number | undefined;
  let lines: string[] = [];
  let lastWrite: Promise<void> = Promise.resolve();
  let isWriteQueued = false;

  // Lines that come while the disk is busy share the next sync.
  async function writeLines(): Promise<void> {
    isWriteQueued = false;
    const text = lines.join('');
    lines = [];
    if (fd === undefined) throw new Error('the journal is closed');
    await append(fd, text);
    await sync(fd);
  }

  return {
    open(replay) {
      mkdirSync(dirname(file), { recursive: true });
      fd = openSync(file, 'a+');
      const content = readFileSync(file);
      const end = content.lastIndexOf(0x0a) + 1;
      // A torn last line was never acknowledged to anyone.
      if (end < content.length) ftruncateSync(fd, end);
      content.toString('utf8', 0, end).split('\n').slice(0, -1).forEach((line, index) => {
        replay(parseLine<Entry>(line, file, index + 1));
      });
    },
    write(entries) {
      lines.push(`${JSON.stringify(entries)}\n`);
      if (isWriteQueued) return;
      isWriteQueued = true;
      lastWrite = lastWrite.then(writeLines);
      // Whoever waits by settled() sees the failure; this only keeps it from being an unhandled one.
      lastWrite.catch(() => undefined);
    },
    settled: () => lastWrite,
    async close() {
      await lastWrite.catch(() => undefined);
      if (fd !== undefined) closeSync(fd);
      fd = undefined;
    },
  };
}

function parseLine<Entry>(line: string, file: string, number: number): Entry[] {
  try {
    return JSON.parse(line) as Entry[];
  } catch {
    throw new Error(`${file}: line ${number} is not readable; move the file away to start empty`);
  }
}
