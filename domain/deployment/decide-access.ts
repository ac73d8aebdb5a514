/** Which OBL gets a site's order, and what follows when one refuses or is left (D-08, D-09, D-11, D-23). */
import { refuse, type Refusal } from '../errors/codes.ts';
import { taskChange, withdrawAll, type TaskChanged, type TaskOpened } from '../journey/task.ts';
import { refusalChoices, visitChoices, type OblRefusal, type VisitBlock } from './access.ts';
import { pointPassed } from './cancellation.ts';
import { planAgain } from './decide-slot.ts';
import { dueAtMs } from './policy.ts';
import { serviceKey, type SiteEvent, type SiteOpening, type SiteState } from './site.ts';
import { isOpen, openingOf, taskOf } from './site-steps.ts';
import type { RefusalDecision, TaskInputs } from './steps.schema.ts';
import { steps, type TaskStep } from './steps.ts';

/** D-08: the one eligible OBL, or the policy's where no evidence was given, is chosen by itself; of several a coordinator chooses. */
export function opened(state: SiteState, opening: SiteOpening): SiteEvent[] {
  const { eligible, policy } = opening;
  const begun: SiteEvent = { type: 'siteOpened', opening };
  const [first, ...others] = eligible;
  if (first === undefined) return [begun, { type: 'oblChosen', obl: policy.obls.default, by: 'default' }];
  if (others.length === 0) return [begun, { type: 'oblChosen', obl: first, by: 'eligibility' }];
  return [begun, taskOf({ ...state, opening }, 'obl-choice', { eligible: eligible.join(', ') })];
}

/** A refusal takes the place of what was asked of persons for the order; it opens a task, with the choices that the policy leaves (D-09). */
export function refusedByObl(state: SiteState, orderKey: string, { reason, detail }: OblRefusal): SiteEvent[] {
  return [
    ...withdrawAll(state.tasks, 'access-order-refused', ({ step }) => step in steps || step === 'visit-unfavourable' || step === 'works-quote'),
    { type: 'accessOrderRefused', orderKey, reason, detail },
    refusalTask({ ...state, refusal: { reason, detail }, works: null }),
  ];
}

function refusalTask(state: SiteState): TaskOpened<TaskStep> {
  const { refusal, order } = state;
  const others = otherObls(state);
  const choices = refusal ? refusalChoices(openingOf(state).policy, refusal, { isQuoteDeclined: state.works?.verdict === 'declined', hasOtherObl: others.length > 0 }) : [];
  return taskOf(state, 'access-order-refused', {
    orderKey: order?.orderKey ?? null, obl: order?.obl ?? null, reason: refusal?.reason ?? null, detail: refusal?.detail ?? null, choices: choices.join(', '), otherObls: others.join(', '),
  });
}

/** D-11: the visit found no way, or only one through works. */
export function visitTask(state: SiteState, block: VisitBlock): TaskOpened<TaskStep> {
  const others = otherObls(state);
  const choices = visitChoices(block, { isQuoteDeclined: state.works?.verdict === 'declined', hasOtherObl: others.length > 0, canLeave: state.report === null && pointPassed(state) === null, canAbandon: pointPassed(state) === null });
  return taskOf(state, 'visit-unfavourable', { outcome: block, obl: state.order?.obl ?? null, choices: choices.join(', '), otherObls: others.join(', ') });
}

/** What another target date or policy makes of the open tasks: when they are due (D-20, D-25), and what may be chosen (D-09, D-11). */
export function tasksUnder(opening: SiteOpening, before: SiteState): TaskChanged[] {
  const state = { ...before, opening };
  return Object.values(state.tasks.open).flatMap((task) => {
    if (task.step === 'access-order-refused') return taskChange(task, refusalTask(state).task);
    if (task.step === 'visit-unfavourable' && state.block) return taskChange(task, visitTask(state, state.block).task);
    return taskChange(task, { context: task.context, dueAtMs: dueAtMs(opening, task.step) });
  });
}

/** D-08: those that the site's evidence names, where it has any; else the policy's. Before edition 1 the policy's whatever it says. */
function otherObls(state: SiteState): string[] {
  const { eligible, policy, edition } = openingOf(state);
  const open = edition === undefined || eligible.length === 0 ? Object.keys(policy.obls.obls) : eligible;
  return open.filter((obl) => obl !== state.order?.obl);
}

