/** One measured round of one contender: N journeys, so many at a time, and what they cost everybody. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Contender } from './contender.ts';
import { sqlBetween, type SqlCounts } from './counted-pool.ts';
import type { Ground } from './ground.ts';
import { play, sitesPerJourney, type Gate } from './play.ts';
import { cpuSeconds, postgresCpu, postgresCpuBetween } from './usage.ts';

export interface Cpu {
  readonly temporal: number;
  /** PostgreSQL, all of it, and the part of the contender's own database. */
  readonly postgres: number;
  readonly postgresOwn: number;
  readonly worker: number;
  /** The benchmark itself: client, simulators, receiver of callbacks. */
  readonly bench: number;
}

export interface Round {
  readonly journeyIds: readonly string[];
  readonly seconds: number;
  /** From launch to the end of the last site, each journey. */
  readonly journeySeconds: readonly number[];
  /** Seconds. */
  readonly cpu: Cpu;
  readonly launchSql: SqlCounts;
  readonly workerSql: SqlCounts;
}

export async function playRound(ground: Ground, contender: Contender, journeys: number, concurrency: number): Promise<Round> {
  const pids = ground.embedded.pids();
  const look = async () => ({
    ...(await contender.look()),
    temporal: cpuSeconds(pids['temporal'] ?? 0), postgres: postgresCpu(pids['postgres'] ?? 0), worker: cpuSeconds(contender.workerPid), bench: ownCpuSeconds(),
  });
  const before = await look();
  const startedAt = performance.now();
  const journeySeconds: number[] = [];
  const journeyIds = await atOnce(journeys, concurrency, async () => {
    const launchedAt = performance.now();
    const id = await play(contender);
    journeySeconds.push((performance.now() - launchedAt) / 1000);
    return id;
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const after = await look();
  const postgres = postgresCpuBetween(before.postgres, after.postgres, `bench_${contender.name}`);
  return {
    journeyIds, seconds, journeySeconds,
    cpu: {
      temporal: after.temporal - before.temporal, postgres: postgres.total, postgresOwn: postgres.ofPrefix,
      worker: after.worker - before.worker, bench: after.bench - before.bench,
    },
    launchSql: sqlBetween(before.launchSql, after.launchSql), workerSql: sqlBetween(before.workerSql, after.workerSql),
  };
}

/**
 * Warms a contender up and weighs what is open: a few journeys to the end, then `journeys` held while their sites wait for the technical visit, and let go.
 * @returns the worker's resident bytes per held journey (a deployment and its sites in the cache).
 */
export async function warmUp(contender: Contender, journeys: number): Promise<number> {
  await atOnce(5, 5, () => play(contender));
  const before = (await contender.look()).workerResidentBytes;
  let open = (): void => undefined;
  let arrivals = 0;
  let arrived = (): void => undefined;
  const allArrived = new Promise<void>((resolve) => { arrived = resolve; });
  const gate: Gate = {
    opened: new Promise<void>((resolve) => { open = resolve; }),
    arrive: () => { arrivals += 1; if (arrivals === journeys * sitesPerJourney) arrived(); },
  };
  const held = atOnce(journeys, journeys, () => play(contender, { gate }));
  await Promise.race([allArrived, held]);
  await wait(500); // The last workflow tasks end a moment after what they recorded.
  const after = (await contender.look()).workerResidentBytes;
  open();
  await held;
  return (after - before) / journeys;
}

async function atOnce<T>(count: number, concurrency: number, run: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let left = count;
  await Promise.all(Array.from({ length: Math.min(count, concurrency) }, async () => {
    while (left > 0) {
      left -= 1;
      results.push(await run());
    }
  }));
  return results;
}

function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
