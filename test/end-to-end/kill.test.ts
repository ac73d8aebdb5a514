/** Each process is killed (-9) at each point of a command's way: whatever dies when, callers, histories, database and simulators tell one story. */
import { expect, it } from 'vitest';
import { expectOneStory, everythingEnds } from '../support/books.ts';
import { createCaller, type Told } from '../support/caller.ts';
import { openInstallation, type Installation, type ProcessName } from '../support/installation.ts';
import { points, type PointName } from '../support/points.ts';

/** What dies together. */
type Victims = readonly ProcessName[];

const everyPoint = Object.keys(points) as PointName[];
const ours: readonly Victims[] = [['api'], ['worker'], ['relay'], ['obl', 'billing', 'ref-tech', 'jarvis', 'mail', 'sms', 'identity']];
/** In turns at each point: the supervisor slows down with what dies five times within ten seconds of its start. */
const engine: readonly Victims[] = [['temporal'], ['postgres']];

// Both cores are busy with one while the other waits for a lease or a timeout to run out.
for (const { who, rounds } of [
  { who: 'our processes', rounds: ours.flatMap((victims) => everyPoint.map((point) => ({ victims, point }))) },
  { who: 'Temporal and PostgreSQL', rounds: everyPoint.flatMap((point) => engine.map((victims) => ({ victims, point }))) },
]) it.concurrent(`${who}, killed at every point: every event once and in order, in all four books`, async () => {
  const on = await openInstallation();
  try {
    const caller = createCaller(on);
    const played = new Map<string, { round: string; answer: Promise<Told> }>();
    for (const { victims, point } of rounds) {
      const round = `${victims.join(', ')} killed ${point}`;
      await on.ready();
      const { deploymentId, answer } = await saying(round, () => points[point]({ on, caller, kill: () => killAll(on, victims) }));
      answer.catch(() => undefined); // Awaited below.
      played.set(deploymentId, { round, answer });
    }
    await saying(`Which journey is which: ${[...played].map(([id, { round }]) => `${id} ${round}`).join('; ')}`, async () => {
      for (const [, { round, answer }] of played) expect((await answer).status, round).toBe(200);
      await everythingEnds(on, [...played.keys()]);
      await expectOneStory(on, caller);
    });
  } finally {
    await on.close();
  }
});

async function killAll(on: Installation, victims: Victims): Promise<void> {
  await Promise.all(victims.map((name) => on.kill(name)));
}

async function saying<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof Error) thrown.message = `${what}: ${thrown.message}`;
    throw thrown;
  }
}
