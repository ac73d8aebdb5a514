/** What holds in every state that a journey can reach, and over every step it takes. */
import { nextValidationReminderAtMs } from '../../../domain/deployment/billing.ts';
import { isPastCancelling, pointPassed } from '../../../domain/deployment/cancellation.ts';
import type { SiteEffect } from '../../../domain/deployment/effects.ts';
import { isSameSlot } from '../../../domain/deployment/access.ts';
import { isAwaited, isReportWatched, nextReminderAtMs } from '../../../domain/deployment/obl-wait.ts';
import { awaitsReservations, orderPhases, type SiteEvent, type SiteState } from '../../../domain/deployment/site.ts';
import type { DeploymentEvent, DeploymentState } from '../../../domain/deployment/deployment.ts';
import { dueAtMs, type Dated } from '../../../domain/deployment/policy.ts';
import { meetings } from '../../../domain/deployment/meetings.ts';
import { deploymentSteps, siteSteps, steps, type SiteStep } from '../../../domain/deployment/steps.ts';
import { requiredDocuments, stateOfKind } from '../../../domain/documents/matrix.ts';
import type { Jeopardies, JeopardyEvent } from '../../../domain/deployment/jeopardy.ts';
import { deploymentPlan, sitePlan, type Plan } from '../../../domain/deployment/progress.ts';
import type { JourneyEvent } from '../../../domain/journey/journey.ts';

/** One command: the state it met, what it made happen, the state after it, and all that happened so far. */
export interface Step<S, E extends JourneyEvent> {
  readonly before: S;
  readonly fresh: readonly E[];
  readonly state: S;
  readonly happened: readonly E[];
}

/** Thousands of laws are asked of thousands of states: a plain throw is many times cheaper than an assertion. */
function law(sentence: string, holds: boolean, state: unknown): void {
  if (!holds) throw new Error(`${sentence}: ${JSON.stringify(state)}`);
}

const count = <E extends JourneyEvent>(events: readonly E[], type: E['type']): number => events.filter((event) => event.type === type).length;
const first = <E extends JourneyEvent>(events: readonly E[], isMeant: (event: E) => boolean): number => {
  const index = events.findIndex(isMeant);
  return index < 0 ? Number.POSITIVE_INFINITY : index;
};
const isWalkingIn = (phase: SiteState['phase']): boolean => siteSteps.includes(phase as SiteStep) || phase === 'visit-blocked';
const isAt = (phase: SiteState['phase'], from: SiteStep): boolean => phase === 'in-service' || siteSteps.indexOf(phase as SiteStep) >= siteSteps.indexOf(from);

