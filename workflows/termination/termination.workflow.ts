/** A termination (chapter 3), as its story: who leaves is asked to stay, pays what he owes, and what served him is taken down. Until the final invoice the request may be withdrawn. */
import { patched, setHandler } from '@temporalio/workflow';
import { terminationModel } from '../../domain/termination/model.ts';
import { effectiveAtMs, missedEarly, servicesToUndo, winBackUntilMs } from '../../domain/termination/progress.ts';
import { openingOf, type TerminationCommand, type TerminationInputs, type TerminationOutcome, type TerminationState } from '../../domain/termination/termination.ts';
import { openJourney, shelter } from '../journey/journey.ts';
import { patches } from '../journey/patches.ts';
import { showStep } from '../journey/search.ts';
import { deproduce } from './deproduction.ts';
import { terminationDetails } from './details.ts';
import { bringEquipmentBack, invoiceEquipment } from './equipment.ts';
import { issueFinalInvoice, stopBilling, undoStops } from './invoice.ts';
import {
  applyTerminationPolicyUpdate, completeTerminationTaskUpdate, openTerminationUpdate, releaseTerminationUpdate, terminationStateQuery, terminationTicketClosedUpdate, terminationTicketOpenedUpdate,
  terminationTicketToldUpdate, withdrawTerminationUpdate, type TerminationStart,
} from './messages.ts';
import { call, is, letterOf, today, type Termination } from './termination.ts';

export async function termination(start: TerminationStart): Promise<TerminationOutcome> {
  const journey = open(start);
  // Asked of the engine itself, a cancellation is a withdrawal, where one is still possible.
  return await shelter(() => story(journey), () => journey.attempt({ type: 'withdraw', reason: 'engine-cancelled' }));
}

/** Each step goes on only while the termination is in it: kept or withdrawn, it falls through to the undoing. */
async function story(journey: Termination): Promise<TerminationOutcome> {
  await confirm(journey);
  await winBack(journey);
  await agreeOnFeeAndDate(journey);
  await reachEffectiveDate(journey);
  await issueFinalInvoice(journey);
  await deproduce(journey);
  await bringEquipmentBack(journey);
  await invoiceEquipment(journey);
  await undo(journey);
  await journey.until(({ phase }) => phase === 'ended');
  await journey.settle();
  return journey.state().outcome ?? 'terminated';
}

function open(start: TerminationStart): Termination {
  const journey = openJourney(start, { kind: 'termination', model: terminationModel, describe: terminationDetails, inItsDay: missingInItsDay, onChange: showStep('outside') });
  journey.receive(openTerminationUpdate, () => ({ type: 'open', opening: openingOf(journey.state()) }));
  journey.receive(withdrawTerminationUpdate, ({ reason }) => ({ type: 'withdraw', reason }));
  journey.receive(releaseTerminationUpdate, ({ effectiveOn }) => ({ type: 'release', effectiveOn }));
  journey.receive(terminationTicketOpenedUpdate, ({ ticket }) => ({ type: 'ticketOpened', ticket }));
  journey.receive(terminationTicketToldUpdate, ({ upTo }) => ({ type: 'ticketTold', upTo }));
  journey.receive(terminationTicketClosedUpdate, ({ tellsRest }) => ({ type: 'ticketClosed', ...(tellsRest ? { tellsRest } : {}) }));
  journey.receive(completeTerminationTaskUpdate, ({ taskId, input }) => ({ type: 'completeTask', taskId, input }));
  journey.receive(applyTerminationPolicyUpdate, ({ applied }) => ({ type: 'applyPolicy', applied }));
  setHandler(terminationStateQuery, () => journey.state());
  return journey;
}

/** Where nothing is missed early there is no marker in the history. */
function missingInItsDay(command: TerminationCommand, state: TerminationState, nowMs: number): TerminationCommand {
  if (command.type !== 'completeTask' || state.tasks.open[command.taskId]?.step !== 'equipment-return') return command;
  const { equipment } = command.input as TerminationInputs['equipment-return'];
  return missedEarly(state, equipment, nowMs).length > 0 && !patched(patches.missingAfterDeadline) ? { ...command, missesEarly: true } : command;
}

/** the relay opens the ticket; the customer has in writing that his letter was received. */
async function confirm(journey: Termination): Promise<void> {
  await journey.until(({ phase, ticket }) => phase !== 'registration' || ticket !== null);
  const { ticket } = journey.state();
  if (!is(journey, 'registration') || ticket === null) return;
  const { id, customerId, receivedOn, letterReference, services } = openingOf(journey.state());
  const confirmedOn = today(journey);
  const sent = await call(journey, 'send-confirmation', 'registration', ({ notices }) => notices('Courrier de confirmation au client').sendConfirmation({
    id, customerId, ticket, receivedOn, letterReference: letterReference ?? '', services: services.map(({ rds }) => rds), confirmedOn,
  }));
  journey.act({ type: 'confirmationSent', ...letterOf(sent) });
}

/** who is not won back in time leaves. A policy that is applied meanwhile moves the limit. */
async function winBack(journey: Termination): Promise<void> {
  while (is(journey, 'win-back')) {
    const atMs = winBackUntilMs(journey.state()) ?? Date.now();
    const ended = await journey.until((state) => winBackUntilMs(state) !== atMs, { atMs, summary: 'Fin du délai de rétention' });
    if (ended === 'deadline') journey.act({ type: 'winBackLapsed' }, 'timer');
  }
}

/** billing decides on the fee and enters the date; of a move or a change, the new service says when. */
async function agreeOnFeeAndDate(journey: Termination): Promise<void> {
  await journey.until(({ phase }) => phase !== 'fee' && phase !== 'entry' && phase !== 'held');
}

/** billing knows of the stop at once; the service lives until its last day is over in the operator's time zone. */
async function reachEffectiveDate(journey: Termination): Promise<void> {
  await stopBilling(journey);
  while (is(journey, 'scheduled')) {
    const atMs = effectiveAtMs(journey.state()) ?? Date.now();
    const reached = await journey.until((state) => state.phase !== 'scheduled' || effectiveAtMs(state) !== atMs, { atMs, summary: 'Date d’effet de la résiliation' });
    if (reached === 'deadline') journey.act({ type: 'effectiveDateReached' }, 'timer');
  }
}

/** kept or withdrawn, the service goes on as if nothing had been asked. */
async function undo(journey: Termination): Promise<void> {
  while (is(journey, 'undoing') && servicesToUndo(journey.state()).length > 0) await undoStops(journey);
}
