/** After the faults: waits until everything has come to its end, as long as something moves. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Installation } from '../../test/support/installation.ts';
import { bookOf } from '../../test/support/outside-facts.ts';
import type { Finding } from './invariants/invariant.ts';

/** What is not at its end, by what it is. */
const unfinishedSql = `
  SELECT 'open journey' AS what, id FROM journeys WHERE is_open
  UNION ALL SELECT 'open task', id FROM tasks WHERE status = 'open'
  UNION ALL SELECT 'stuck call', journey_id || ' ' || call FROM stuck_calls
  UNION ALL SELECT 'callback ' || status, source || ':' || id FROM inbox WHERE status IN ('pending', 'unmatched')
  UNION ALL SELECT 'notice', ticket || '.' || key FROM ticket_notices WHERE status = 'pending'
  UNION ALL SELECT 'event without a position', journey_id || '#' || number FROM outbox WHERE position IS NULL
  UNION ALL SELECT 'site', deployment_id || '/' || site FROM sites WHERE phase NOT IN ('in-service', 'cancelled')
  UNION ALL SELECT 'deployment', id FROM deployments WHERE phase NOT IN ('completed', 'cancelled', 'withdrawn')`;
const callers = ['obl', 'ref-tech', 'jarvis'] as const;
const lookEveryMs = 2_000;
const sayEveryMs = 10_000;

export interface SettleOptions {
  readonly hasEnded: () => boolean;
  readonly say: (sentence: string) => void;
  /** When nothing has moved for so long, it is left as it is. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

/** @returns what is left, each a violation; nothing when all has ended. */
export async function settle(on: Installation, { hasEnded, say, patienceMs, signal }: SettleOptions): Promise<Finding> {
  let [seen, sinceMs, saidMs] = ['', Date.now(), 0];
  for (;;) {
    const { left, looked, moves } = await lookAt(on).catch((thrown: unknown) => ({ left: [`the database: ${String(thrown)}`], looked: 0, moves: '' }));
    const ended = hasEnded();
    if ((left.length === 0 && ended) || signal.aborted) return { looked, violations: left };
    const now = `${moves} ${left.length} ${left.slice(0, 50).join()} ${ended}`;
    if (now !== seen) [seen, sinceMs] = [now, Date.now()];
    if (Date.now() - sinceMs > patienceMs) return { looked, violations: ended ? left : [...left, 'some people are not done with their tickets'] };
    if (Date.now() - saidMs > sayEveryMs) {
      saidMs = Date.now();
      say(`settling: ${summaryOf(left)}${ended ? '' : '; people are still at work'}`);
    }
    await pause(lookEveryMs);
  }
}

async function lookAt(on: Installation): Promise<{ left: string[]; looked: number; moves: string }> {
  const { rows } = await on.pool.query<{ what: string; id: string }>(unfinishedSql);
  const left = rows.map(({ what, id }) => `${what}: ${id}`);
  // Their whole books are read for it: only when ours are done.
  if (left.length === 0) {
    for (const system of callers) {
      const { pendingCallbacks } = await bookOf(on, system);
      if (pendingCallbacks > 0) left.push(`callbacks of ${system} to send: ${pendingCallbacks}`);
    }
  }
  const { rows: [counted] } = await on.pool.query<{ looked: number; events: number }>('SELECT (SELECT count(*) FROM journeys) + (SELECT count(*) FROM inbox) + (SELECT count(*) FROM ticket_notices) AS looked, (SELECT count(*) FROM events) AS events');
  return { left, looked: counted?.looked ?? 0, moves: String(counted?.events) };
}

function summaryOf(left: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const line of left) {
    const what = line.slice(0, line.indexOf(':'));
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].map(([what, count]) => `${count} × ${what}`).join(', ') || 'nothing is left';
}