export function siteIsLawful({ before, fresh, state, happened }: Step<SiteState, SiteEvent>): void {
  const { phase, effects, order, report } = state;
  const holds = (sentence: string, is: boolean): void => { law(sentence, is, { state, fresh }); };
  const completed = (step: string) => first(happened, (event) => event.type === 'taskCompleted' && event.step === step);

  const billedAt = first(happened, ({ type }) => type === 'billingStarted');
  holds('D-18: billed once, when its step is over', count(happened, 'billingStarted') === (isAt(phase, 'handover') ? 1 : 0));
  holds('D-18: billed only after the customer’s validation', billedAt === Number.POSITIVE_INFINITY || completed('invoice-validation') < billedAt);
  holds('D-17: validated only after the simulation was controlled and sent', completed('invoice-validation') === Number.POSITIVE_INFINITY
    || (completed('invoice-simulation') < completed('invoice-validation') && first(happened, ({ type }) => type === 'invoiceSimulationSent') < completed('invoice-validation')));
  moneyIsLawful({ before, fresh, state, happened }, holds);
  holds('D-25: an offer that is invoiced is changed no more', count(fresh, 'offerChanged') === 0 || !isAt(before.phase, 'billing-start'));
  holds('D-16: the notice comes before the simulation', count(happened, 'invoiceSimulated') === 0 || count(happened, 'deliveryNoticeSent') === 1);
  holds('D-16: no notice without the service’s RDS', count(fresh, 'deliveryNoticeSent') === 0 || before.rds !== null);
  holds('D-16: the RDS is asked for while it is missing', !hasOpen(state, 'service-not-registered') || (phase === 'delivery-notice' && state.rds === null));
  holds('D-13, D-14: nothing is produced before line and equipment are there', !isAt(phase, 'service-production') || (report !== null && state.installedOn !== null));
  const quality = state.observation?.quality ?? null;
  holds('D-15: only a link that is up, or passed over, is accepted', !isAt(phase, 'delivery-notice') || quality === null || quality.qualification === 'up');
  const ended = (step: SiteStep) => happened.some((event) => event.type === 'stepDone' && event.step === step);
  holds('D-12: nothing is configured without the visit told to Ref.Tech, the supplementary and the technical collection', state.configurationReference === null
    || (state.visit !== null && state.isTechnicallyCollected && ended('technical-visit') && ended('supplementary-collection') && state.equipment !== null));
  holds('D-13: reservations are settled before anything is produced', !isAt(phase, 'service-production') || !awaitsReservations(state));
  holds('D-13: who settles them is asked while they are not', hasOpen(state, 'delivery-reservations') === (awaitsReservations(state) && isWalkingIn(phase)));
  holds('D-14: no site is active on two lines', !isAt(phase, 'acceptance') || state.opening?.isOldLineToMigrate !== true || state.isOldLineMigrated);
  holds('D-14: the old line is migrated once the new one has passed its tests', !hasOpen(state, 'line-migration') || (phase === 'activation' && !hasOpen(state, 'activation') && count(happened, 'activationTested') > 0));
  holds('D-14: what failed is troubleshot', !fresh.some((event) => event.type === 'activationTested' && event.failed.length > 0) || phase === 'activation');
  holds('D-12: a risk is raised once per change of facts', count(fresh, 'deliveryAtRisk') === 0 || before.risk?.availableOn !== state.risk?.availableOn || before.risk?.plannedDeliveryDate !== state.risk?.plannedDeliveryDate || before.risk === null);
  holds('D-19: in service by the handover, and by nothing else', (phase === 'in-service') === (completed('handover') < Number.POSITIVE_INFINITY));
  holds('D-10: nobody counts on a slot in whose place another is proposed without being told', !state.announced || state.announced.isOff === true || state.slot?.status !== 'proposed' || isSameSlot(state.announced, state.slot));
  holds('D-10: nobody counts on a visit that was made', count(fresh, 'visitReported') === 0 || state.announced === null);
  holds('D-10: who counts on a slot is told when it is off', before.slot?.status === state.slot?.status || state.slot?.status !== 'dropped' || state.slot.isTold === (state.announced === null || state.announced.isOff === true) || count(fresh, 'planningReopened') > 0);
  holds('D-13: one delivery report', count(happened, 'deliveryReported') === (report === null ? 0 : 1));

  const onStack = (kind: SiteEffect['kind']) => effects.filter((effect) => effect.kind === kind).map(({ key }) => key).join();
  const isWalking = isWalkingIn(phase);
  holds('D-23: an order that runs at the OBL is on the stack, alone of its kind', !isWalking || onStack('access-order') === order?.orderKey);
  for (const [kind, from] of madeFrom) holds(`D-23: ${kind} is on the stack from ${from} on`, !isWalking || (onStack(kind) !== '') === (isAt(phase, from) || (kind === 'billing' && count(happened, 'billingReturned') > 0)));
  holds('D-23: nothing is on the stack twice', new Set(effects.map(({ key }) => key)).size === effects.length);
  holds('D-23: nothing is on the stack at the end', state.endedAtMs === null || effects.length === 0);
  for (const effect of before.effects) {
    if (!effects.some(({ key }) => key === effect.key)) holds(`D-23: ${effect.key} left the stack for a reason`, mayLeave(effect, fresh));
  }
  const isWithdrawn = happened.some((event) => event.type === 'siteCancellationRequested' && event.reason === 'withdrawn');
  holds('D-23: no cancellation past a point of no return', !fresh.some(({ type }) => type === 'siteCancellationRequested') || isWithdrawn || pointPassed(before) === null);
  holds('C-08: no withdrawal once the service runs', !isWithdrawn || state.endedSteps.activation === undefined);
  holds('D-23: no way back from a point of no return', !isPastCancelling(before) || isPastCancelling(state) || isWithdrawn);
  holds('D-13: a delivered line is neither refused nor left', before.report === null || (phase !== 'order-refused' && phase !== 'reordering'));
  holds('there is no way back from an end', before.endedAtMs === null || (phase === before.phase && state.endedAtMs === before.endedAtMs));
  holds('an end is in service or cancelled', (state.endedAtMs !== null) === (phase === 'in-service' || phase === 'cancelled'));

  tasksAreLawful(state, fresh, happened, holds);
  tasksAreDated(state, state.opening, holds);
  jeopardiesAreLawful(state.jeopardies, phase === 'undoing' || state.endedAtMs !== null ? null : sitePlan(state), happened, holds);
  const decides = (step: string) => hasOpen(state, step) || hasOpen(state, 'works-quote') || hasOpen(state, 'abandon-approval');
  holds('D-09: a refused order asks for a decision, nothing else does', phase === 'order-refused' ? decides('access-order-refused') : !hasOpen(state, 'access-order-refused'));
  holds('D-11: a visit that found no way asks for a decision, nothing else does', phase === 'visit-blocked' ? decides('visit-unfavourable') : !hasOpen(state, 'visit-unfavourable'));
  holds('D-09, D-11: works are quoted where a decision waits', !hasOpen(state, 'works-quote') || phase === 'order-refused' || phase === 'visit-blocked');
  holds('D-08: an OBL is chosen before anything is ordered, once', (order === null) === (count(happened, 'oblChosen') === 0) && count(happened, 'oblChosen') <= 1);
  holds('D-10: what is planned in Ref.Tech is on the stack', state.intervention === null || !orderPhases.includes(phase) || effects.some(({ key }) => key === state.intervention?.key));
  holds('D-10: a slot that is proposed or agreed has its intervention, until the visit', !orderPhases.includes(phase) || !['proposed', 'agreed'].includes(state.slot?.status ?? '') || state.intervention !== null || count(happened, 'visitReported') > 0);
  holds('D-09: others are told once per wait', count(fresh, 'oblEscalated') === 0 || !before.order?.isEscalated || !fresh.some((event) => event.type === 'oblEscalated' && isAwaited(before, event.orderKey, event.awaited)));
  holds('D-31: a correction is asked for while the simulation is made', !hasOpen(state, 'invoice-correction') || phase === 'invoice-simulation');
  holds('D-24: billing’s people see to what did not start, and to nothing else', !hasOpen(state, 'billing-not-started') || phase === 'billing-start');
  for (const { step } of Object.values(state.tasks.open)) holds(`the task ${step} is open in its step only`, !(step in steps) || step === phase || (step === 'intervention-planning' && phase === 'technical-visit' && state.offered?.by === 'customer'));
  holds('D-08: each attempt has its own key, counted on', (order?.attempt ?? 0) === (count(happened, 'oblChosen') === 0 ? 0 : 1 + count(happened, 'accessOrderCorrected')));
  holds('D-09: what is not awaited is not reminded of', nextReminderAtMs(state) === null || ['acknowledgement', 'intervention-planning', 'technical-visit'].includes(phase) || isReportWatched(state));
}

