/** One who follows: told what he may hear, in order, as fast as he takes it; asked anew who he is and what he may while it lasts. */
import { hearingOf, hears, matches, type Change, type ChangeFilter, type Hearing } from '../../domain/live/change.ts';
import type { PlacedCustomer } from '../../domain/people/scope.ts';
import type { EventStream } from '../http/event-stream.ts';
import { Problem } from '../http/problem.ts';
import type { Feed } from './feed.ts';

export interface FollowerOptions {
  readonly feed: Feed;
  readonly stream: EventStream;
  readonly filter: ChangeFilter;
  /** He has heard all up to here; at the feed's floor or above. */
  readonly after: number;
  /** False: he is told what there is, and no more. */
  readonly isFollowing: boolean;
  /** He is told that he hears, and asked who he is, so often. */
  readonly heartbeatMs: number;
  readonly nowMs: () => number;
}

export interface Follower {
  /** Tells what is new. */
  tell(): void;
  /** Tells that somebody came to a ticket of this customer, or left it. */
  tellPresence(number: string, customer: PlacedCustomer): void;
  /** Asks who he is and what he may. */
  checkAccess(): Promise<void>;
  end(): void;
}

/** When a token or a grant ends, it has ended: the clocks that say so differ by less. */
const afterEndMs = 100;
const longestTimerMs = 2 ** 31 - 1;

export function follow({ feed, stream, filter, after, isFollowing, heartbeatMs, nowMs }: FollowerOptions, hearing: Hearing, until: Date | null): Follower {
  let heard = after;
  let may = hearing;
  let isWaiting = false;
  let hasDrained = true;
  let isOver = false;
  let isKnown = true;
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    while (!isWaiting && !isOver) {
      // So slow that what he has to hear next is kept no more: he begins anew.
      if (heard < feed.floor) return reset();
      const next = feed.after(heard);
      if (!next) {
        if (!isFollowing) end();
        return;
      }
      heard = next.change.position;
      const how = matches(filter, next.change) ? hears(may, next.change) : 'nothing';
      if (how !== 'nothing') isWaiting = !stream.write(next.text(how === 'all'));
    }
  }

  function tellPresence(number: string, customer: PlacedCustomer): void {
    const change: Change = { position: heard, kind: 'ticket', id: number, customer, deploymentId: null, types: [], at: new Date(nowMs()) };
    // Who works here is for those to know who may know who did what.
    if (isOver || isWaiting || !matches(filter, change) || hears(may, change) !== 'all') return;
    isWaiting = !stream.write(`event: presence\ndata: ${JSON.stringify({ kind: 'ticket', id: number })}\n\n`);
  }

  function reset(): void {
    stream.write(resetText(feed.head));
    end();
  }

  function end(): void {
    isOver = true;
    clearTimeout(timer);
    stream.end();
  }

  async function beat(): Promise<void> {
    // Nothing of what waited at the last heartbeat has left since: nobody listens.
    if (isWaiting && !hasDrained) {
      isOver = true;
      stream.cut();
      return;
    }
    hasDrained = !isWaiting;
    await checkAccess();
    if (!isOver && !isWaiting && isKnown) isWaiting = !stream.write(heartbeatText(heard));
  }

  async function checkAccess(): Promise<void> {
    if (isOver) return;
    clearTimeout(timer);
    isKnown = false;
    try {
      const { principal, until: ends } = await stream.admit();
      may = hearingOf(principal);
      if (may.scopes.size === 0) return end();
      isKnown = true;
      again(ends);
    } catch (error) {
      // He may be who he was, and nobody can tell: without a heartbeat he knows that he may be missing something.
      if (!(error instanceof Problem) || error.refusal.code === 'identity-provider-away' || error.refusal.code === 'dependency-away') again(null);
      else end();
    }
  }

  function again(ends: Date | null): void {
    if (isOver) return;
    clearTimeout(timer);
    const endsInMs = ends === null ? Number.POSITIVE_INFINITY : Math.max(0, ends.getTime() - nowMs()) + afterEndMs;
    timer = setTimeout(() => void beat(), Math.min(heartbeatMs, endsInMs, longestTimerMs));
  }

  stream.onDrain(() => { isWaiting = false; hasDrained = true; tell(); });
  stream.onClose(() => { isOver = true; clearTimeout(timer); });
  isWaiting = !stream.write(heartbeatText(heard));
  again(until);
  tell();
  return { tell, tellPresence, checkAccess, end };
}

/** The position goes with it: whoever hears little of what happens does not fall behind. */
function heartbeatText(position: number): string {
  return `id: ${position}\nevent: heartbeat\ndata: ${JSON.stringify({ position })}\n\n`;
}

export function resetText(position: number): string {
  return `id: ${position}\nevent: reset\ndata: ${JSON.stringify({ position })}\n\n`;
}
