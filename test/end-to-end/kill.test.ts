/** Each process is killed (-9) at each point of a command's way: whatever dies when, callers, histories, database and simulators tell one story. */
import { expect, it } from 'vitest';
import { expectOneStory, everythingEnds } from '../support/books.ts';
import { createCaller, type Told } from '../support/caller.ts';
import { openInstallation, type ProcessName } from '../support/installation.ts';
import { points, type PointName } from '../support/points.ts';

interface Round {
  readonly victim: ProcessName;
  readonly point: PointName;
}

const everyPoint = Object.keys(points) as PointName[];
const atEveryPoint = (victim: ProcessName): Round[] => everyPoint.map((point) => ({ victim, point }));
/** What stands for the outside: one of them at each point, so that each dies alone, on both sides of a command's way. */
const outside = ['obl', 'billing', 'identity'] as const;
const oneAtEachPoint = everyPoint.map((point, index): Round => ({ victim: outside[index % outside.length] ?? 'obl', point }));

// Both cores are busy with one while the other waits for a lease or a timeout to run out.
for (const { who, rounds } of [
  { who: 'our processes', rounds: [...atEveryPoint('api'), ...atEveryPoint('worker'), ...atEveryPoint('relay'), ...oneAtEachPoint] },
  // In turns: the supervisor slows down with what dies five times within ten seconds of its start.
  { who: 'Temporal and PostgreSQL', rounds: everyPoint.flatMap((point): Round[] => [{ victim: 'temporal', point }, { victim: 'postgres', point }]) },
]) it.concurrent(`${who}, killed at every point: every event once and in order, in all four books`, async () => {
  const on = await openInstallation();
  try {
    const caller = createCaller(on);
    const played = new Map<string, { round: string; answer: Promise<Told> }>();
    for (const { victim, point } of rounds) {
      const round = `${victim} killed ${point}`;
      await on.ready();
      const { deploymentId, answer } = await saying(round, () => points[point]({ on, caller, kill: () => on.kill(victim) }));
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

async function saying<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof Error) thrown.message = `${what}: ${thrown.message}`;
    throw thrown;
  }
}