/** What of the service is made from which step on. */
const madeFrom = [
  ['ip', 'service-production'], ['radius', 'service-production'], ['backbone', 'service-production'], ['service', 'delivery-notice'], ['billing', 'billing-start'], ['supervision', 'handover'],
] as const satisfies readonly (readonly [SiteEffect['kind'], SiteStep])[];

const isValidated = (event: SiteEvent): boolean => event.type === 'taskCompleted' && event.step === 'invoice-validation' && (event.input as { validated?: boolean }).validated === true;

/** D-17, D-18, D-31: what the customer gets was controlled, what he pays he has agreed to. */
function moneyIsLawful({ before, fresh, state, happened }: Step<SiteState, SiteEvent>, holds: (sentence: string, is: boolean) => void): void {
  const told = happened.find((event) => event.type === 'deliveryNoticeSent')?.madOn ?? null;
  const ordinals = happened.flatMap((event) => (event.type === 'invoiceSimulated' ? [event.ordinal] : []));
  // One that an offer overtook before it was made leaves its number unused (D-25).
  holds('D-17: simulations are counted on, one each', ordinals.every((ordinal, index) => ordinal > (ordinals[index - 1] ?? 0)));
  holds('D-17: the customer is asked while his answer is awaited, and then only', hasOpen(state, 'invoice-validation') === (state.phase === 'invoice-validation'));
  holds('D-17: the customer is reminded of what he has only', (nextValidationReminderAtMs(state) !== null) === (state.phase === 'invoice-validation'));
  const escalated = happened.flatMap((event) => (event.type === 'escalated' ? [event.ordinal] : []));
  holds('D-17: others are told once of each silence', new Set(escalated).size === escalated.length);
  for (const event of fresh) {
    if (event.type === 'billingStarted') {
      const agreedAt = happened.findLastIndex(isValidated);
      holds('D-18: billed after the validation of what was sent last', agreedAt >= 0 && agreedAt > happened.findLastIndex(({ type }) => type === 'invoiceSimulationSent' || type === 'invoiceContested'));
      holds('D-18: billed from the date that the customer was told', event.from === told);
      holds('D-18: nothing is billed of which billing knows nothing', event.subscriptionReference !== null);
    }
    if (event.type === 'invoiceSimulationSent') {
      const { simulation } = before;
      const overridden = happened.flatMap((past) => (past.type === 'invoiceControlsOverridden' && past.ordinal === event.ordinal ? past.faults : []));
      holds('D-17: only what the coordinator has controlled goes out', simulation?.ordinal === event.ordinal && simulation.stage === 'controlled');
      holds('D-31: what failed its controls goes out only where each was overridden', (simulation?.faults ?? []).every((fault) => overridden.includes(fault)));
    }
  }
}

