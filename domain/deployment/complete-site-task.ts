/** What completing each task of a site makes happen (D-09 to D-19, D-31); a step that still asks something of the outside is not done yet. */
import { refuse, type Refusal } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { verdictGiven } from '../journey/stuck-call.ts';
import { evolveTasks, withdrawAll } from '../journey/task.ts';
import { abandonFault, cancelSite } from './cancellation.ts';
import { abandonDeclined, choiceFault, quoteAnswered, refusalDecided, visitDecided } from './decide-access.ts';
import { billingSettled, controlled, corrected, overrideRefusal, startRefusal, validated } from './decide-billing.ts';
import { slotFault, slotPlanned } from './decide-slot.ts';
import { visitReported } from './decide-visit.ts';
import type { SiteEvent, SiteState, SiteTask } from './site.ts';
import { done } from './site-steps.ts';
import type { RefusalDecision, TaskInputs } from './steps.schema.ts';
import type { TaskStep } from './steps.ts';

export function completeSiteTask(state: SiteState, taskId: string, given: TaskInputs[TaskStep], nowMs: number): Decision<SiteEvent> {
  const task = state.tasks.open[taskId];
  if (!task) return reject(refuse('task-closed', { taskId }));
  const { step } = task;
  const fault = faultOf(state, task, given, nowMs);
  return fault ? reject(fault) : accept<SiteEvent>({ type: 'taskCompleted', taskId, step, input: given }, ...consequences(state, taskId, step, given));
}

/** Why the task can't be completed so; null where it can. */
function faultOf(state: SiteState, { step, context }: SiteTask, given: TaskInputs[TaskStep], nowMs: number): Refusal | null {
  switch (step) {
    case 'intervention-planning':
      return slotFault(given as TaskInputs['intervention-planning'], nowMs);
    case 'obl-choice':
      return choiceFault(context, step, given);
    case 'access-order-refused':
    case 'visit-unfavourable': {
      const isAbandoned = (given as TaskInputs['access-order-refused'] | TaskInputs['visit-unfavourable']).choice === 'abandon';
      return choiceFault(context, step, given) ?? (isAbandoned ? abandonFault(state) : null);
    }
    // D-23: a point of no return may have passed since it was asked for; declined, the site's own tasks go on.
    case 'abandon-approval':
      return (given as TaskInputs['abandon-approval']).approved ? abandonFault(state) : null;
    case 'invoice-correction':
      return overrideRefusal(state, given as TaskInputs['invoice-correction']);
    case 'billing-not-started':
      return startRefusal({ context }, given as TaskInputs['billing-not-started']);
    default:
      return null;
  }
}

function consequences(state: SiteState, taskId: string, step: TaskStep, given: TaskInputs[TaskStep]): readonly SiteEvent[] {
  switch (step) {
    case 'obl-choice':
      return [{ type: 'oblChosen', obl: (given as TaskInputs['obl-choice']).obl, by: 'coordinator' }];
    case 'intervention-planning': {
      const { startsAt, endsAt, comment } = given as TaskInputs['intervention-planning'];
      return slotPlanned(state, { startsAt, endsAt }, comment);
    }
    case 'technical-visit':
      // The slot was kept: the customer's wish for another is over.
      return [visitReported(state, given as TaskInputs['technical-visit']), ...withdrawAll(state.tasks, 'visited', ({ step: other }) => other === 'intervention-planning')];
    case 'visit-unfavourable':
      return visitDecided(state, given as TaskInputs['visit-unfavourable']);
    case 'works-quote':
      return quoteAnswered(state, given as TaskInputs['works-quote']);
    case 'supplementary-collection':
      return done(state, step);
    case 'configuration': {
      const { configurationReference } = given as TaskInputs['configuration'];
      return [{ type: 'equipmentConfigured', configurationReference }, ...done({ ...state, configurationReference }, step)];
    }
    case 'dispatch':
      return [{ type: 'equipmentDispatched', depot: (given as TaskInputs['dispatch']).depot }];
    case 'installation': {
      const { installedOn, serialNumbers } = given as TaskInputs['installation'];
      return [{ type: 'equipmentInstalled', installedOn, serialNumbers }, ...done({ ...state, installedOn }, step)];
    }
    case 'activation':
      return [{ type: 'siteActivated', activatedOn: (given as TaskInputs['activation']).activatedOn, isOldLineMigrated: isMigrated(state, given as TaskInputs['activation']) }];
    // D-14: the customer does not stay on two lines.
    case 'line-migration':
      return [{ type: 'oldLineMigrated', migratedOn: (given as TaskInputs['line-migration']).migratedOn }, ...done(state, 'activation')];
    case 'delivery-reservations': {
      const { choice, liftedOn = null } = given as TaskInputs['delivery-reservations'];
      const next = state.phase === 'delivery-report' ? done({ ...state, reservations: { choice, liftedOn } }, 'delivery-report') : [];
      return [{ type: 'deliveryReservationsSettled', choice, liftedOn }, ...next];
    }
    case 'invoice-simulation':
      return controlled(state, given as TaskInputs['invoice-simulation']);
    case 'invoice-correction':
      return corrected(state, given as TaskInputs['invoice-correction']);
    case 'invoice-validation':
      return validated(state, given as TaskInputs['invoice-validation']);
    case 'service-not-registered': {
      const registered = given as TaskInputs['service-not-registered'];
      return registered.choice === 'registered' ? [{ type: 'serviceRegistered', rds: registered.rds }] : [];
    }
    case 'billing-not-started':
      return billingSettled(state, given as TaskInputs['billing-not-started']);
    case 'handover':
      return done(state, step);
    case 'stuck-call':
      return verdictGiven(state, taskId, given as TaskInputs['stuck-call']);
    case 'access-order-refused':
      return refusalDecided(state, given as RefusalDecision);
    case 'abandon-approval': {
      const { approved, comment } = given as TaskInputs['abandon-approval'];
      return approved ? cancelled(without(state, taskId), comment) : abandonDeclined(state, comment);
    }
    // Undone by hand, nothing follows.
    case 'undo-by-hand':
      return [];
    // Tasks of the deployment: none is ever open here.
    case 'techno-commercial-approval':
    case 'financial-approval':
    case 'sales-collection':
    case 'assignment':
    case 'technical-validation':
    case 'internal-launch':
    case 'welcome-call':
    case 'customer-launch':
    case 'technical-collection':
    case 'approval-refused':
    case 'missing-documents':
    case 'collection-correction':
      return [];
  }
}

/** Migrated once, it stays so while the activation is troubleshot; in histories of before it was said with the activation. */
function isMigrated(state: SiteState, { oldLineMigrated }: TaskInputs['activation'] & { readonly oldLineMigrated?: boolean }): boolean {
  return state.isOldLineMigrated || oldLineMigrated === true;
}

function cancelled(state: SiteState, reason: string): readonly SiteEvent[] {
  const decision = cancelSite(state, reason);
  return decision.accepted ? decision.events : [];
}

/** As if the task that is being completed were closed already. */
function without(state: SiteState, taskId: string): SiteState {
  return { ...state, tasks: evolveTasks(state.tasks, { type: 'taskWithdrawn', taskId, reason: '' }) };
}
