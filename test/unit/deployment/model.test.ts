/** Whatever commands come, in whatever order: no rule throws, and no journey reaches a state that the business forbids. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeploymentCommand, DeploymentEvent, DeploymentState } from '../../../domain/deployment/deployment.ts';
import { siteModel } from '../../../domain/deployment/evolve-site.ts';
import { deploymentModel } from '../../../domain/deployment/evolve.ts';
import { accessOrderKey, type OblFact, type SiteCall, type SiteCommand, type SiteEvent, type SiteState } from '../../../domain/deployment/site.ts';
import { fold, type JourneyEvent, type JourneyModel } from '../../../domain/journey/journey.ts';
import { launch, opening } from './given.ts';

/** A command made for the state it meets; null where nobody would send one. */
type Draw<S, C> = (state: S) => C | null;

/** Runs the commands; `check` sees each step, and the fold of what was recorded, as JSON brings it back, is the state. */
function play<S, C, E extends JourneyEvent>(model: JourneyModel<S, C, E>, draws: readonly Draw<S, C>[], check: (state: S, happened: readonly E[], before: S) => void): void {
  let state = model.initial;
  const happened: { event: E; atMs: number }[] = [];
  draws.forEach((draw, index) => {
    const command = draw(state);
    if (command === null) return;
    const before = state;
    const decision = model.decide(state, command, index);
    if (decision.accepted) {
      for (const event of decision.events) {
        state = model.evolve(state, event, index);
        happened.push({ event, atMs: index });
      }
    }
    check(state, happened.map(({ event }) => event), before);
  });
  expect(fold(model, JSON.parse(JSON.stringify(happened)) as typeof happened)).toEqual(JSON.parse(JSON.stringify(state)));
}

const failure = { system: 'obl', code: 'outside.unavailable', message: 'status 503', nextTryAtMs: 0 };
const calls: readonly SiteCall[] = ['place-access-order', 'read-access-order', 'remind-obl', 'cancel-access-order', 'start-billing'];
const wantedIn: Record<SiteCall, (phase: SiteState['phase']) => boolean> = {
  'place-access-order': (phase) => phase === 'ordering',
  'read-access-order': (phase) => phase.startsWith('awaiting'),
  'remind-obl': (phase) => phase.startsWith('awaiting'),
  'cancel-access-order': (phase) => phase === 'undoing',
  'start-billing': (phase) => phase === 'starting-billing',
};

const oblFact: fc.Arbitrary<OblFact> = fc.constantFrom<OblFact>(
  { type: 'acknowledged', oblReference: 'OBL-1', plannedDeliveryDate: '2030-01-01' }, { type: 'refused', reason: 'saturation' }, { type: 'cancelled' },
  { type: 'delivered', oblReference: 'OBL-1', report: { reportReference: 'PV-1', deliveredOn: '2030-01-02', reservations: [] } });

function completion(state: SiteState, pick: number, choice: boolean): SiteCommand | null {
  const open = Object.values(state.tasks.open);
  const task = open[pick % Math.max(1, open.length)];
  if (!task) return { type: 'completeTask', taskId: 'AFF-2026-000123.S001.stuck-call.99', input: { choice: 'retry', comment: 'vu' } };
  const choices: Record<string, readonly [string, string]> = { 'stuck-call': ['retry', 'skip'], 'access-order-refused': ['reorder', 'abandon'], 'undo-by-hand': ['', ''], 'technical-validation': ['', ''] };
  return { type: 'completeTask', taskId: task.id, input: { choice: choices[task.step]?.[choice ? 0 : 1], comment: 'vu' } as never };
}

const openSite: Draw<SiteState, SiteCommand> = () => ({ type: 'open', opening });