/** What may take an effect from the stack: done away with, handed over, or in service for good. */
function mayLeave({ kind, key }: SiteEffect, fresh: readonly SiteEvent[]): boolean {
  return fresh.some((event) => {
    switch (event.type) {
      case 'effectUndone':
      case 'effectHandedOver': return event.effect.key === key;
      case 'accessOrderRefused': return event.orderKey === key;
      case 'stepDone': return event.step === 'technical-visit' && kind === 'intervention';
      case 'visitBlocked':
      case 'planningReopened': return kind === 'intervention';
      case 'siteInService': return true;
      default: return false;
    }
  });
}

export function deploymentIsLawful({ before, fresh, state, happened }: Step<DeploymentState, DeploymentEvent>): void {
  const { phase } = state;
  const milestones = Object.values(state.sites);
  const holds = (sentence: string, is: boolean): void => { law(sentence, is, { state, fresh }); };
  const at = (type: DeploymentEvent['type']) => first(happened, (event) => event.type === type);
  const ended = happened.flatMap((event) => (event.type === 'stepDone' ? [event.step] : []));

  holds('D-02 to D-07: every step ends once, in its order', ended.join() === deploymentSteps.filter((step) => ended.includes(step)).join());
  holds('D-02, D-03: assigned only after both approvals and the collection', state.coordinator === null || (ended.includes('financial-approval') && state.collection !== null));
  holds('D-26: one collection, and one more for each that was refused and corrected',
    happened.filter((event) => event.type === 'salesCollectionReceived' && event.from !== 'corrected').length === (state.collection === null ? 0 : 1));
  holds('D-02: a refused approval waits for the sales engineer or for who must approve, never for both', !approvals.includes(phase)
    || Number(hasOpen(state, phase)) + Number(hasOpen(state, 'approval-refused')) === 1);
  holds('D-04: the collection is corrected or validated, never both', phase !== 'technical-validation'
    || Number(hasOpen(state, phase)) + Number(hasOpen(state, 'collection-correction')) === 1);
  documentsAreLawful(state, ended, holds);
  holds('D-03: JARVIS is told of no assignment that was not made, and of each in its order', state.assignments.told <= state.assignments.made && state.assignments.told >= before.assignments.told);
  holds('D-03: each assignment is counted', state.assignments.made === count(happened, 'coordinatorAssigned') + count(happened, 'coordinatorReassigned'));
  holds('D-08: no site is on its way before the customer launch', at('siteDeliveriesStarted') === Number.POSITIVE_INFINITY || ended.at(-1) === 'customer-launch');
  holds('an end is an end', before.endedAtMs === null || (phase === before.phase && state.endedAtMs === before.endedAtMs && JSON.stringify(state.sites) === JSON.stringify(before.sites)));
  holds('an end is a completion or a cancellation', (state.endedAtMs !== null) === (phase === 'completed' || phase === 'cancelled' || phase === 'withdrawn'));
  holds('C-08: it ends as withdrawn where the customer withdrew and nothing is in service, and he knows', (phase === 'withdrawn') === (state.endedAtMs !== null && state.withdrawal?.isTold === true && !milestones.includes('in-service')));
  holds('D-19: it is completed where something is in service', phase !== 'completed' || milestones.includes('in-service'));
  holds('D-19: it is cancelled where nothing is', phase !== 'cancelled' && phase !== 'withdrawn' || !milestones.includes('in-service'));
  // Those never started only where it was cancelled.
  const ends = at('deploymentCancellationRequested') < Number.POSITIVE_INFINITY ? ['waiting', 'in-service', 'cancelled'] : ['in-service', 'cancelled'];
  holds('D-19: it ends when every site has', state.endedAtMs === null || milestones.every((milestone) => ends.includes(milestone)));
  holds('it ends once', count(happened, 'deploymentCompleted') + count(happened, 'deploymentCancelled') <= 1);
  holds('it keeps its sites', Object.keys(state.sites).join() === (state.launch?.sites ?? []).map(({ site }) => site).join());

  for (const meeting of meetings) {
    const sequences = happened.flatMap((event) => ((event.type === 'meetingPlanned' || event.type === 'meetingCancelled') && event.meeting === meeting ? [event.sequence] : []));
    holds('D-05: each plan of a meeting takes the place of the one before', sequences.every((sequence, index) => sequence === index));
    const { isCancelled = false, sequence, toldSequence } = state.meetings[meeting] ?? {};
    holds('D-23: a meeting that is off is told before the end', state.endedAtMs === null || !isCancelled || toldSequence === sequence);
  }
  const reminders = happened.flatMap((event) => (event.type === 'collectionReminded' ? [event.ordinal] : []));
  holds('D-07: the customer is reminded one after the other, and others are told once', reminders.every((ordinal, index) => ordinal === index + 1) && count(happened, 'escalated') <= 1);

  tasksAreLawful(state, fresh, happened, holds);
  tasksAreDated(state, state.launch, holds);
  jeopardiesAreLawful(state.jeopardies, phase === 'cancelling' || state.endedAtMs !== null ? null : deploymentPlan(state), happened, holds);
  // A mail may still be stuck in a deployment that was cancelled.
  const inPlace = (step: string) => step === phase || step === 'stuck-call' || (step === 'undo-by-hand' && state.endedAtMs !== null)
    || (step === 'approval-refused' && approvals.includes(phase)) || ((step === 'missing-documents' || step === 'collection-correction') && phase === 'technical-validation')
    || (step === 'sales-collection' && state.collection === null && phase !== 'cancelling') || (step === 'technical-collection' && ended.includes('welcome-call') && phase !== 'cancelling');
  for (const { step } of Object.values(state.tasks.open)) holds(`the task ${step} is open in its place only`, inPlace(step));
  if (state.endedAtMs !== null) holds('D-23: nothing is open at the end but what was handed to a person', Object.values(state.tasks.open).every(({ step }) => step === 'undo-by-hand'));
}

