/** A termination as the parts of its story handle it: where it stands, whom it calls. */
import { proxyActivities, type ActivityInterfaceFor } from '@temporalio/workflow';
import type { JarvisActivities, OblActivities, RefTechActivities } from '../../activities/deployment.ts';
import type { Letter, TerminationBillingActivities, TerminationNoticeActivities } from '../../activities/termination/terminations.ts';
import { dateAt } from '../../domain/clock/frozenDays.ts';
import type { IssuedDocument } from '../../domain/documents/issued.ts';
import type { TerminationPhase } from '../../domain/termination/steps.ts';
import { openingOf, terminationCalls, type TerminationCall, type TerminationCommand, type TerminationState } from '../../domain/termination/termination.ts';
import { callOutside, type OutsideAnswer } from '../journey/call-outside.ts';
import type { Journey } from '../journey/journey.ts';
import { taskQueues } from '../journey/messages.ts';
import { outsideOptions } from '../journey/outside.ts';

export type Termination = Journey<TerminationState, TerminationCommand>;

export interface Outside {
  billing(summary: string): ActivityInterfaceFor<TerminationBillingActivities>;
  jarvis(summary: string): ActivityInterfaceFor<JarvisActivities>;
  obl(summary: string): ActivityInterfaceFor<OblActivities>;
  refTech(summary: string): ActivityInterfaceFor<RefTechActivities>;
  notices(summary: string): ActivityInterfaceFor<TerminationNoticeActivities>;
}

export function is(termination: Termination, phase: TerminationPhase): boolean {
  return termination.state().phase === phase;
}

/** Today in the operator's zone, ISO. */
export function today(termination: Termination): string {
  const date = dateAt(openingOf(termination.state()).policy.days, Date.now());
  return date.outcome === 'at' ? date.value : new Date(Date.now()).toISOString().slice(0, 10);
}

/** What became of a letter: sent, to be posted by a person, or passed over. */
export function letterOf(sent: OutsideAnswer<Letter>): { readonly document: IssuedDocument | null; readonly isByPost?: true } {
  if (sent.how !== 'went-through') return { document: null };
  const { isByPost, ...document } = sent.answer;
  return { document, ...(isByPost ? { isByPost } : {}) };
}

/** Calls an outside system as long as the termination is in this step. */
export function call<T>(termination: Termination, name: TerminationCall, wanted: TerminationPhase, run: (outside: Outside) => Promise<T>): Promise<OutsideAnswer<T>> {
  const { outsideCalls } = openingOf(termination.state()).policy;
  const options = outsideOptions(outsideCalls);
  const outside: Outside = {
    billing: (summary) => proxyActivities<TerminationBillingActivities>({ ...options, taskQueue: taskQueues.billing, summary }),
    jarvis: (summary) => proxyActivities<JarvisActivities>({ ...options, taskQueue: taskQueues.jarvis, summary }),
    obl: (summary) => proxyActivities<OblActivities>({ ...options, taskQueue: taskQueues.obl, summary }),
    refTech: (summary) => proxyActivities<RefTechActivities>({ ...options, taskQueue: taskQueues.refTech, summary }),
    notices: (summary) => proxyActivities<TerminationNoticeActivities>({ ...options, taskQueue: taskQueues.mail, summary }),
  };
  return callOutside<TerminationState, TerminationCall, T>(termination, {
    name, system: terminationCalls[name], againEveryMs: outsideCalls.againEveryMs, run: () => run(outside), wanted: ({ phase }) => phase === wanted,
  });
}
