/** What the thresholds cost everybody: CPU time of worker, engine and PostgreSQL, the evenly spread ones apart from those that fall together. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Contender } from '../journeys/contender.ts';
import type { Ground } from '../journeys/ground.ts';
import { cpuSeconds, postgresCpu } from '../journeys/usage.ts';
import type { Plan } from './plan.ts';

/** Milliseconds of CPU per threshold. */
export interface Cpu {
  readonly worker: number;
  readonly engine: number;
  /** Engine's and ours. */
  readonly postgres: number;
}

export interface Cost {
  readonly even: Cpu;
  readonly burst: Cpu;
}

/** What is under way at the end is waited for so long. */
const settledAfterMs = 5_000;
const lookedAtBeforeMs = 1_000;

/** Measures from shortly before the first threshold until `ended`, and a little more: what follows a threshold belongs to it. */
export async function costOf({ embedded }: Ground, { workerPid }: Contender, { fromMs, burstAtMs, tickets }: Plan, ended: Promise<void>): Promise<Cost> {
  const pids = embedded.pids();
  const look = (): Cpu => ({ worker: cpuSeconds(workerPid), engine: cpuSeconds(pids['temporal'] ?? 0), postgres: postgresCpu(pids['postgres'] ?? 0).total });
  const between = (before: Cpu, after: Cpu): Cpu => {
    const perThreshold = (who: keyof Cpu): number => ((after[who] - before[who]) * 1_000) / tickets;
    return { worker: perThreshold('worker'), engine: perThreshold('engine'), postgres: perThreshold('postgres') };
  };
  await until(fromMs - lookedAtBeforeMs);
  const atFirst = look();
  await until(burstAtMs - lookedAtBeforeMs);
  const beforeBurst = look();
  await ended;
  await wait(settledAfterMs);
  return { even: between(atFirst, beforeBurst), burst: between(beforeBurst, look()) };
}

async function until(atMs: number): Promise<void> {
  await wait(Math.max(0, atMs - Date.now()));
}
