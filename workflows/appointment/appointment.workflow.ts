/** An appointment (S-09), as its story: the customer is invited, told anew whenever it moves, reminded some time before, and told when it is off. */
import { patched, proxyActivities, setHandler, type ActivityInterfaceFor } from '@temporalio/workflow';
import type { AppointmentActivities, AppointmentMail } from '../../activities/appointment/appointments.ts';
import { appointmentCalls, appointmentOpening, type AppointmentCall, type AppointmentCommand, type AppointmentState } from '../../domain/appointment/appointment.ts';
import { appointmentModel, isConfirmationDue } from '../../domain/appointment/model.ts';
import { callOutside } from '../journey/call-outside.ts';
import { openJourney, shelter, type Journey } from '../journey/journey.ts';
import { taskQueues } from '../journey/messages.ts';
import { outsideOptions } from '../journey/outside.ts';
import { patches } from '../journey/patches.ts';
import { showPhase } from '../journey/search.ts';
import { appointmentDetails } from './details.ts';
import {
  answerAppointmentUpdate, appointmentStateQuery, applyAppointmentPolicyUpdate, cancelAppointmentUpdate, completeAppointmentTaskUpdate, moveAppointmentUpdate, planAppointmentUpdate, type AppointmentStart,
} from './messages.ts';

type Appointment = Journey<AppointmentState, AppointmentCommand>;

export async function appointment(start: AppointmentStart): Promise<string> {
  const journey = open(start);
  return await shelter(() => story(journey), () => journey.attempt({ type: 'cancel', reason: 'engine-cancelled' }));
}

async function story(journey: Appointment): Promise<string> {
  // Beside: it is over when it is, be the mail server away.
  journey.beside(goBy);
  while (isPlanned(journey.state())) {
    const state = journey.state();
    if (state.toldSequence === null || state.toldSequence < state.sequence) await tell(journey, 'invitation', 'Invitation', isPlanned);
    else if (isConfirmationDue(state) && (state.confirmAtMs ?? Infinity) <= Date.now()) await tell(journey, 'confirmation', 'Confirmation', isConfirmationDue);
    else {
      const isOther = (now: AppointmentState): boolean => !isPlanned(now) || now.sequence !== state.sequence || now.answer !== state.answer || now.confirmAtMs !== state.confirmAtMs;
      await journey.until(isOther, isConfirmationDue(state) && state.confirmAtMs !== null ? { atMs: state.confirmAtMs, summary: 'Confirmation du rendez-vous' } : null);
    }
  }
  if (journey.state().phase === 'cancelled') await tell(journey, 'cancellation', 'Annulation', () => true);
  journey.act({ type: 'end' });
  await journey.settle();
  return journey.state().phase;
}

async function goBy(journey: Appointment): Promise<void> {
  while (isPlanned(journey.state())) {
    const { plan: { endsAtMs } } = journey.state();
    const woken = await journey.until((state) => !isPlanned(state) || state.plan.endsAtMs !== endsAtMs, { atMs: endsAtMs, summary: 'Fin du rendez-vous' });
    if (woken === 'deadline') journey.act({ type: 'passed' }, 'timer');
  }
}

function isPlanned({ phase }: AppointmentState): boolean {
  return phase === 'planned';
}

/** One mail for each sequence: what moves meanwhile is told anew. One that a person passed over counts as told. */
async function tell(journey: Appointment, what: AppointmentCall, summary: string, isWanted: (state: AppointmentState) => boolean): Promise<void> {
  const state = journey.state();
  const { sequence, plan, decidedAtMs, confirmAtMs } = state;
  const { id, customerId, form, seller, policy: { outsideCalls } } = appointmentOpening(state);
  const mail: AppointmentMail = { id, customerId, form, seller: seller.person, what, sequence, plan, decidedAtMs, isConfirmedLater: confirmAtMs !== null };
  const outside: ActivityInterfaceFor<AppointmentActivities> = proxyActivities<AppointmentActivities>({
    ...outsideOptions(outsideCalls), taskQueue: taskQueues.mail, summary,
    // Two mails, each given up after ten seconds.
    startToCloseTimeout: '30 seconds',
  });
  const sent = await callOutside<AppointmentState, AppointmentCall, void>(journey, {
    name: what, system: appointmentCalls[what], againEveryMs: outsideCalls.againEveryMs, run: () => outside.tellOfAppointment(mail), wanted: (now) => isWanted(now) && now.sequence === sequence,
  });
  if (sent.how === 'overtaken') return;
  journey.act({ type: what === 'confirmation' ? 'confirmed' : 'told', sequence, how: sent.how === 'went-through' ? 'sent' : 'skipped' });
}

function open(start: AppointmentStart): Appointment {
  const journey = openJourney(start, { kind: 'appointment', model: appointmentModel, describe: appointmentDetails, inItsDay: keptInItsDay, onChange: showPhase() });
  journey.receive(planAppointmentUpdate, () => ({ type: 'open', opening: appointmentOpening(journey.state()), plan: journey.state().plan }));
  journey.receive(moveAppointmentUpdate, ({ plan }) => ({ type: 'move', plan }));
  journey.receive(cancelAppointmentUpdate, ({ reason }) => ({ type: 'cancel', reason }));
  journey.receive(answerAppointmentUpdate, ({ sequence, answer }) => ({ type: 'answer', sequence, answer }));
  journey.receive(completeAppointmentTaskUpdate, ({ taskId, input }) => ({ type: 'completeTask', taskId, input }));
  journey.receive(applyAppointmentPolicyUpdate, ({ applied }) => ({ type: 'applyPolicy', applied }));
  setHandler(appointmentStateQuery, () => journey.state());
  return journey;
}

/** Where nothing is kept nothing has changed, and no marker is in the history. */
function keptInItsDay(command: AppointmentCommand): AppointmentCommand {
  return command.type === 'completeTask' && 'choice' in command.input && command.input.choice === 'keep' && !patched(patches.confirmedWhenKept) ? { ...command, isUnconfirmed: true } : command;
}
