/** Whatever commands come, in whatever order: no rule throws, and no journey reaches a state that the business forbids. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deploymentCalls, type DeploymentCall, type DeploymentCommand, type DeploymentState } from '../../../domain/deployment/deployment.ts';
import { siteModel } from '../../../domain/deployment/evolve-site.ts';
import { meetings, type Meeting } from '../../../domain/deployment/meetings.ts';
import { deploymentModel } from '../../../domain/deployment/evolve.ts';
import {
  accessOrderKey, equipmentKey, orderPhases, type Awaited, type OblFact, type RefTechFact, type SiteCommand, type SiteOpening, type SiteState,
} from '../../../domain/deployment/site.ts';
import { siteCalls, type SiteCall } from '../../../domain/deployment/site-calls.ts';
import { deploymentSteps, siteSteps, type DeploymentStep, type SiteStep, type TaskStep } from '../../../domain/deployment/steps.ts';
import { fold, type JourneyEvent, type JourneyModel } from '../../../domain/journey/journey.ts';
import type { TaskInputs } from '../../../domain/deployment/steps.schema.ts';
import { answers, questionnaire } from '../../support/answers.ts';
import { launch, opening, policy } from './given.ts';
import { deploymentIsLawful, siteIsLawful, type Step } from './laws.ts';
import { acknowledged, delivered, deploymentUntil, invoice, linkUp, nextOfDeployment, nextOfSite, passed, refusal, reserved, siteTask, siteUntil, told } from './straight.ts';

/** A command made for the state it meets; null where nobody would send one. */
type Draw<S, C> = (state: S) => C | null;
type SiteDraw = Draw<SiteState, SiteCommand>;
type DeploymentDraw = Draw<DeploymentState, DeploymentCommand>;

/** Runs the commands; `check` sees each step, and the fold of what was recorded, as JSON brings it back, is the state. */
function play<S, C, E extends JourneyEvent>(model: JourneyModel<S, C, E>, draws: readonly Draw<S, C>[], check: (step: Step<S, E>) => void): void {
  let state = model.initial;
  const happened: { event: E; atMs: number }[] = [];
  draws.forEach((draw, index) => {
    const command = draw(state);
    if (command === null) return;
    const before = state;
    const decision = model.decide(state, command, index);
    const fresh = decision.accepted ? decision.events : [];
    for (const event of fresh) {
      state = model.evolve(state, event, index);
      happened.push({ event, atMs: index });
    }
    check({ before, fresh, state, happened: happened.map(({ event }) => event) });
  });
  expect(fold(model, JSON.parse(JSON.stringify(happened)) as typeof happened)).toEqual(JSON.parse(JSON.stringify(state)));
}

const failure = { system: 'obl', code: 'outside.unavailable', message: 'status 503', nextTryAtMs: 0 };
const hasOpen = ({ tasks }: Pick<SiteState | DeploymentState, 'tasks'>, step: string) => Object.values(tasks.open).some((task) => task.step === step);
const constants = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const visits: readonly TaskInputs['technical-visit'][] = [
  { outcome: 'favourable', questionnaire }, { outcome: 'works-needed', questionnaire, comment: 'vu' }, { outcome: 'unfavourable', comment: 'vu' }, { outcome: 'no-show', absent: 'customer' },
];

