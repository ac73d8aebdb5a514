/** The watch over a schedule (D-21), beside the story of a deployment or of a site: it wakes when a latest date comes near or has passed, and people are told once. */
import type { InternalFacts } from '../../activities/notices/internal.ts';
import { nextThresholdAtMs, type Watched } from '../../domain/deployment/decide-jeopardy.ts';
import { untold, type Jeopardy, type JeopardyCommand } from '../../domain/deployment/jeopardy.ts';
import { milestoneLabel } from '../../domain/deployment/milestones.ts';
import type { Plan } from '../../domain/deployment/progress.ts';
import type { StuckCalls } from '../../domain/journey/stuck-call.ts';
import { callOutside, type CallCommand } from '../journey/call-outside.ts';
import type { Journey } from '../journey/journey.ts';
import { causeText } from './details.ts';
import { outsideOf } from './outside.ts';

type WatchedState = Watched & { readonly stuck: StuckCalls<'send-jeopardy'> };
type WatchedJourney<S> = Pick<Journey<S, JeopardyCommand | CallCommand<'send-jeopardy'>>, 'state' | 'act' | 'until'>;
type Raised = NonNullable<ReturnType<typeof untold>>;

export interface WatchOf<S> {
  readonly deploymentId: string;
  /** Null for the deployment itself. */
  readonly site: string | null;
  readonly planOf: (state: S) => Plan | null;
}

/** Raises what comes near or has passed. */
export async function watchSchedule<S extends WatchedState>(journey: WatchedJourney<S>, { planOf }: WatchOf<S>): Promise<void> {
  const dueAtMs = (state: S): number | null => nextThresholdAtMs(state, planOf(state));
  while (journey.state().endedAtMs === null) {
    const atMs = dueAtMs(journey.state());
    if (atMs !== null && atMs <= Date.now()) {
      journey.act({ type: 'checkSchedule' }, 'timer');
    } else {
      // A date that moved away leaves the timer as it is: it costs more to arm anew than to wake for nothing.
      const isEarlier = (next: number | null) => next !== null && (atMs === null || next < atMs);
      await journey.until((state) => state.endedAtMs !== null || isEarlier(dueAtMs(state)), atMs === null ? null : { atMs, summary: 'Échéance du planning' });
    }
  }
}

/** Tells the people of what was raised, one after the other: a mail that is stuck keeps no date from being watched. */
export async function tellJeopardies<S extends WatchedState>(journey: WatchedJourney<S>, of: WatchOf<S>): Promise<void> {
  for (;;) {
    await journey.until((state) => state.endedAtMs !== null || untold(state.jeopardies) !== null);
    const raised = untold(journey.state().jeopardies);
    if (!raised || journey.state().endedAtMs !== null) return;
    await tell(journey, of, raised);
  }
}

/** Each of its people by a notice of his own; a person may pass over a mail that does not go out. */
async function tell<S extends WatchedState>(journey: WatchedJourney<S>, { deploymentId, site, planOf }: WatchOf<S>, raised: Raised): Promise<void> {
  const { ordinal, to } = raised;
  for (const profile of to) {
    const policy = planOf(journey.state())?.policy;
    if (!policy) return;
    const told = await callOutside<S, 'send-jeopardy', void>(journey, {
      name: 'send-jeopardy', system: 'mail', againEveryMs: policy.outsideCalls.againEveryMs,
      run: () => outsideOf(policy).notices(`Alerte planning n° ${ordinal}`).sendInternal({
        deploymentId, site, key: `jeopardy.${ordinal}`, to: profile, subjectKind: `jeopardy-${raised.threshold}`, facts: factsOf(raised),
      }),
      wanted: (state) => untold(state.jeopardies)?.ordinal === ordinal,
    });
    if (told.how === 'overtaken') return;
  }
  journey.act({ type: 'jeopardyTold', ordinal });
}

function factsOf({ milestone, latestOn, expectedOn, cause }: Jeopardy & { readonly milestone: string }): InternalFacts {
  return { milestone: milestoneLabel(milestone), latestOn, expectedOn, ...(cause ? { cause: causeText(cause) } : {}) };
}
