/** Random lives of tickets, deployments, sites, terminations, complaints, orders and customers’ records around changes of the clocks and the ends of months: what indicators are counted from (C-06). */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { ComplaintCommand, ComplaintState } from '../../domain/complaint/complaint.ts';
import { complaintModel } from '../../domain/complaint/model.ts';
import { nextThreshold } from '../../domain/complaint/progress.ts';
import type { DeploymentCommand, DeploymentState } from '../../domain/deployment/deployment.ts';
import type { SiteCommand, SiteState } from '../../domain/deployment/site.ts';
import { siteModel } from '../../domain/deployment/evolve-site.ts';
import { deploymentModel } from '../../domain/deployment/evolve.ts';
import { deliveryPolicies, freezeDeliveryPolicy, type DeliveryPolicyName } from '../../domain/deployment/freeze-policy.ts';
import type { JourneyEvent, JourneyModel, RecordedEvent } from '../../domain/journey/journey.ts';
import type { JourneyKind } from '../../domain/journey/kinds.ts';
import type { Policies } from '../../domain/policy/policies.schema.ts';
import { terminationModel } from '../../domain/termination/model.ts';
import { effectiveAtMs } from '../../domain/termination/progress.ts';
import { terminationOrigins, type TerminationCommand, type TerminationOpening, type TerminationState } from '../../domain/termination/termination.ts';
import { contacts, contractClasses, type TicketCommand, type TicketOpening, type TicketState } from '../../domain/ticket/ticket.ts';
import { opening as complained } from '../unit/complaint/given.ts';
import { launch, opening } from '../unit/deployment/given.ts';
import { nextOfDeployment, nextOfSite } from '../unit/deployment/straight.ts';
import { awaitedIn } from '../unit/termination/awaited.ts';
import { opening as leaving } from '../unit/termination/given.ts';
import { teams } from '../unit/ticket/given.ts';
import { shippedPolicy } from './delivery-policies.ts';
import { sellingIn } from './sales-stories.ts';
import { daytime, openingIn } from './ticket-draws.ts';
import { paces, play } from './ticket-play.ts';
import { drawnOf, step } from './ticket-stories.ts';

const [minute, hour, dayMs] = [60_000, 3_600_000, 86_400_000];

export interface Lived {
  readonly journeyId: string;
  /** `customer`: what is written in his record. */
  readonly kind: JourneyKind | 'customer';
  readonly events: readonly RecordedEvent[];
}

/** Subjects, the team and the centre each is of. */
export const people = [
  { subject: 'technician-n1', team: 'n1-nord', centre: 'lille' }, { subject: 'technician-n2', team: 'n2-reseau', centre: 'lyon' }, { subject: 'one of n1-sud', team: 'n1-sud', centre: 'lyon' },
  { subject: 'one of n2-voix', team: 'n2-voix', centre: null }, { subject: 'coordinator', team: 'production', centre: 'amiens' }, { subject: 'other-coordinator', team: 'production', centre: 'lille' },
] as const;
const subjects = [...people.map(({ subject }) => subject), 'somebody unknown', 'system:obl'];
const centres = ['lille', 'amiens', 'lyon', undefined];

/** Hours before and after the clocks change in Paris, a month or a year ends. */
const turns = ['2026-03-28T22:00:00Z', '2026-03-31T18:00:00Z', '2026-10-24T20:00:00Z', '2026-10-31T21:00:00Z', '2026-12-31T20:00:00Z', '2026-02-27T10:00:00Z'].map((at) => Date.parse(at));
const begins = fc.tuple(fc.constantFrom(...turns), fc.integer({ min: -3 * 24 * 60, max: 24 * 60 })).map(([turnMs, minutes]) => turnMs + minutes * minute);

/** Open time enough for the whole of a life. */
function everOpen(startMs: number, command: TicketCommand): TicketCommand {
  if (command.type !== 'applyPolicy' || !command.applied.frozen.calendars) return command;
  return { ...command, applied: { ...command.applied, frozen: { calendars: { daytime: daytime(startMs - dayMs, startMs + 400 * dayMs) } } } };
}