/** A person completes one of the open tasks, or one that is closed. */
const completions = fc.tuple(fc.nat(5), fc.boolean()).map(([pick, isFirst]) => ({ tasks }: Pick<SiteState | DeploymentState, 'tasks'>): Extract<SiteCommand & DeploymentCommand, { type: 'completeTask' }> => {
  const open = Object.values(tasks.open);
  const task = open[pick % Math.max(1, open.length)];
  if (!task) return { type: 'completeTask', taskId: 'AFF-2026-000123.S001.stuck-call.99', input: answers['stuck-call'] };
  const comment = 'vu';
  const choices: Record<string, readonly [string, string]> = { 'stuck-call': ['retry', 'skip'], 'invoice-correction': ['again', 'override'], 'billing-not-started': ['send-again', 'simulate-anew'], 'delivery-reservations': ['lifted', 'accept-with-reservations'] };
  const refusals: Partial<Record<TaskStep, object>> = {
    'techno-commercial-approval': { approved: false, comment: 'non' }, 'financial-approval': { approved: false, comment: 'non' }, 'technical-validation': { accepted: false, comment: 'fausse' },
    'invoice-simulation': { approved: false, comment: 'à revoir' }, 'invoice-validation': { validated: false, reason: 'une ligne de trop' },
  };
  if (!isFirst && refusals[task.step]) return { type: 'completeTask', taskId: task.id, input: refusals[task.step] as never };
  const choice = choices[task.step]?.[isFirst ? 0 : 1];
  const complete = (input: unknown) => ({ type: 'completeTask' as const, taskId: task.id, input: input as never });
  if (choice !== undefined) return complete({ choice, comment });
  switch (task.step) {
    case 'works-quote': return complete({ agreed: isFirst });
    case 'abandon-approval': return complete({ approved: isFirst, comment });
    case 'technical-visit': return complete(visits[pick % visits.length]);
    case 'access-order-refused':
    case 'visit-unfavourable': {
      // One of those that are open, and sometimes one that is not.
      const open = [...String(task.context['choices']).split(', '), 'quote'];
      const chosen = open[pick % open.length];
      const quote = chosen === 'quote' || chosen === 'quote-then-reorder' ? { amountCents: 120_000, description: 'Génie civil' } : {};
      return complete({ choice: chosen, comment, ...quote, ...(chosen === 'other-obl' ? { obl: String(task.context['otherObls']).split(', ')[0] } : {}) });
    }
    default: return complete(answers[task.step]);
  }
});

const anotherSlot = { startsAt: '2030-01-16T08:00:00.000Z', endsAt: '2030-01-16T10:00:00.000Z' };
const oblFacts: fc.Arbitrary<OblFact> = fc.oneof(
  constants<OblFact>(acknowledged, delivered, reserved, { type: 'refused', reason: 'saturation', detail: null }, refusal, { type: 'refused', reason: 'works-needed', detail: null }, { type: 'cancelled' }),
  fc.integer({ min: 1, max: 3 }).map((ordinal): OblFact => ({ type: 'slot-confirmed', ordinal, slot: { startsAt: '2030-01-15T08:00:00.000Z', endsAt: '2030-01-15T10:00:00.000Z' } })),
  fc.integer({ min: 1, max: 3 }).map((offer): OblFact => ({ type: 'slot-offered', offer, slot: anotherSlot })),
);
const refTechFacts = constants<RefTechFact>(
  { type: 'equipment-received', equipmentKey: equipmentKey(opening), receivedOn: '1970-01-09' },
  { type: 'equipment-shipped', equipmentKey: equipmentKey(opening), trackingReference: 'COLIS-1', serialNumbers: [] },
  { type: 'equipment-received', equipmentKey: 'AFF-2026-000999.S001.equipment.1', receivedOn: '1970-01-09' },
);
const heard = constants('callback', 'asked', 'answer');
const completing = <Task extends TaskStep>(step: Task, input: TaskInputs[Task]): SiteCommand => ({ type: 'completeTask', taskId: siteTask(step), input });
const siteCallNames = Object.keys(siteCalls) as SiteCall[];