const siteDraw: fc.Arbitrary<Draw<SiteState, SiteCommand>> = fc.oneof(
  fc.constant(openSite),
  fc.tuple(oblFact, fc.constantFrom('callback', 'asked', 'answer'), fc.integer({ min: 0, max: 3 })).map(([fact, heard, other]): Draw<SiteState, SiteCommand> =>
    ({ order }) => ({ type: 'oblTold', orderKey: other === 0 ? accessOrderKey(opening, 9) : order?.orderKey ?? '', fact, heard: heard as 'callback' })),
  fc.boolean().map((known): Draw<SiteState, SiteCommand> => ({ order }) => ({ type: 'orderTaken', attempt: order?.attempt ?? 1, oblReference: known ? 'OBL-1' : null })),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('acknowledgement', 'delivery-report')).map(([ordinal, awaited]): Draw<SiteState, SiteCommand> =>
    ({ order }) => ({ type: 'oblReminded', orderKey: order?.orderKey ?? '', awaited: awaited as 'acknowledgement', ordinal })),
  fc.constant<Draw<SiteState, SiteCommand>>(() => ({ type: 'billingAnswered', subscriptionReference: 'SUB-1', from: '2030-01-02' })),
  fc.constantFrom(...calls).map((call): Draw<SiteState, SiteCommand> => ({ phase }) => (wantedIn[call](phase) ? { type: 'callFailed', call, failure } : null)),
  fc.tuple(fc.constantFrom(...calls), fc.constantFrom('went-through', 'skipped', 'overtaken')).map(([call, how]): Draw<SiteState, SiteCommand> => () => ({ type: 'callEnded', call, how: how as 'skipped' })),
  fc.tuple(fc.nat(5), fc.boolean()).map(([pick, choice]): Draw<SiteState, SiteCommand> => (state) => completion(state, pick, choice)),
  fc.constant<Draw<SiteState, SiteCommand>>(() => ({ type: 'cancel', reason: 'renonce' })),
  fc.constantFrom('undone', 'too-late', 'skipped').map((outcome): Draw<SiteState, SiteCommand> => ({ effects }) => (
    { type: 'effectSettled', effect: effects.at(-1) ?? { kind: 'access-order', key: 'none' }, outcome: outcome as 'undone' })),
  fc.constant<Draw<SiteState, SiteCommand>>(() => ({ type: 'end' })),
);

const count = <E extends JourneyEvent>(happened: readonly E[], type: E['type']) => happened.filter((event) => event.type === type).length;

function siteIsLawful(state: SiteState, happened: readonly SiteEvent[], before: SiteState): void {
  const { phase, effects, order, stuck } = state;
  const open = Object.values(state.tasks.open);
  // D-18: billed once, after the delivery report.
  expect(count(happened, 'billingStarted')).toBe(phase === 'in-service' ? 1 : 0);
  expect(count(happened, 'deliveryReported')).toBeLessThanOrEqual(1);
  if (phase === 'in-service' || phase === 'starting-billing') expect(state.report).not.toBeNull();
  // D-23: what may be outside is on the stack, and nothing is left there at the end.
  const isOrdered = phase === 'ordering' || phase.startsWith('awaiting');
  if (isOrdered) expect(effects.map(({ key }) => key)).toEqual([order?.orderKey]);
  else if (phase !== 'undoing') expect(effects).toEqual([]);
  // D-23: no way back from the delivery report, nor from an end.
  if (before.report !== null) expect(['starting-billing', 'in-service']).toContain(phase);
  if (before.endedAtMs !== null) expect([phase, state.endedAtMs]).toEqual([before.phase, before.endedAtMs]);
  expect(state.endedAtMs !== null).toBe(phase === 'in-service' || phase === 'cancelled');
  // D-09, D-24: each task where it belongs.
  expect(open.some(({ step }) => step === 'access-order-refused')).toBe(phase === 'order-refused');
  if (open.some(({ step }) => step === 'undo-by-hand')) expect(['undoing', 'cancelled']).toContain(phase);
  for (const task of open.filter(({ step }) => step === 'stuck-call')) expect(Object.values(stuck).map(({ taskId }) => taskId)).toContain(task.id);
  for (const call of Object.values(stuck)) expect(state.tasks.open[call.taskId] !== undefined).toBe(call.verdict === null);
  // D-08: each attempt has its own key, counted on.
  expect(order?.attempt ?? 0).toBe(happened.length === 0 ? 0 : 1 + count(happened, 'accessOrderCorrected'));
  const taskIds = happened.flatMap((event) => (event.type === 'taskOpened' ? [event.task.id] : []));
  expect(new Set(taskIds).size).toBe(taskIds.length);
}