const ticket = fc.record({
  startMs: begins, isLimited: fc.boolean(), calendar: fc.constantFrom(null, 'daytime'), centre: fc.constantFrom(...centres), from: fc.constantFrom(...contacts), contract: fc.constantFrom(...contractClasses),
  team: fc.constantFrom(...teams, null), isRetroactive: fc.nat(7).map((one) => one === 0), isReopening: fc.nat(5).map((one) => one === 0), actors: fc.array(fc.constantFrom(...subjects), { minLength: 1, maxLength: 5 }),
  category: fc.constantFrom(null, 'access', 'licence-need'),
  steps: fc.array(fc.record({ step, minutes: fc.oneof(fc.nat(30), fc.nat(600), fc.nat(3_000)), pace: fc.constantFrom(...paces) }), { minLength: 4, maxLength: 30, size: 'max' }),
}).map(({ startMs, isLimited, calendar, centre, from, contract, team, isRetroactive, isReopening, actors, category, steps }) => (ordinal: number): Lived => {
  const number = `TCK-2026-${String(500_000 + ordinal)}`;
  const { policy, ...plain } = openingIn({ calendar, isLimited, startMs });
  const opened: TicketOpening = {
    ...plain, number, from, contract, team, ...(centre === undefined ? {} : { centre }), ...(isRetroactive ? { handledAtMs: startMs - hour } : {}), ...(isReopening ? { predecessor: 'TCK-2026-000001' } : {}),
    classification: category === null ? null : { type: 'incident', symptom: 'no-connection', category }, policy: { ...policy, calendars: { daytime: daytime(startMs - dayMs, startMs + 400 * dayMs) } },
  };
  const draws = steps.map(({ step: one, ...when }) => ({ ...when, draw: (state: TicketState, atMs: number) => everOpen(startMs, drawnOf([one], state, atMs)[0] ?? { type: 'answer' }) }));
  return { journeyId: number, kind: 'ticket', events: play(draws, opened, startMs, (command) => actors[command % actors.length] ?? 'x').happened };
});

const written = Object.fromEntries(deliveryPolicies.map((name) => [name, shippedPolicy(name)])) as { [Name in DeliveryPolicyName]: Policies[Name] };
const versions = Object.fromEntries(deliveryPolicies.map((name) => [name, 1]));
const dateAfter = (atMs: number, days: number): string => new Date(atMs + days * dayMs).toISOString().slice(0, 10);

interface Course {
  readonly startMs: number;
  readonly centre: string | undefined;
  readonly actors: readonly string[];
  /** Before each act, and how many there are. */
  readonly gapsMinutes: readonly number[];
  readonly targetInDays: number;
  readonly cancelledAt: number | null;
}
const course: fc.Arbitrary<Course> = fc.record({
  startMs: begins, centre: fc.constantFrom(...centres), actors: fc.array(fc.constantFrom(...subjects), { minLength: 1, maxLength: 4 }), gapsMinutes: fc.array(fc.oneof(fc.constant(0), fc.nat(90), fc.nat(3_000)), { minLength: 5, maxLength: 90, size: 'max' }),
  targetInDays: fc.integer({ min: 2, max: 60 }), cancelledAt: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, fc.nat(20)),
});

/** A cancellation; or, of a deployment, the customer's withdrawal. */
function givingUp(model: object, index: number): SiteCommand | DeploymentCommand {
  return model === deploymentModel && index % 3 > 0 ? { type: 'withdraw', declaredOn: null, reason: null, activated: [] } : { type: 'cancel', reason: 'renonce' };
}

/** What comes next on the straight path, the schedule looked at before it; until the gaps are used up. */
function walked<S, C extends { readonly type: string }, E extends JourneyEvent>(model: JourneyModel<S, C, E>, next: (state: S) => C | null, { startMs, gapsMinutes, actors, cancelledAt }: Course): RecordedEvent[] {
  const events: RecordedEvent[] = [];
  let [state, atMs] = [model.initial, startMs];
  for (const [index, minutes] of gapsMinutes.entries()) {
    atMs += minutes * minute;
    const command = events.length > 0 && index === cancelledAt ? givingUp(model, index) as unknown as C : next(state);
    if (command === null) break;
    for (const one of [...(events.length > 0 ? [{ type: 'checkSchedule' } as unknown as C] : []), command]) {
      const decision = model.decide(state, one, atMs);
      for (const event of decision.accepted ? decision.events : []) {
        state = model.evolve(state, event, atMs);
        events.push({ number: events.length + 1, event, atMs, meta: { actor: actors[index % actors.length] ?? 'x', channel: index % 5 === 0 ? 'callback' : 'api', commandId: `${index}` } });
      }
    }
  }
  return events;
}

