/** The rules of a site's money: notice, simulation, its controls and corrections, validation, billing (D-16 to D-18, D-31). */
import type { SimulationFaultCode } from '../billing/invoice-checks.ts';
import { refuse, type Refusal } from '../errors/codes.ts';
import { accept, type Decision } from '../journey/journey.ts';
import { toldMadOn, validationEscalatesTo, type BillingCommand, type Simulation } from './billing.ts';
import type { SiteEvent, SiteState, SiteTask } from './site.ts';
import { done, inStep, taskOf } from './site-steps.ts';
import type { TaskInputs } from './steps.schema.ts';

const notSimulated: SimulationFaultCode = 'not-simulated';

/** What comes out of its step (the site may have left it meanwhile), or twice, changes nothing. */
export function decideBilling(state: SiteState, command: BillingCommand): Decision<SiteEvent> {
  const { simulation } = state;
  switch (command.type) {
    case 'deliveryNoticeSent': {
      const { madOn, document } = command;
      return inStep(state, 'delivery-notice', () => [{ type: 'deliveryNoticeSent', madOn, document }, ...done(state, 'delivery-notice')]);
    }
    case 'invoiceSimulated':
      return simulation?.stage === 'asked' ? inStep(state, 'invoice-simulation', () => simulated(state, simulation, command)) : accept();
    case 'invoiceSimulationSent': {
      const { document } = command;
      if (simulation?.stage !== 'controlled') return accept();
      return inStep(state, 'invoice-simulation', () => [
        { type: 'invoiceSimulationSent', ordinal: simulation.ordinal, document }, ...done({ ...state, simulation: { ...simulation, document } }, 'invoice-simulation'),
      ]);
    }
    case 'validationReminded': {
      const isNews = simulation?.ordinal === command.ordinal && simulation.reminders < command.reminder;
      return isNews ? inStep(state, 'invoice-validation', () => [command]) : accept();
    }
    case 'validationEscalated': {
      if (simulation?.ordinal !== command.ordinal || validationEscalatesTo(state).length === 0) return accept();
      return accept<SiteEvent>({ type: 'escalated', about: 'invoice-validation', ordinal: command.ordinal, to: command.to });
    }
    case 'billingAnswered': {
      const { subscriptionReference, refusedBecause: reason = null, isLetThrough = false } = command;
      // D-24: what billing refuses is its people's, and sent again once they have seen to it.
      return inStep(state, 'billing-start', () => (subscriptionReference !== null || isLetThrough
        ? started(state, subscriptionReference)
        : [{ type: 'billingNotStarted', reason }, taskOf(state, 'billing-not-started', { refusedBecause: reason })]));
    }
  }
}

/** D-18: from the date that the customer was told, whatever is known by now. */
function started(state: SiteState, subscriptionReference: string | null): SiteEvent[] {
  return [{ type: 'billingStarted', subscriptionReference, from: toldMadOn(state) }, ...done(state, 'billing-start')];
}

/** D-18: only what billing has refused is simulated anew: a start that was passed over may have happened, and would be billed beside the new one. */
export function startRefusal({ context }: Pick<SiteTask, 'context'>, { choice }: TaskInputs['billing-not-started']): Refusal | null {
  return choice === 'simulate-anew' && context['refusedBecause'] === null ? refuse('D-18.start-unknown') : null;
}

/** D-18, D-24: corrected in billing and sent again; or what is invoiced must change, which its customer validates anew; or started by hand, under what reference. */
export function billingSettled(state: SiteState, given: TaskInputs['billing-not-started']): SiteEvent[] {
  switch (given.choice) {
    case 'send-again': return [];
    case 'simulate-anew': return [{ type: 'billingReturned', ordinal: ordinalOf(state) + 1 }];
    case 'started': return started(state, given.subscriptionReference);
  }
}

function simulated(state: SiteState, { ordinal }: Simulation, { reference, invoice, isLetThrough = false, ...made }: Extract<BillingCommand, { type: 'invoiceSimulated' }>): SiteEvent[] {
  // D-31: what nobody has simulated passes no control.
  const faults: readonly string[] = invoice === null && !isLetThrough ? [notSimulated] : made.faults;
  const next = { ...state, simulation: state.simulation && { ...state.simulation, reference, invoice } };
  return [
    { type: 'invoiceSimulated', ordinal, reference, invoice, faults },
    // D-31: each failed control is named and blocks the sending.
    faults.length > 0 ? correctionOf(next, { faults: faults.join(', ') }) : taskOf(next, 'invoice-simulation'),
  ];
}

/** The coordinator lets it go out, or says what is wrong with it (D-17). */
export function controlled(state: SiteState, given: TaskInputs['invoice-simulation']): SiteEvent[] {
  // It goes out before the step is done.
  if (given.approved) return [];
  return [{ type: 'invoiceSimulationRefused', ordinal: ordinalOf(state), reason: given.comment }, correctionOf(state, { refusedBecause: given.comment })];
}

/** The customer agrees, or says why not: corrected and sent again, any number of times (D-17). */
export function validated(state: SiteState, given: TaskInputs['invoice-validation']): SiteEvent[] {
  if (given.validated) return done(state, 'invoice-validation');
  return [{ type: 'invoiceContested', ordinal: ordinalOf(state), reason: given.reason }, correctionOf(state, { contestedBecause: given.reason })];
}

/** Billing asks for a new one, or passes over the controls that failed, which then are named (D-31); the coordinator controls it all the same. */
export function corrected(state: SiteState, { choice, comment }: TaskInputs['invoice-correction']): SiteEvent[] {
  if (choice === 'again') return [];
  const faults = state.simulation?.faults ?? [];
  return [
    { type: 'invoiceControlsOverridden', ordinal: ordinalOf(state), faults, reason: comment },
    taskOf(state, 'invoice-simulation', { overriddenFaults: faults.join(', '), overriddenBecause: comment }),
  ];
}

/** D-31: only failed controls can be overridden; what a person has refused is corrected, and what was not simulated leaves the customer nothing to validate (D-18). */
export function overrideRefusal({ simulation }: SiteState, { choice }: TaskInputs['invoice-correction']): Refusal | null {
  const isFailed = simulation?.stage === 'made' && simulation.faults.length > 0 && !simulation.faults.includes(notSimulated);
  return choice === 'again' || isFailed ? null : refuse('D-31.nothing-to-override');
}

function correctionOf(state: SiteState, why: Record<string, string>): SiteEvent {
  return taskOf(state, 'invoice-correction', { simulationReference: state.simulation?.reference ?? null, ...why });
}

function ordinalOf({ simulation }: SiteState): number {
  return simulation?.ordinal ?? 1;
}