const approvals: readonly string[] = ['techno-commercial-approval', 'financial-approval'];

function documentsAreLawful(state: DeploymentState, ended: readonly string[], holds: (sentence: string, is: boolean) => void): void {
  const { launch, phase } = state;
  if (!launch) return;
  const held = Object.values(state.documents);
  const states = requiredDocuments({ ...launch.order, market: launch.market }).map((kind) => ({ kind, ...stateOfKind(kind, held) }));
  const toBring = states.filter(({ status }) => status === 'missing' || status === 'rejected').map(({ kind }) => kind);
  const asked = Object.values(state.tasks.open).find(({ step }) => step === 'missing-documents');
  holds('D-04: no step after the validation without every mandatory document', !ended.includes('technical-validation') || states.every(({ status }) => status === 'accepted'));
  holds('D-04: what is missing or refused is asked of sales while it is validated', phase !== 'technical-validation' || toBring.length === 0 || asked !== undefined);
  holds('D-04: nothing is asked of sales once all are accepted', asked === undefined || states.some(({ status }) => status !== 'accepted'));
  const listed = [asked?.context['missingDocuments'], asked?.context['refusedDocuments']].filter(Boolean).join(', ').split(', ').filter(Boolean);
  holds('D-04: the task lists what is missing or refused', asked === undefined || listed.toSorted().join() === toBring.toSorted().join());
  holds('D-04: a reason is kept of what is refused, and of nothing else', held.every(({ status, reason }) => (status === 'rejected') === (reason !== null)));
}