/** A cancellation, to its end. */
function undone({ phase, effects }: SiteState): SiteCommand | null {
  const [effect] = effects;
  return phase !== 'undoing' ? null : effect ? { type: 'effectSettled', effect, outcome: 'undone' } : { type: 'end' };
}

/** Its sites start, are in service, and the deployment ends; or it is cancelled before. */
function delivered({ phase, sites, withdrawal }: DeploymentState): DeploymentCommand | null {
  if (phase === 'cancelling') return withdrawal?.isTold === false ? { type: 'withdrawalTold' } : { type: 'end', isLeftInJarvis: false };
  if (phase !== 'delivering') return null;
  const ofMilestone = (wanted: string) => Object.keys(sites).filter((key) => sites[key] === wanted);
  if (ofMilestone('waiting').length > 0) return { type: 'sitesStarted', sites: ofMilestone('waiting') };
  const [running] = ofMilestone('started');
  return running === undefined ? { type: 'end', isLeftInJarvis: false } : { type: 'siteReported', site: running, milestone: 'in-service', isPastCancelling: true };
}

/** As PostgreSQL takes it. */
function withDocumentId<C extends DeploymentCommand | SiteCommand>(command: C | null): C | null {
  return command !== null && 'document' in command ? { ...command, document: { ...command.document, id: randomUUID() } } : command;
}

const begun = ({ startMs, centre, targetInDays }: Course) => ({
  ...(centre === undefined ? {} : { centre }), targetActivationDate: dateAfter(startMs, targetInDays), policy: freezeDeliveryPolicy(written, versions, startMs),
  schedule: ['technical-validation', 'welcome-call', 'customer-launch', 'obl-acknowledgement', 'technical-visit', 'delivery'].map((milestone, index) => ({ milestone, latestOn: dateAfter(startMs, (targetInDays * index) / 6) })),
});

const site = course.map((way) => (ordinal: number): Lived => {
  const deploymentId = `AFF-2026-${String(500_000 + ordinal)}`;
  const open = { ...opening, ...begun(way), deploymentId, launchedOn: dateAfter(way.startMs, -5) };
  return { journeyId: `${deploymentId}/S001`, kind: 'site', events: walked(siteModel, (state) => undone(state) ?? withDocumentId(nextOfSite(state, open)), way) };
});

const deployment = course.map((way) => (ordinal: number): Lived => {
  const deploymentId = `AFF-2026-${String(500_000 + ordinal)}`;
  return { journeyId: deploymentId, kind: 'deployment', events: walked(deploymentModel, (state) => (state.launch ? delivered(state) ?? withDocumentId(nextOfDeployment(state)) : { type: 'launch' as const, launch: { ...launch, ...begun(way), deploymentId } }), way) };
});

/** What is awaited of it, and a date where one is asked for; the timer of the last day comes when it is due. */
function awaitedOn(state: TerminationState, { receivedOn }: TerminationOpening, pick: number, days: number): TerminationCommand | undefined {
  const commands = awaitedIn(state);
  const command = commands[pick % commands.length];
  const effectiveOn = dateAfter(Date.parse(receivedOn), days);
  if (command?.type === 'release') return { ...command, effectiveOn };
  return command?.type === 'completeTask' && 'effectiveOn' in command.input ? { ...command, input: { effectiveOn } } : command;
}

const termination = fc.record({
  startMs: begins, centre: fc.constantFrom(...centres), origin: fc.constantFrom(...terminationOrigins, 'customer'), actors: fc.array(fc.constantFrom(...subjects), { minLength: 1, maxLength: 4 }), days: fc.nat(60),
  acts: fc.array(fc.record({ pick: fc.nat(1_000), minutes: fc.oneof(fc.constant(0), fc.nat(3_000)), isStray: fc.nat(30).map((one) => one === 0) }), { minLength: 8, maxLength: 60, size: 'max' }),
}).map(({ startMs, centre, origin, actors, days, acts }) => (ordinal: number): Lived => {
  const id = `RES-2026-${String(500_000 + ordinal)}`;
  const opened = { ...leaving, id, origin, receivedOn: dateAfter(startMs, 0), ...(centre === undefined ? {} : { centre }) };
  const events: RecordedEvent[] = [];
  let [state, atMs] = [terminationModel.initial, startMs];
  for (const [index, { pick, minutes, isStray }] of [{ pick: 0, minutes: 0, isStray: false }, ...acts].entries()) {
    const command = index === 0 ? { type: 'open' as const, opening: opened } : isStray ? { type: 'withdraw' as const, reason: 'x' } : awaitedOn(state, opened, pick, days);
    if (!command) break;
    atMs = Math.max(atMs + minutes * minute, command.type === 'effectiveDateReached' ? effectiveAtMs(state) ?? 0 : 0);
    const decision = terminationModel.decide(state, command, atMs);
    for (const event of decision.accepted ? decision.events : []) {
      state = terminationModel.evolve(state, event, atMs);
      events.push({ number: events.length + 1, event, atMs, meta: { actor: actors[index % actors.length] ?? 'x', channel: command.type === 'completeTask' || index === 0 ? 'api' : 'timer', commandId: `${index}` } });
    }
  }
  return { journeyId: id, kind: 'termination', events };
});

