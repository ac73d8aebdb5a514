/** Live events of one process: all who follow, fed by one reader. */
import type { Logger } from 'pino';
import type { Pool } from '../../db/pool.ts';
import { placeOfTicket } from '../../db/ticket/presence.ts';
import type { ChangeFilter } from '../../domain/live/change.ts';
import { hearingOf } from '../../domain/live/change.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { EventStream } from '../http/event-stream.ts';
import { problem } from '../http/problem.ts';
import { createFeed } from './feed.ts';
import { follow, resetText, type Follower } from './follower.ts';

/** Browsers of one person share one connection; more than this is a program that forgets to close. */
const perPersonMost = 20;

export interface Following {
  readonly subject: string;
  readonly filter: ChangeFilter;
  /** Where the stream itself does not say where it was; undefined: from now on. */
  readonly after: number | undefined;
  readonly isFollowing: boolean;
}

export interface Live {
  /** Makes sure that there is something to follow, and that he may have one more. @throws {Problem} `too-many-requests`; what PostgreSQL says */
  ready(subject: string): Promise<void>;
  /** Tells the stream what it asks for, until either ends it. */
  follow(stream: EventStream, following: Following): Promise<void>;
  connections(): number;
  /** Ends every stream in order: whoever comes back goes on where he was. */
  close(): Promise<void>;
}

export interface LiveParts {
  readonly pool: Pool;
  readonly logger: Logger;
  readonly nowMs: () => number;
  readonly heartbeatMs?: number;
  /** Of the latest changes: at a few a second, 10,000 are more than an hour. */
  readonly keptMost?: number;
}

/** Nothing is read before somebody follows. */
export function createLive({ pool, logger, nowMs, heartbeatMs = 15_000, keptMost = 10_000 }: LiveParts): Live {
  const followers = new Set<Follower>();
  const bySubject = new Map<string, number>();
  let isClosing = false;
  const feed = createFeed({
    pool, logger, keptMost,
    onNews: () => { for (const follower of followers) follower.tell(); },
    onAccess: () => { for (const follower of followers) void follower.checkAccess(); },
    onPresence: (number) => void tellPresence(number),
  });

  /** Of the moment: it has no position, is kept nowhere, and whoever missed it asks by himself sooner or later. */
  async function tellPresence(number: string): Promise<void> {
    const customer = await placeOfTicket(pool, number).catch(() => undefined);
    if (customer) for (const follower of followers) follower.tellPresence(number, customer);
  }

  function count(subject: string, by: 1 | -1): void {
    const now = (bySubject.get(subject) ?? 0) + by;
    if (now === 0) bySubject.delete(subject);
    else bySubject.set(subject, now);
  }

  return {
    async ready(subject) {
      if ((bySubject.get(subject) ?? 0) >= perPersonMost) throw problem(refuse('too-many-requests'));
      await feed.start();
    },
    async follow(stream, { subject, filter, isFollowing, ...from }) {
      const after = stream.lastEventId ?? from.after ?? feed.head;
      let leave: () => void = () => undefined;
      let isClosed = false;
      count(subject, 1);
      stream.onClose(() => {
        isClosed = true;
        count(subject, -1);
        leave();
      });
      const { principal, until } = await stream.admit();
      // Another process may have told him more than this one has read.
      if (after > feed.head || !isFollowing) await feed.look();
      if (isClosed) return;
      if (isClosing) return stream.end();
      // Too old, or of a database that was restored since: he reads anew.
      const isLost = after < feed.floor || after > feed.head;
      if (isLost) stream.write(resetText(feed.head));
      const follower = follow({ feed, stream, filter, after: isLost ? feed.head : after, isFollowing, heartbeatMs, nowMs }, hearingOf(principal), until);
      if (!isFollowing) return;
      followers.add(follower);
      leave = () => { followers.delete(follower); };
    },
    connections: () => followers.size,
    async close() {
      isClosing = true;
      for (const follower of followers) follower.end();
      await feed.stop();
    },
  };
}
