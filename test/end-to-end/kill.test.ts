/** Each process is killed (-9) at each point of a command's way: whatever dies when, callers, histories, database and simulators tell one story. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectOneStory, everythingEnds } from '../support/books.ts';
import { createCaller, type Caller } from '../support/caller.ts';
import { openInstallation, type Installation, type ProcessName } from '../support/installation.ts';
import { points } from '../support/points.ts';

/** Killed in turns; groups run side by side, each on an installation of its own. */
const groups: readonly (readonly (readonly ProcessName[])[])[] = [
  [['worker']],
  [['relay'], ['api'], ['obl'], ['billing'], ['identity']],
  // In turns: the supervisor slows down with what dies five times within ten seconds of its start.
  [['temporal', 'postgres']],
];

for (const group of groups) {
  describe.concurrent(group.flat().join(', '), () => {
    let on: Installation;
    let caller: Caller;
    const launched: string[] = [];
    beforeAll(async () => {
      on = await openInstallation();
      caller = createCaller(on);
    });
    afterAll(async () => { await on.close(); });

    for (const processes of group) it.sequential(`${processes.join(' and ')} killed at every point: every event once and in order, in all four books`, async () => {
      const answers: Promise<unknown>[] = [];
      for (const reach of Object.values(points)) {
        for (const name of processes) {
          await on.ready();
          const { deploymentId, answer } = await reach({ on, caller, kill: () => on.kill(name) });
          answer.catch(() => undefined); // Awaited below.
          answers.push(answer);
          launched.push(deploymentId);
        }
      }
      const told = await Promise.all(answers);
      expect(told).toHaveLength(Object.keys(points).length * processes.length);
      await on.ready();
      await everythingEnds(on, launched);
      await expectOneStory(on, caller);
    });
  });
}