/** @param plan null where no date is kept any more */
function jeopardiesAreLawful({ open }: Jeopardies, plan: Plan | null, happened: readonly (SiteEvent | DeploymentEvent)[], holds: (sentence: string, is: boolean) => void): void {
  for (const milestone of Object.keys(open)) holds(`D-21: ${milestone} is not at risk once it is done, or nobody waits for it`, plan !== null && plan.facts.doneOn[milestone] === undefined && plan.own.includes(milestone));
  const raised = new Set<string>();
  for (const event of happened.filter((one): one is JeopardyEvent => one.type === 'jeopardyRaised' || one.type === 'jeopardyCleared')) {
    if (event.type === 'jeopardyRaised') {
      const what = `${event.milestone} ${event.threshold} ${event.latestOn}`;
      holds(`D-21: ${what} is raised once`, !raised.has(what));
      raised.add(what);
    } else if (event.type === 'jeopardyCleared') {
      for (const what of raised) if (what.startsWith(`${event.milestone} `)) raised.delete(what);
    }
  }
}

const hasOpen = ({ tasks }: Pick<SiteState | DeploymentState, 'tasks'>, step: string): boolean => Object.values(tasks.open).some((task) => task.step === step);

function tasksAreDated({ tasks }: Pick<SiteState | DeploymentState, 'tasks'>, dated: Dated | null, holds: (sentence: string, is: boolean) => void): void {
  for (const { step, dueAtMs: due } of Object.values(tasks.open)) holds(`D-20, D-25: ${step} is due by the dates of now`, dated !== null && due === dueAtMs(dated, step));
}

function tasksAreLawful(
  { tasks, stuck }: Pick<SiteState, 'tasks'> & { readonly stuck: Readonly<Record<string, { readonly taskId: string; readonly verdict: string | null } | undefined>> },
  fresh: readonly (SiteEvent | DeploymentEvent)[], happened: readonly (SiteEvent | DeploymentEvent)[], holds: (sentence: string, is: boolean) => void,
): void {
  const open = Object.values(tasks.open);
  const stepsOpen = open.map(({ step }) => step).filter((step) => step !== 'stuck-call' && step !== 'undo-by-hand');
  holds('one task of a step is open at a time', new Set(stepsOpen).size === stepsOpen.length);
  const ids = happened.flatMap((event) => (event.type === 'taskOpened' ? [event.task.id] : []));
  holds('a task’s id is never used again', new Set(ids).size === ids.length);
  holds('D-23: what was handed to a person is never withdrawn', fresh.every((event) => event.type !== 'taskWithdrawn' || !event.taskId.includes('.undo-by-hand.')));
  // D-24: each stuck call has its task until a person has decided, and each such task its call.
  const calls = Object.values(stuck).filter((call) => call !== undefined);
  for (const task of open.filter(({ step }) => step === 'stuck-call')) holds('D-24: a stuck-call task has its call', calls.some(({ taskId }) => taskId === task.id));
  for (const call of calls) holds('D-24: a stuck call has its task until a verdict', (tasks.open[call.taskId] !== undefined) === (call.verdict === null));
}
