/** CPU time of processes, from Linux's /proc; PostgreSQL's by the database that its processes serve. */
import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100; // USER_HZ, the same on every Linux.

interface Stat {
  readonly parent: number;
  /** Seconds, user and system. */
  readonly own: number;
  /** Of children that have ended and were waited for. */
  readonly ended: number;
}

/** Undefined when the process is no more. */
function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ').map(Number);
    const seconds = (...indexes: number[]): number => indexes.reduce((sum, index) => sum + (fields[index] ?? 0), 0) / ticksPerSecond;
    return { parent: fields[1] ?? 0, own: seconds(11, 12), ended: seconds(13, 14) };
  } catch {
    return undefined;
  }
}

/** CPU seconds of one process since its start. */
export function cpuSeconds(pid: number): number {
  return statOf(pid)?.own ?? 0;
}

export interface PostgresCpu {
  /** Seconds since the start, all processes, ended ones included. */
  readonly total: number;
  /** Seconds of each living session, with its database. */
  readonly sessions: ReadonlyMap<number, { database: string; seconds: number }>;
}

export function postgresCpu(postmaster: number): PostgresCpu {
  const sessions = new Map<number, { database: string; seconds: number }>();
  const main = statOf(postmaster);
  let total = (main?.own ?? 0) + (main?.ended ?? 0);
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? statOf(Number(entry)) : undefined;
    if (stat?.parent !== postmaster) continue;
    total += stat.own;
    const database = databaseOf(Number(entry));
    if (database !== undefined) sessions.set(Number(entry), { database, seconds: stat.own });
  }
  return { total, sessions };
}

/** A session's title is `postgres: <user> <database> <address>(<port>) <state>`. */
function databaseOf(pid: number): string | undefined {
  try {
    return /^postgres: \S+ (\S+) [\d.]+\(\d+\)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

/** CPU seconds between two looks: all, and of sessions on the databases whose name begins so (those that ended meanwhile are only in all). */
export function postgresCpuBetween(before: PostgresCpu, after: PostgresCpu, databasePrefix: string): { total: number; ofPrefix: number } {
  let ofPrefix = 0;
  for (const [pid, { database, seconds }] of after.sessions) {
    if (database.startsWith(databasePrefix)) ofPrefix += seconds - (before.sessions.get(pid)?.seconds ?? 0);
  }
  return { total: after.total - before.total, ofPrefix };
}