/** What the story itself says: in its step only, and where the step's own wait is over. */
const storySays: readonly SiteDraw[] = [
  (state) => (hasOpen(state, 'technical-visit') ? null : { type: 'stepDone', step: 'technical-visit' }),
  () => ({ type: 'equipmentReserved', inStock: false, availableOn: '1970-01-12' }),
  () => ({ type: 'serviceProduced', production: { ipv4: null, radiusLogin: null, vlan: null } }),
  (state) => (hasOpen(state, 'activation') || hasOpen(state, 'line-migration') ? null : { type: 'activationTested', results: passed.map((result) => ({ ...result, passed: false })) }),
  (state) => (hasOpen(state, 'activation') || hasOpen(state, 'line-migration') ? null : { type: 'activationTested', results: null }),
  () => ({ type: 'linkQualified', quality: { ...linkUp, qualification: 'flapping' } }),
  () => ({ type: 'linkQualified', quality: null }),
  (state) => (hasOpen(state, 'service-not-registered') || state.rds !== null ? null : { type: 'serviceRegistered', rds: null }),
  ({ rds }) => (rds === null ? null : { type: 'deliveryNoticeSent', madOn: '2026-01-02', document: null }),
  ({ simulation }) => ({ type: 'validationReminded', ordinal: simulation?.ordinal ?? 1, reminder: (simulation?.reminders ?? 0) + 1 }),
  ({ simulation }) => ({ type: 'validationEscalated', ordinal: simulation?.ordinal ?? 1, to: ['coordinator'] }),
  ({ simulation }) => (simulation?.stage === 'asked' ? { type: 'invoiceSimulated', reference: 'SIM-1', invoice, faults: ['line-missing'] } : null),
  ({ simulation }) => (simulation?.stage === 'controlled' ? { type: 'invoiceSimulationSent', document: null } : null),
  () => ({ type: 'supportDeskTold' }),
  ({ offerRevision }) => ({ type: 'changeOffer', changeId: 'o', revision: offerRevision, before: { recurringCents: 1, oneOffCents: 0 }, after: { recurringCents: 2, oneOffCents: 0 }, reason: 'débit' }),
  ({ collectionWait }) => ({ type: 'collectionReminded', ordinal: (collectionWait?.reminders ?? 0) + 1 }), () => ({ type: 'collectionEscalated', to: ['coordinator'] }),
  () => ({ type: 'assessDelivery' }), () => ({ type: 'targetDateTold', targetActivationDate: '2031-01-01' }),
  ({ risk }) => ({ type: 'deliveryRiskTold', ordinal: risk?.ordinal ?? 1 }),
  (state) => (hasOpen(state, 'billing-not-started') ? null : { type: 'billingAnswered', subscriptionReference: null, refusedBecause: 'unknown-customer' }),
];