const launchIt: Draw<DeploymentState, DeploymentCommand> = () => ({ type: 'launch', launch });
const validateIt: Draw<DeploymentState, DeploymentCommand> = () => ({ type: 'completeTask', taskId: `${launch.deploymentId}.technical-validation.1`, input: { accepted: true } });

const startBoth: Draw<DeploymentState, DeploymentCommand> = () => ({ type: 'sitesStarted', sites: ['S001', 'S002'] });

const deploymentDraw: fc.Arbitrary<Draw<DeploymentState, DeploymentCommand>> = fc.oneof(
  fc.constant(launchIt),
  fc.integer({ min: 1, max: 2 }).map((occurrence): Draw<DeploymentState, DeploymentCommand> => () => (
    { type: 'completeTask', taskId: `${launch.deploymentId}.technical-validation.${occurrence}`, input: { accepted: true } })),
  fc.constant<Draw<DeploymentState, DeploymentCommand>>(() => ({ type: 'cancel', reason: 'renonce' })),
  fc.constantFrom(['S001'], ['S002'], ['S001', 'S002']).map((sites): Draw<DeploymentState, DeploymentCommand> => ({ phase }) => (phase === 'delivering' ? { type: 'sitesStarted', sites } : null)),
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom('S001', 'S002', 'S999'), fc.constantFrom('delivered', 'in-service', 'cancelled')).map(([site, milestone]): Draw<DeploymentState, DeploymentCommand> =>
    // Only a site that runs reports, and its deployment lives as long.
    ({ sites, endedAtMs }) => (sites[site] === 'waiting' || endedAtMs !== null ? null : { type: 'siteReported', site, milestone: milestone as 'delivered' })) },
  fc.constant<Draw<DeploymentState, DeploymentCommand>>(() => ({ type: 'end' })),
);

function deploymentIsLawful(state: DeploymentState, happened: readonly DeploymentEvent[], before: DeploymentState): void {
  const { phase } = state;
  const milestones = Object.values(state.sites);
  expect(Object.keys(state.tasks.open)).toHaveLength(phase === 'validating' ? 1 : 0);
  expect(state.endedAtMs !== null).toBe(phase === 'completed' || phase === 'cancelled');
  if (before.endedAtMs !== null) expect(state).toEqual(before);
  // D-19: it ends when every site has ended; those never started only where it was cancelled.
  if (phase === 'completed') expect(milestones).toContain('in-service');
  if (phase === 'cancelled') expect(milestones).not.toContain('in-service');
  if (state.endedAtMs !== null) {
    for (const milestone of milestones) expect(count(happened, 'deploymentCancellationRequested') > 0 ? ['waiting', 'in-service', 'cancelled'] : ['in-service', 'cancelled']).toContain(milestone);
  }
  expect(count(happened, 'deploymentCompleted') + count(happened, 'deploymentCancelled')).toBeLessThanOrEqual(1);
  expect(Object.keys(state.sites)).toEqual(state.launch?.sites.map(({ site }) => site) ?? []);
}

const runs = { numRuns: 2_000 };

describe('any sequence of commands', () => {
  it('leaves a site delivery in a lawful state (D-08, D-09, D-18, D-23, D-24)', () => {
    const reached = new Set<string>();
    fc.assert(fc.property(fc.array(siteDraw, { maxLength: 40 }), (draws) => {
      play(siteModel, [openSite, ...draws], (state, happened, before) => {
        reached.add(state.phase);
        siteIsLawful(state, happened, before);
      });
    }), runs);
    // Otherwise the laws above were asked of nothing.
    expect(reached.size).toBe(8);
  });

  it('leaves a deployment in a lawful state (D-04, D-19, D-23)', () => {
    const reached = new Set<string>();
    // Most begin with sites under way: the rest of the journey is rarely found by chance.
    const begins = fc.constantFrom([], [launchIt, validateIt], [launchIt, validateIt, startBoth]);
    fc.assert(fc.property(begins, fc.array(deploymentDraw, { maxLength: 40 }), (begin, draws) => {
      play(deploymentModel, [...begin, ...draws], (state, happened, before) => {
        reached.add(state.phase);
        deploymentIsLawful(state, happened, before);
      });
    }), runs);
    expect(reached.size).toBe(6);
  });
});