const complaintActs = (state: ComplaintState): ComplaintCommand[] => {
  const answers: Readonly<Record<string, readonly object[]>> = {
    'complaint-answer': [{ verdict: 'founded', textId: 't', isWordingConfirmed: false }], 'complaint-late': [{ comment: 'x' }], 'complaint-agreement': [{ outcome: 'content' }, { outcome: 'not-content', comment: 'x' }], 'gesture-credit': [{ creditReference: 'AV' }],
  };
  const next = nextThreshold(state);
  return [
    ...Object.values(state.tasks.open).flatMap(({ id, step: form }) => (answers[form] ?? []).map((input): ComplaintCommand => ({ type: 'completeTask', taskId: id, input: input as never }))), ...(next ? [{ type: next.type }] : []),
    { type: 'answerSent', number: state.answers.length }, { type: 'grant', cents: 1_000, reason: 'x', by: 'x', profiles: ['service-agent'] },
  ];
};

const complaint = fc.record({
  startMs: begins, centre: fc.constantFrom(...centres), subject: fc.constantFrom('billing', 'delivery'), actors: fc.array(fc.constantFrom(...subjects), { minLength: 1, maxLength: 4 }),
  acts: fc.array(fc.record({ pick: fc.nat(1_000), minutes: fc.oneof(fc.constant(0), fc.nat(20_000)), isStray: fc.nat(15).map((one) => one === 0) }), { minLength: 4, maxLength: 20, size: 'max' }),
}).map(({ startMs, centre, subject, actors, acts }) => (ordinal: number): Lived => {
  const id = `REC-2026-${String(500_000 + ordinal)}`;
  const days = { firstDay: Math.floor(startMs / dayMs) - 1, business: Array.from({ length: 800 }, (_, index) => (new Date((Math.floor(startMs / dayMs) - 1 + index) * dayMs).getUTCDay() % 6 === 0 ? '0' : '1')).join(''), midnights: [[0, 0]] } as const;
  const opened = { ...complained, id, subject, ...(centre === undefined ? {} : { centre }), policy: { ...complained.policy, days } };
  const events: RecordedEvent[] = [];
  let [state, atMs] = [complaintModel.initial, startMs];
  for (const [index, { pick, minutes, isStray }] of [{ pick: 0, minutes: 0, isStray: false }, ...acts].entries()) {
    const awaited = complaintActs(state);
    const command = index === 0 ? { type: 'open' as const, opening: opened } : isStray ? { type: 'withdraw' as const, reason: 'x' } : awaited[pick % awaited.length];
    if (!command) break;
    atMs += minutes * minute;
    const decision = complaintModel.decide(state, command, atMs);
    for (const event of decision.accepted ? decision.events : []) {
      state = complaintModel.evolve(state, event, atMs);
      events.push({ number: events.length + 1, event, atMs, meta: { actor: actors[index % actors.length] ?? 'x', channel: command.type === 'completeTask' || command.type === 'grant' || index === 0 ? 'api' : 'timer', commandId: `${index}` } });
    }
  }
  return { journeyId: id, kind: 'complaint', events };
});

const { order, sales } = sellingIn({ begins, centres, subjects });

/** Lives in the order in which they were drawn, each under a number of its own. */
export const lives = fc.array(fc.oneof({ weight: 4, arbitrary: ticket }, { weight: 2, arbitrary: site }, deployment, { weight: 2, arbitrary: termination }, { weight: 2, arbitrary: complaint }, { weight: 2, arbitrary: order }, { weight: 2, arbitrary: sales }), { minLength: 80, maxLength: 120, size: 'max' });
