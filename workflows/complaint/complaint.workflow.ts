/** A complaint (S-08), as its story: acknowledged at once, answered in time or somebody hears of it, answered anew while the customer is not content, and ended by his word, by his silence, or because he takes it back. */
import { proxyActivities, setHandler, type ActivityInterfaceFor } from '@temporalio/workflow';
import type { ComplaintActivities } from '../../activities/complaint/complaints.ts';
import { dateAt } from '../../domain/clock/frozenDays.ts';
import { complaintCalls, openingOf, type ComplaintCall, type ComplaintCommand, type ComplaintOutcome, type ComplaintState } from '../../domain/complaint/complaint.ts';
import { complaintModel } from '../../domain/complaint/model.ts';
import { answerDueAtMs, answerToSend, gestureCents, nextThreshold, type Awaited } from '../../domain/complaint/progress.ts';
import { callOutside, type OutsideAnswer } from '../journey/call-outside.ts';
import { openJourney, shelter, type Journey } from '../journey/journey.ts';
import { taskQueues } from '../journey/messages.ts';
import { outsideOptions } from '../journey/outside.ts';
import { complaintDetails } from './details.ts';
import { applyComplaintPolicyUpdate, complaintStateQuery, completeComplaintTaskUpdate, grantGestureUpdate, openComplaintUpdate, withdrawComplaintUpdate, type ComplaintStart } from './messages.ts';
import { showComplaint } from './search.ts';

type Complaint = Journey<ComplaintState, ComplaintCommand>;

export async function complaint(start: ComplaintStart): Promise<ComplaintOutcome> {
  const journey = open(start);
  // Asked of the engine itself, a cancellation withdraws it; what was promised is credited all the same.
  return await shelter(() => story(journey), () => journey.attempt({ type: 'withdraw', reason: 'engine-cancelled' }));
}

async function story(journey: Complaint): Promise<ComplaintOutcome> {
  await watchClock(journey);
  await journey.until(({ phase }) => phase === 'ended');
  await journey.settle();
  return journey.state().outcome ?? 'settled';
}

function open(start: ComplaintStart): Complaint {
  const journey = openJourney(start, { kind: 'complaint', model: complaintModel, describe: complaintDetails, onChange: showComplaint() });
  journey.receive(openComplaintUpdate, () => ({ type: 'open', opening: openingOf(journey.state()) }));
  journey.receive(grantGestureUpdate, ({ cents, reason, by, profiles }) => ({ type: 'grant', cents, reason, by, profiles }));
  journey.receive(withdrawComplaintUpdate, ({ reason }) => ({ type: 'withdraw', reason }));
  journey.receive(completeComplaintTaskUpdate, ({ taskId, input }) => ({ type: 'completeTask', taskId, input }));
  journey.receive(applyComplaintPolicyUpdate, ({ applied }) => ({ type: 'applyPolicy', applied }));
  setHandler(complaintStateQuery, () => journey.state());
  // A mail that does not go out keeps nobody from answering, and stops no clock.
  journey.beside(acknowledge);
  journey.beside(sendAnswers);
  return journey;
}

const timers: Readonly<Record<Awaited['type'], string>> = { dueSoon: 'Réponse bientôt attendue', late: 'Échéance de la réponse', lapse: 'Fin du délai laissé au client' };

/** Each threshold once; a policy that is applied meanwhile, an answer or a disagreement moves it. */
async function watchClock(journey: Complaint): Promise<void> {
  while (journey.state().outcome === null) {
    const next = nextThreshold(journey.state());
    const isSame = (state: ComplaintState): boolean => nextThreshold(state)?.type === next?.type && nextThreshold(state)?.atMs === next?.atMs && state.outcome === null;
    const woken = await journey.until((state) => !isSame(state), next && { atMs: next.atMs, summary: timers[next.type] });
    if (woken === 'deadline' && next) journey.act({ type: next.type }, 'timer');
  }
}

/** Whoever complains hears at once that he was heard, and until when he is answered. */
async function acknowledge(journey: Complaint): Promise<void> {
  if (journey.state().acknowledgedAtMs !== null) return;
  const { id, customerId, orderNumber, policy } = openingOf(journey.state());
  const dueOn = dateAt(policy.days, answerDueAtMs(journey.state()) ?? Date.now());
  const sent = await call(journey, 'send-acknowledgement', ({ outcome }) => outcome === null, (outside) => outside('Accusé de réception au client').sendAcknowledgement({ id, customerId, orderNumber, answerBy: dueOn.outcome === 'at' ? dueOn.value : null }));
  if (sent.how !== 'overtaken') journey.act({ type: 'acknowledged' });
}

async function sendAnswers(journey: Complaint): Promise<void> {
  for (;;) {
    await journey.until((state) => answerToSend(state) !== null || state.outcome !== null);
    const answer = answerToSend(journey.state());
    if (answer === null) return;
    const { number, textId } = answer;
    const { id, orderNumber } = openingOf(journey.state());
    const sent = await call(journey, 'send-answer', (state) => answerToSend(state)?.number === number, (outside) => outside(`Réponse n° ${number} au client`).sendAnswer({ id, orderNumber, number, textId, gestureCents: gestureCents(journey.state()) }));
    if (sent.how !== 'overtaken') journey.act({ type: 'answerSent', number });
  }
}

function call<T>(journey: Complaint, name: ComplaintCall, wanted: (state: ComplaintState) => boolean, run: (outside: (summary: string) => ActivityInterfaceFor<ComplaintActivities>) => Promise<T>): Promise<OutsideAnswer<T>> {
  const { outsideCalls } = openingOf(journey.state()).policy;
  const outside = (summary: string): ActivityInterfaceFor<ComplaintActivities> => proxyActivities<ComplaintActivities>({ ...outsideOptions(outsideCalls), taskQueue: taskQueues.mail, summary });
  return callOutside<ComplaintState, ComplaintCall, T>(journey, { name, system: complaintCalls[name], againEveryMs: outsideCalls.againEveryMs, run: () => run(outside), wanted });
}