/** D-08, D-09, D-11: only what the task offers can be chosen. @returns null where the choice is open */
export function choiceFault(context: Readonly<Record<string, string | number | null>>, step: TaskStep, given: TaskInputs[TaskStep]): Refusal | null {
  const listed = (name: string): string[] => String(context[name] ?? '').split(', ');
  if (step === 'obl-choice') return offered((given as TaskInputs['obl-choice']).obl, listed('eligible'));
  if (step !== 'access-order-refused' && step !== 'visit-unfavourable') return null;
  const decision = given as TaskInputs['access-order-refused'] | TaskInputs['visit-unfavourable'];
  const choices = listed('choices');
  if (!choices.includes(decision.choice)) return refuse('D-09.choice-not-open', { choice: decision.choice, choices: choices.join(', ') }, '/choice');
  return decision.choice === 'other-obl' ? offered(decision.obl, listed('otherObls')) : null;
}

function offered(obl: string, obls: readonly string[]): Refusal | null {
  return obls.includes(obl) ? null : refuse('D-08.obl-not-offered', { obl, obls: obls.join(', ') }, '/obl');
}

/** D-09: what was decided on a refusal. */
export function refusalDecided(state: SiteState, decision: RefusalDecision): SiteEvent[] {
  switch (decision.choice) {
    case 'correct-and-reorder': {
      const { changeId, comment } = decision;
      const corrected: SiteEvent[] = changeId === undefined ? [] : [{ type: 'addressChanged', site: openingOf(state).site, changeId, reason: comment }];
      return [orderedAgain(state, state.order?.obl ?? '', state.order?.worksQuoteReference ?? null), ...corrected];
    }
    case 'other-obl': return [orderedAgain(state, decision.obl, null)];
    case 'quote-then-reorder': return quoted(state, decision);
    case 'abandon': return askAbandon(state, decision.comment);
  }
}

/** D-11: what was decided on a visit that found no way. */
export function visitDecided(state: SiteState, decision: TaskInputs['visit-unfavourable']): SiteEvent[] {
  switch (decision.choice) {
    case 'quote': return quoted(state, decision);
    case 'other-obl': return [{ type: 'accessOrderGivenUp', orderKey: state.order?.orderKey ?? '', obl: decision.obl }];
    case 'new-visit': return planAgain(state, { why: 'new-visit', reason: decision.comment });
    case 'abandon': return askAbandon(state, decision.comment);
  }
}

/** Another order, under the key of the next attempt (D-08). */
export function orderedAgain({ order }: SiteState, obl: string, worksQuoteReference: string | null): SiteEvent {
  return { type: 'accessOrderCorrected', attempt: (order?.attempt ?? 0) + 1, obl, worksQuoteReference };
}

function quoted(state: SiteState, { amountCents, description }: { readonly amountCents: number; readonly description: string }): SiteEvent[] {
  const ordinal = (state.tasks.occurrences['works-quote'] ?? 0) + 1;
  return [
    { type: 'worksQuoted', ordinal, reference: `${serviceKey(openingOf(state))}.works.${ordinal}`, amountCents, description },
    taskOf(state, 'works-quote', { amountCents, description }),
  ];
}

/** D-09, D-11: agreed, the works are ordered with the line, or another visit is planned; declined, the other choices remain. */
export function quoteAnswered(state: SiteState, { agreed }: TaskInputs['works-quote']): SiteEvent[] {
  const { works, order, block } = state;
  if (agreed) return block ? planAgain(state, { why: 'works-agreed', reason: null }) : [orderedAgain(state, order?.obl ?? '', works?.reference ?? null)];
  const declined: SiteState = { ...state, works: works && { ...works, verdict: 'declined' } };
  return [block ? visitTask(declined, block) : refusalTask(declined)];
}

/** D-23: abandoning a site is a production manager's to approve; it is asked of him once at a time. */
export function askAbandon(state: SiteState, reason: string): SiteEvent[] {
  if (isOpen(state, 'abandon-approval')) return [];
  return [{ type: 'abandonmentRequested', reason }, taskOf(state, 'abandon-approval', { reason })];
}

/** The site goes on: what waited for the abandonment is asked again. */
export function abandonDeclined(state: SiteState, comment: string): SiteEvent[] {
  const declined: SiteEvent = { type: 'abandonmentDeclined', comment };
  if (isOpen(state, 'works-quote')) return [declined];
  if (state.phase === 'order-refused' && !isOpen(state, 'access-order-refused')) return [declined, refusalTask(state)];
  if (state.phase === 'visit-blocked' && state.block && !isOpen(state, 'visit-unfavourable')) return [declined, visitTask(state, state.block)];
  return [declined];
}