const siteDraw: fc.Arbitrary<SiteDraw> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<SiteDraw>(nextOfSite) },
  { weight: 3, arbitrary: constants(...storySays) },
  { weight: 3, arbitrary: completions },
  { weight: 3, arbitrary: fc.tuple(oblFacts, heard, fc.nat(5)).map(([fact, how, other]): SiteDraw => ({ order }) => (
    { type: 'oblTold', orderKey: other === 0 ? accessOrderKey(opening, 9) : order?.orderKey ?? '', fact, heard: how as 'callback' })) },
  { weight: 1, arbitrary: fc.tuple(refTechFacts, heard).map(([fact, how]): SiteDraw => () => ({ type: 'refTechTold', fact, heard: how as 'callback' })) },
  { weight: 1, arbitrary: fc.boolean().map((known): SiteDraw => ({ order }) => ({ type: 'orderTaken', attempt: order?.attempt ?? 1, oblReference: known ? 'OBL-1' : null })) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: 3 }), constants<Awaited>('acknowledgement', 'slot', 'intervention-report', 'delivery-report')).map(([ordinal, awaited]): SiteDraw => ({ order }) => (
    { type: 'oblReminded', orderKey: order?.orderKey ?? '', awaited, ordinal, reached: ['obl'] })) },
  { weight: 1, arbitrary: constants<Awaited>('acknowledgement', 'slot', 'intervention-report', 'delivery-report').map((awaited): SiteDraw => ({ order }) => (
    { type: 'oblEscalated', orderKey: order?.orderKey ?? '', awaited })) },
  { weight: 2, arbitrary: constants<SiteDraw>(
    () => ({ type: 'replan', slot: anotherSlot, askedBy: 'technician', reason: 'panne' }), () => ({ type: 'wishSlot', slot: anotherSlot, reason: 'fermé' }),
    ({ slot }) => ({ type: 'slotTold', ordinal: slot?.ordinal ?? 1 }), ({ announced }) => ({ type: 'slotOffTold', ordinal: announced?.ordinal ?? 1 }), ({ announced }) => ({ type: 'slotRecalled', ordinal: announced?.ordinal ?? 1 }), ({ works }) => ({ type: 'worksQuoteSent', ordinal: works?.ordinal ?? 1 }),
    ({ phase }) => (phase === 'reordering' ? { type: 'orderAgain' } : null), () => ({ type: 'askAbandon', reason: 'renonce' })) },
  { weight: 1, arbitrary: constants(...siteCallNames).map((call): SiteDraw => ({ endedAtMs }) => (endedAtMs === null ? { type: 'callFailed', call, failure } : null)) },
  { weight: 1, arbitrary: fc.tuple(constants(...siteCallNames), constants('went-through', 'skipped', 'overtaken')).map(([call, how]): SiteDraw => () => ({ type: 'callEnded', call, how: how as 'skipped' })) },
  { weight: 1, arbitrary: constants<SiteDraw>(() => ({ type: 'open', opening }), () => ({ type: 'technicallyCollected' }), () => ({ type: 'cancel', reason: 'renonce' }), () => ({ type: 'cancel', reason: 'withdrawn', isWithdrawal: true }), () => ({ type: 'abandon', reason: 'renonce' })) },
  { weight: 2, arbitrary: fc.constant<SiteDraw>(() => ({ type: 'end' })) },
  { weight: 2, arbitrary: fc.constant<SiteDraw>(() => ({ type: 'checkSchedule' })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }).map((ordinal): SiteDraw => () => ({ type: 'jeopardyTold', ordinal })) },
  { weight: 3, arbitrary: fc.tuple(constants('undone', 'too-late', 'skipped', 'point-of-no-return'), fc.boolean()).map(([outcome, last]): SiteDraw => ({ effects }) => (
    { type: 'effectSettled', effect: (last ? effects.at(-1) : effects.find(({ kind }) => kind === 'intervention')) ?? { kind: 'access-order', key: 'none' }, outcome: outcome as 'undone' })) },
);

const totals = { recurringCents: 1, oneOffCents: 0 };
const document = { id: 'd1', kind: 'other', digest: 'd'.repeat(64), sizeBytes: 1, mediaType: 'application/pdf' } as const;
const deploymentCallNames = Object.keys(deploymentCalls) as DeploymentCall[];
const isLive = ({ launch: launched, endedAtMs }: DeploymentState) => launched !== null && endedAtMs === null;

