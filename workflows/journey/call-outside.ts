/** Calls to outside systems: some minutes of retries by the engine, then a stuck-call task with retry and skip; never the end of a journey (D-24). */
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { CancellationScope, condition, isCancellation } from '@temporalio/workflow';
import type { CallEnd, CallFailure, StuckCalls } from '../../domain/journey/stuck-call.ts';
import type { Journey } from './journey.ts';

/** The commands by which a journey notes what becomes of its calls. */
export type CallCommand<Call extends string> =
  | { readonly type: 'callFailed'; readonly call: Call; readonly failure: CallFailure }
  | { readonly type: 'callEnded'; readonly call: Call; readonly how: CallEnd };

export interface OutsideCall<S, Call extends string, T> {
  readonly name: Call;
  readonly system: string;
  readonly run: () => Promise<T>;
  /** Milliseconds after which the engine tries again by itself once the call is stuck. */
  readonly againEveryMs: number;
  /** False once the journey no longer needs the answer, e.g. because a callback brought it. */
  readonly wanted: (state: S) => boolean;
}

export type OutsideAnswer<T> = { readonly how: 'went-through'; readonly answer: T } | { readonly how: 'skipped' } | { readonly how: 'overtaken' };

/** Makes one outside call. The activity carries the idempotency key: the call may be made again after a crash, a retry or a continue-as-new. */
export async function callOutside<S extends { readonly stuck: StuckCalls<Call> }, Call extends string, T>(
  journey: Pick<Journey<S, CallCommand<Call>>, 'state' | 'act' | 'until'>, call: OutsideCall<S, Call, T>,
): Promise<OutsideAnswer<T>> {
  const end = <Answer extends OutsideAnswer<T>>(answer: Answer): Answer => {
    journey.act({ type: 'callEnded', call: call.name, how: answer.how });
    return answer;
  };
  const verdict = (state: S) => state.stuck[call.name]?.verdict ?? null;
  for (;;) {
    // A person may skip the call while the engine is trying again by itself.
    const round = await whileWanted(call.run, () => call.wanted(journey.state()) && verdict(journey.state()) !== 'skip');
    if (round.how === 'went-through') return end({ how: 'went-through', answer: round.answer });
    if (!call.wanted(journey.state())) return end({ how: 'overtaken' });
    if (verdict(journey.state()) === 'skip') return end({ how: 'skipped' });
    if (round.how === 'overtaken') return end({ how: 'overtaken' });
    const failure: CallFailure = { ...classify(round.failure), system: call.system, nextTryAtMs: Date.now() + call.againEveryMs };
    journey.act({ type: 'callFailed', call: call.name, failure });
    await journey.until(
      (state) => !call.wanted(state) || verdict(state) !== null,
      { atMs: failure.nextTryAtMs, summary: `Nouvel essai ${call.system}` },
    );
    if (!call.wanted(journey.state())) return end({ how: 'overtaken' });
    if (verdict(journey.state()) === 'skip') return end({ how: 'skipped' });
  }
}

type Round<T> = { how: 'went-through'; answer: T } | { how: 'overtaken' } | { how: 'failed'; failure: ActivityFailure };

/** Runs the activity until it ends or nobody needs it any more; then its retries are called off. */
async function whileWanted<T>(run: () => Promise<T>, wanted: () => boolean): Promise<Round<T>> {
  if (!wanted()) return { how: 'overtaken' };
  const scope = new CancellationScope();
  let round: Round<T> | undefined;
  const running = scope.run(run).then(
    (answer) => { round = { how: 'went-through', answer }; },
    (failure: unknown) => {
      if (isCancellation(failure)) round = { how: 'overtaken' };
      else if (failure instanceof ActivityFailure) round = { how: 'failed', failure };
      else throw failure;
    },
  );
  await Promise.race([running, condition(() => round !== undefined || !wanted())]);
  if (round) return round;
  scope.cancel();
  await running;
  // An attempt under way is waited for: what it did, it did.
  return settled(round);
}

function settled<T>(round: Round<T> | undefined): Round<T> {
  return round?.how === 'went-through' ? round : { how: 'overtaken' };
}

function classify(failure: ActivityFailure): { code: string; message: string } {
  const { cause } = failure;
  if (cause instanceof ApplicationFailure) return { code: cause.type ?? 'outside.unavailable', message: cause.message };
  return { code: 'outside.unavailable', message: cause?.message ?? failure.message };
}
