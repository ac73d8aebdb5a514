/** Deployments of two sites are played whole while each process is killed (-9) at each point of a command's way: callers, histories, database and the outside tell one story. */
import { expect, it } from 'vitest';
import type { TaskStep } from '../../domain/deployment/steps.ts';
import { everythingEnds, expectOneStory } from '../support/books.ts';
import { createCaller, type Told } from '../support/caller.ts';
import { openInstallation, type Installation, type ProcessName } from '../support/installation.ts';
import { hasEnded, play, type Doing, type Shown } from '../support/players.ts';
import { callbackPoints, commandPoints, points, type PointName } from '../support/points.ts';
import { observeBriefly } from '../support/policies.ts';
import { typeCollection } from '../support/webhooks.ts';

interface Strike {
  readonly step: TaskStep;
  readonly point: PointName;
  readonly victim: ProcessName;
}

const ours: readonly ProcessName[] = ['api', 'worker', 'relay', 'temporal', 'postgres'];
/** Steps whose command is struck, in their order, and those that are followed by a callback. */
const struckSteps: readonly TaskStep[] = [
  'techno-commercial-approval', 'internal-launch', 'technical-visit', 'supplementary-collection', 'configuration', 'installation', 'activation',
  'invoice-simulation', 'invoice-validation', 'handover',
];
const calledBackSteps: readonly TaskStep[] = ['sales-collection', 'customer-launch', 'intervention-planning', 'intervention-planning', 'dispatch'];
/** Those outside die alone, each while it is called, or has just been. */
const outside = [
  ['identity', 'financial-approval'], ['jarvis', 'assignment'], ['mail', 'welcome-call'], ['obl', 'customer-launch'], ['sms', 'intervention-planning'],
  ['ref-tech', 'technical-visit'], ['billing', 'invoice-validation'],
] as const satisfies readonly (readonly [ProcessName, TaskStep])[];

const atCommands = Object.keys(commandPoints) as PointName[];
const atCallbacks = Object.keys(callbackPoints) as PointName[];

/** Each of two halves kills everything; together they kill each of ours at each point, and each outside on both sides of a command's way. */
function strikesOf(half: 0 | 1): Strike[] {
  const halved = (names: readonly PointName[], steps: readonly TaskStep[]): Strike[] =>
    names.flatMap((point, at) => ours.filter((_, index) => (at + index) % 2 === half).map((victim) => ({ point, victim })))
      .map((strike, index) => ({ ...strike, step: steps[index] as TaskStep }));
  return [
    ...halved(atCommands, struckSteps), ...halved(atCallbacks, calledBackSteps),
    ...outside.map(([victim, step], index) => ({ victim, step, point: atCommands[(index + 2 * half) % atCommands.length] as PointName })),
  ];
}

// Both cores are busy with one while the other waits for a lease or a timeout to run out.
for (const half of [0, 1] as const) {
  const strikes = strikesOf(half);
  it.concurrent(`every process is killed while every person does his part (${half + 1} of 2): two sites each end with one order, one billing and a timeline without a gap`, async () => {
    const on = await openInstallation();
    try {
      const caller = createCaller(on);
      await observeBriefly(caller);
      const ids = [await caller.launch(['Lyon', 'Brest']), await caller.launch(['Nantes'])];
      const left = [...strikes];
      const suffered: string[] = [];
      await saying(() => `Struck so far: ${suffered.join('; ')}`, async () => {
        await play(caller, ids, {
          async perform(doing) {
            const [strike] = left.filter(({ step }) => step === doing.task.step);
            if (!strike) return { answer: doing.begin() };
            left.splice(left.indexOf(strike), 1);
            suffered.push(`${strike.victim} killed ${strike.point} at ${doing.task.id}`);
            await on.ready();
            return await points[strike.point]({ ...doing, begin: () => commandOf(on, doing), on, kill: () => on.kill(strike.victim) });
          },
        });
        expect(left).toEqual([]);
        await everythingEnds(on, ids);
        for (const id of ids) expect(hasEnded(await caller.get<Shown>(`/deployments/${id}`))).toBe(true);
        await expectOneStory(on, caller);
      });
    } finally {
      await on.close();
    }
  });
}

/** Where a collection is struck it is pushed by JARVIS instead of typed in (D-26): its way to us is a callback's. */
async function commandOf(on: Installation, { shown, task, begin }: Doing): Promise<Told | undefined> {
  if (task.step !== 'sales-collection') return await begin();
  await typeCollection(on.outside.jarvis, shown.orderNumber);
  return undefined;
}

async function saying(what: () => string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (thrown instanceof Error) thrown.message = `${what()}: ${thrown.message}`;
    throw thrown;
  }
}