const deploymentDraw: fc.Arbitrary<DeploymentDraw> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<DeploymentDraw>(nextOfDeployment) },
  { weight: 3, arbitrary: completions },
  { weight: 2, arbitrary: constants<DeploymentDraw>(
    () => ({ type: 'launch', launch }), () => ({ type: 'cancel', reason: 'renonce' }), () => ({ type: 'withdraw', declaredOn: null, reason: null, activated: [] }), () => ({ type: 'withdrawalTold' }), () => ({ type: 'collectionPushed', collection: answers['sales-collection'] }),
    ...meetings.flatMap((meeting) => [0, 1].map((hour): DeploymentDraw => () => ({ type: 'planMeeting', meeting, startsAt: `2030-01-15T0${hour}:00:00Z`, endsAt: '2030-01-15T10:00:00Z', place: null }))),
    ({ meetings: known }) => { const [meeting, plan] = Object.entries(known)[0] ?? []; return meeting && plan ? { type: 'invitationSent', meeting: meeting as Meeting, sequence: plan.sequence } : null; },
    () => ({ type: 'changeTargetDate', targetActivationDate: '2031-01-01', reason: 'travaux' }), ({ launch: known }) => (known ? { type: 'targetDateTold', targetActivationDate: known.targetActivationDate } : null),
    ({ revisions }) => ({ type: 'changeOffer', changeId: 'o', revision: revisions['S001.lines'] ?? 0, site: 'S001', before: totals, after: totals, reason: 'débit' }),
    ({ collectionWait }) => ({ type: 'collectionReminded', ordinal: (collectionWait?.reminders ?? 0) + 1 }), () => ({ type: 'collectionEscalated', to: ['coordinator'] }),
    () => ({ type: 'addDocument', document }), () => ({ type: 'acceptDocument', documentId: document.id })) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(6), constants('acceptDocument', 'rejectDocument')).map(([pick, type]): DeploymentDraw => ({ documents }) => {
    const ids = Object.keys(documents);
    return { type: type as 'rejectDocument', documentId: ids[pick % Math.max(1, ids.length)] ?? 'none', reason: `illisible ${pick % 2}` };
  }) },
  { weight: 1, arbitrary: constants('coordinator', 'other-coordinator').map((coordinator): DeploymentDraw => () => ({ type: 'reassign', coordinator, reason: 'load', comment: null })) },
  { weight: 1, arbitrary: fc.nat(3).map((ordinal): DeploymentDraw => () => ({ type: 'assignmentTold', ordinal, how: 'skipped' })) },
  { weight: 2, arbitrary: fc.boolean().map((isLeftInJarvis): DeploymentDraw => () => ({ type: 'end', isLeftInJarvis })) },
  // The story ends a step that asks something of the outside, when its task is done and its mails are out; persons end the others.
  { weight: 1, arbitrary: constants<DeploymentStep>('assignment', 'welcome-call', 'customer-launch').map((step): DeploymentDraw => (state) => (hasOpen(state, step) ? null : { type: 'stepDone', step })) },
  { weight: 2, arbitrary: fc.constant<DeploymentDraw>(() => ({ type: 'checkSchedule' })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }).map((ordinal): DeploymentDraw => () => ({ type: 'jeopardyTold', ordinal })) },
  { weight: 1, arbitrary: constants(...deploymentCallNames).map((call): DeploymentDraw => (state) => (isLive(state) ? { type: 'callFailed', call, failure } : null)) },
  { weight: 1, arbitrary: constants(...deploymentCallNames).map((call): DeploymentDraw => () => ({ type: 'callEnded', call, how: 'went-through' })) },
  { weight: 1, arbitrary: constants(['S001'], ['S002'], ['S001', 'S002']).map((sites): DeploymentDraw => ({ phase }) => (phase === 'delivering' ? { type: 'sitesStarted', sites } : null)) },
  { weight: 4, arbitrary: fc.tuple(constants('S001', 'S002', 'S999'), constants('delivered', 'in-service', 'cancelled'), fc.boolean()).map(([site, milestone, isPast]): DeploymentDraw =>
    // Only a site that runs reports, and its deployment lives as long.
    ({ sites, endedAtMs }) => (sites[site] === 'waiting' || endedAtMs !== null ? null : { type: 'siteReported', site, milestone: milestone as 'delivered', isPastCancelling: milestone === 'in-service' || isPast })) },
);

/** Journeys begin at any of their steps: the far ones are rarely found by chance. */
const siteBegins = constants(...siteSteps).map((step) => siteUntil(step).map((command): SiteDraw => () => command));
/** The undoing of a cancellation, and the walk of an order that was refused. */
const troubledBegins = fc.tuple(constants<SiteCommand>({ type: 'cancel', reason: 'renonce' }, told(refusal)), constants(...orderPhases as readonly SiteStep[]))
  .map(([trouble, step]) => [...siteUntil(step), trouble].map((command): SiteDraw => () => command));
