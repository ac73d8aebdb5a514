/** The latest changes in memory, read by this process once for all who follow: whoever comes back goes on from here and asks the database nothing. */
import type { Logger } from 'pino';
import { lastPosition, readChanges } from '../../db/outbox/changes.ts';
import { listen, type Notice } from '../../db/listen.ts';
import type { Pool } from '../../db/pool.ts';
import { changesOf, type Change } from '../../domain/live/change.ts';

const pageSize = 1_000;
/** Notifications say when to look; where they do not come through, this is how late a change is. */
const lookEveryMs = 2_000;
const troubledMs = 1_000;

/** A change with its line of the stream, written once for all who hear it. */
export interface Told {
  readonly change: Change;
  /** With what was done, and without. */
  readonly text: (withActs: boolean) => string;
}

export interface Feed {
  /** Begins to read where that was not begun. @throws what PostgreSQL says, the first time */
  start(): Promise<void>;
  /** What is known to the feed: everything from after `floor` up to `head` is kept. */
  readonly floor: number;
  readonly head: number;
  /** The first change after a position, which is not below the floor. */
  after(position: number): Told | undefined;
  /** Looks now; resolves when everything there was is read. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

export interface FeedParts {
  readonly pool: Pool;
  readonly logger: Logger;
  /** How many of the latest changes are kept. */
  readonly keptMost: number;
  /** There is something new. */
  readonly onNews: () => void;
  /** What somebody may has changed. */
  readonly onAccess: () => void;
  /** Somebody came to this ticket, or left it. */
  readonly onPresence: (number: string) => void;
}

export function createFeed({ pool, logger, keptMost, onNews, onAccess, onPresence }: FeedParts): Feed {
  const stopping = new AbortController();
  const stopped = new Promise<void>((resolve) => { stopping.signal.addEventListener('abort', () => resolve()); });
  let kept: Told[] = [];
  let [floor, head] = [0, 0];
  let started: Promise<void> | undefined;
  let work: Promise<unknown> = Promise.resolve();
  let reading: Promise<void> | undefined;
  let wake: () => void = () => undefined;

  async function read(): Promise<void> {
    for (let isMore = true; isMore && !stopping.signal.aborted;) {
      const rows = await readChanges(pool, head, pageSize);
      isMore = rows.length === pageSize;
      kept.push(...changesOf(rows).map(told));
      head = rows.at(-1)?.position ?? head;
      if (kept.length > keptMost) {
        const gone = kept.slice(0, kept.length - keptMost);
        floor = gone.at(-1)?.change.position ?? floor;
        kept = kept.slice(-keptMost);
      }
      if (rows.length > 0) onNews();
    }
  }

  /** Two who ask at once are answered by one reading, begun after both asked. */
  function look(): Promise<void> {
    const next = (reading ?? Promise.resolve()).catch(() => undefined).then(read).finally(() => { if (reading === next) reading = undefined; });
    reading = next;
    return next;
  }

  async function lookOn(): Promise<void> {
    let troubled = false;
    while (!stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => { wake = resolve; });
      let timer: NodeJS.Timeout | undefined;
      try {
        await look();
        troubled = false;
      } catch (error) {
        if (!troubled) logger.warn({ reason: (error as Error).message }, 'live changes cannot be read; trying again every second');
        troubled = true;
      }
      // In trouble it is not woken: it would ask in vain as fast as it is told.
      const late = new Promise<void>((resolve) => { timer = setTimeout(resolve, troubled ? troubledMs : lookEveryMs); });
      if (!stopping.signal.aborted) await Promise.race([late, troubled ? stopped : woken]);
      clearTimeout(timer);
    }
  }

  function hear(notice: Notice, about: string): void {
    if (notice === 'positions') wake();
    else if (notice === 'access') onAccess();
    else if (about !== '') onPresence(about);
  }

  async function begin(): Promise<void> {
    head = Math.max(0, await lastPosition(pool) - keptMost);
    floor = head;
    await look();
    work = Promise.all([lookOn(), listen(pool, ['positions', 'access', 'presence'], hear, stopping.signal)]);
  }

  return {
    start: () => started ??= begin().catch((error: unknown) => { started = undefined; throw error; }),
    get floor() { return floor; },
    get head() { return head; },
    after(position) {
      let [low, high] = [0, kept.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((kept[middle]?.change.position ?? 0) > position) high = middle;
        else low = middle + 1;
      }
      return kept[low];
    },
    look,
    async stop() {
      stopping.abort();
      wake();
      await Promise.all([started?.catch(() => undefined), work]);
      await work;
    },
  };
}

function told(change: Change): Told {
  const texts = new Map<boolean, string>();
  return {
    change,
    text(withActs) {
      const known = texts.get(withActs) ?? textOf(change, withActs);
      texts.set(withActs, known);
      return known;
    },
  };
}

function textOf({ position, kind, id, customer, deploymentId, types, at }: Change, withActs: boolean): string {
  const data = {
    position, kind, id, ...(customer ? { customerId: customer.id } : {}), ...(deploymentId === null ? {} : { deploymentId }), types: withActs ? types : [], at: at.toISOString(),
  };
  return `id: ${position}\ndata: ${JSON.stringify(data)}\n\n`;
}
