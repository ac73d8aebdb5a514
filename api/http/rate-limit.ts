/** How many requests somebody may send a minute, counted in this process: a person by his name, a stranger by the network he comes from. */
import type { Request } from 'express';
import { refuse } from '../../domain/errors/codes.ts';
import { problem } from './problem.ts';

export interface Limits {
  /** Counts a request of somebody who is known. @throws {Problem} `too-many-requests` */
  readonly person: (subject: string) => void;
  /** Counts a request of somebody who is not: by a link, to sign in, with a token or a signature that is none. @throws {Problem} `too-many-requests` */
  readonly stranger: (request: Request) => void;
}

export const noLimits: Limits = { person: () => undefined, stranger: () => undefined };

const minuteMs = 60_000;

/** @param clockMs that never goes back */
export function createLimits({ personPerMinute, strangerPerMinute, clockMs }: { personPerMinute: number; strangerPerMinute: number; clockMs: () => number }): Limits {
  const [person, stranger] = [createRateLimit(personPerMinute, clockMs), createRateLimit(strangerPerMinute, clockMs)];
  const take = (waitMs: number): void => {
    if (waitMs > 0) throw problem(refuse('too-many-requests', { seconds: Math.ceil(waitMs / 1000) }));
  };
  return { person: (subject) => take(person(subject)), stranger: (request) => take(stranger(networkOf(request.ip ?? ''))) };
}

/**
 * A budget for each key that fills evenly, and holds a minute's worth: so many at once, and then as many as come back.
 * Kept is only until when what was sent would have lasted at an even pace.
 * @returns 0 when the request is one more of those, else how long until one is free again, in milliseconds
 */
export function createRateLimit(perMinute: number, clockMs: () => number): (key: string) => number {
  const paceMs = minuteMs / perMinute;
  // Whoever was silent for a minute has all of it again: two generations of a minute forget nobody too early, and keep nobody long.
  let [young, old] = [new Map<string, number>(), new Map<string, number>()];
  let bornMs = clockMs();
  return (key) => {
    const nowMs = clockMs();
    if (nowMs - bornMs >= minuteMs) {
      [young, old] = [new Map<string, number>(), nowMs - bornMs >= 2 * minuteMs ? new Map<string, number>() : young];
      bornMs = nowMs;
    }
    const untilMs = Math.max(nowMs, young.get(key) ?? old.get(key) ?? 0) + paceMs;
    const waitMs = untilMs - nowMs - minuteMs;
    // A hair's breadth of floating point is no excess.
    if (waitMs > 1e-6) return waitMs;
    young.set(key, untilMs);
    return 0;
  };
}

/** An IPv4 address, also where it is written as one of IPv6; of an IPv6 address the part that its holder cannot choose (/64). */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [head = '', tail] = address.split('::');
  const [first, last] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== '')) as [string[], string[]];
  const missing = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array.from({ length: missing }, () => '0'), ...last].slice(0, 4).join(':');
}