const migratingBegin = siteUntil('service-production', [], { ...opening, isOldLineToMigrate: true }).map((command): SiteDraw => () => command);
/** A visit that found no way, and the choice that leads on. */
const blockedBegins = constants<TaskInputs['visit-unfavourable'] | null>(null, { choice: 'other-obl', obl: 'covage', comment: 'vu' }, { choice: 'new-visit', comment: 'vu' }).map((decision) => [
  ...siteUntil('technical-visit'), completing('technical-visit', { outcome: 'unfavourable', comment: 'vu' }), { type: 'stepDone', step: 'technical-visit' } as const,
  ...(decision ? [completing('visit-unfavourable', decision)] : []),
].map((command): SiteDraw => () => command));
const choiceBegin = [{ type: 'open', opening: { ...opening, eligible: ['axione', 'covage'] } } as const].map((command): SiteDraw => () => command);
const uncollectedBegin = siteUntil('configuration', [], { ...opening, isTechnicallyCollected: false }).map((command): SiteDraw => () => command);
/** D-23: an operator who abandons sites as late as that. */
const lateReturn: SiteOpening = { ...opening, policy: { ...policy, pointsOfNoReturn: { ...policy.pointsOfNoReturn, 'access-order': 'billing-started' } } };
const lateBegins = constants(...siteSteps).map((step) => [...siteUntil(step, [], lateReturn), { type: 'cancel', reason: 'renonce' } as const].map((command): SiteDraw => () => command));
const deploymentBegins = constants<DeploymentStep | 'delivering'>(...deploymentSteps, 'delivering').map((step) => deploymentUntil(step).map((command): DeploymentDraw => () => command));
/** As far as it goes by itself: that its word to the customer and its end both come by chance, in this order, is rare. */
const withdrawing = [{ type: 'withdraw', declaredOn: null, reason: null, activated: [] }, { type: 'withdrawalTold' }, { type: 'end', isLeftInJarvis: false }] as const;
const withdrawnBegins = fc.tuple(constants(...deploymentSteps), constants(1, 2, 3)).map(([step, acts]) => [...deploymentUntil(step), ...withdrawing.slice(0, acts)].map((command): DeploymentDraw => () => command));
const deliveringBegin = [...deploymentUntil('delivering'), { type: 'sitesStarted', sites: ['S001', 'S002'] } as const].map((command): DeploymentDraw => () => command);
const runs = { numRuns: 600 };
/** Without its size, most would be a handful of commands. */
const deep = { maxLength: 40, size: 'max' } as const;

describe('any sequence of commands', () => {
  it('leaves a site delivery in a lawful state (D-08 to D-19, D-21, D-23, D-24, D-31)', () => {
    const reached = new Set<string>();
    fc.assert(fc.property(fc.oneof({ weight: 2, arbitrary: siteBegins }, troubledBegins, lateBegins, fc.constant(uncollectedBegin), fc.constant(migratingBegin), fc.constant(choiceBegin), blockedBegins), fc.array(siteDraw, deep), (begin, draws) => {
      play(siteModel, [...begin, ...draws], (step) => {
        reached.add(step.state.phase);
        siteIsLawful(step);
      });
    }), runs);
    // Otherwise the laws were asked of nothing.
    expect([...reached].toSorted()).toEqual(['obl-choice', ...siteSteps, 'order-refused', 'visit-blocked', 'reordering', 'in-service', 'undoing', 'cancelled'].toSorted());
  });

  it('leaves a deployment in a lawful state (D-02 to D-07, D-19, D-21, D-23, D-24, D-26)', () => {
    const reached = new Set<string>();
    fc.assert(fc.property(fc.oneof({ weight: 3, arbitrary: deploymentBegins }, fc.constant(deliveringBegin), withdrawnBegins, fc.constant([])), fc.array(deploymentDraw, deep), (begin, draws) => {
      play(deploymentModel, [...begin, ...draws], (step) => {
        reached.add(step.state.phase);
        deploymentIsLawful(step);
      });
    }), runs);
    reached.delete('new');
    expect([...reached].toSorted()).toEqual([...deploymentSteps, 'delivering', 'cancelling', 'completed', 'cancelled', 'withdrawn'].toSorted());
  });
});
