/**
 * The flow of a command inside a workflow: an Update's validator decides, its handler applies the events and queues them for the
 * recorder, and answers once they are recorded. Acts, waits and continue-as-new of every journey go through here.
 */
import { ApplicationFailure, type UpdateDefinition } from '@temporalio/common';
import {
  allHandlersFinished, CancellationScope, condition, makeContinueAsNewFunc, setCurrentDetails, setHandler, workflowInfo, type Workflow,
} from '@temporalio/workflow';
import type { Refusal } from '../../domain/errors/codes.ts';
import type { ActMeta, JourneyEvent, JourneyModel, RecordedEvent } from '../../domain/journey/journey.ts';
import type { JourneyKind } from '../../domain/journey/kinds.ts';
import { consoleLine } from './console-page.ts';
import { rememberedCommands, type Act, type Recorded } from './messages.ts';
import { openRecorder } from './recorder.ts';

/** What a journey is started with: its opening command the first time, what it carries over after a continue-as-new. */
export type JourneyStart<S, C> =
  | { readonly journeyId: string; readonly opening: { readonly command: C; readonly meta: ActMeta } }
  | { readonly journeyId: string; readonly carried: Carried<S> };

export interface Carried<S> {
  readonly state: S;
  readonly lastNumber: number;
  /** Number answered, by command id, oldest first. */
  readonly answered: readonly (readonly [commandId: string, number: number])[];
}

export interface Deadline {
  readonly atMs: number;
  /** What the timer is, in the user's words; shown in the Temporal Web UI. */
  readonly summary: string;
}

export interface Journey<S, C> {
  readonly id: string;
  state(): S;
  /** An act of the journey itself. Its rules must allow it: a refusal is a bug and stalls the task. */
  act(command: C, channel?: 'system' | 'timer'): void;
  /** An act that the rules may refuse; then nothing happens. */
  attempt(command: C): void;
  /** Waits, and moves the journey to a fresh history while it waits when the engine suggests it. */
  until(predicate: (state: S) => boolean, deadline?: Deadline | null): Promise<'met' | 'deadline'>;
  /**
   * Runs a chore beside the story: what may be due in any step. It leaves the moving to a fresh history to the story, and what it had not
   * finished then is begun again there: it starts from the state, and calls the outside with keys.
   */
  beside(chore: (journey: Journey<S, C>) => Promise<void>): void;
  /** Everything recorded and every caller answered: the workflow may return. */
  settle(): Promise<void>;
}

export interface JourneyOptions<S, C, E extends JourneyEvent> {
  readonly kind: JourneyKind;
  readonly model: JourneyModel<S, C, E>;
  /** Current details, Markdown, for the Temporal Web UI; costs no event. */
  readonly describe: (state: S) => string;
  /** The command as this history knows it. Asked where it is carried out, and not where it is validated: `patched()` writes, which a validator may not. */
  readonly inItsDay?: (command: C, state: S, nowMs: number) => C;
  /** Told after each act, e.g. to move search attributes. */
  readonly onChange?: (state: S) => void;
}

/** Opens the journey: from its opening command, or from what the run before carried over. */
export function openJourney<S, C, E extends JourneyEvent>(start: JourneyStart<S, C>, options: JourneyOptions<S, C, E>): Journey<S, C> & { receive: Receive<C> } {
  const { model, kind } = options;
  const carried = 'carried' in start ? start.carried : { state: model.initial, lastNumber: 0, answered: [] };
  let { state, lastNumber } = carried;
  const answered = new Map(carried.answered);
  const recorder = openRecorder({ journeyId: start.journeyId, kind, recordedNumber: lastNumber });

  const page = consoleLine(workflowInfo().memo, kind, start.journeyId);
  const showDetails = (): void => { setCurrentDetails(options.describe(state) + page); };

  /** @throws {Error} made by `onRefusal`, when the rules say no. */
  function apply(command: C, meta: ActMeta, onRefusal: (refusal: Refusal) => Error): number {
    const nowMs = Date.now();
    const decision = model.decide(state, options.inItsDay?.(command, state, nowMs) ?? command, nowMs);
    if (!decision.accepted) throw onRefusal(decision.refusal);
    const events = decision.events.map((event): RecordedEvent => {
      state = model.evolve(state, event, nowMs);
      lastNumber += 1;
      return { number: lastNumber, event, atMs: nowMs, meta };
    });
    if (events.length > 0) {
      recorder.queue(events);
      showDetails();
      options.onChange?.(state);
    }
    return lastNumber;
  }

  function act(command: C, channel: 'system' | 'timer' = 'system'): void {
    apply(command, { actor: `system:${kind}`, channel, commandId: `${start.journeyId}#${lastNumber + 1}` }, bug);
  }

  function attempt(command: C): void {
    if (model.decide(state, command, Date.now()).accepted) act(command);
  }

  /** From here on what a chore does is done by the next history, which begins it again: it stops where it would act or wait, for nothing it does changes the state any more. */
  let isMoving = false;
  /** How a chore is stopped. */
  const moved = new Error('the journey moves to a fresh history');
  const rollOverDue = () => workflowInfo().continueAsNewSuggested;

  async function rollOver(): Promise<never> {
    // A chore may act between the settling and the awakening: nothing moves before that is recorded too.
    do await settle(); while (!recorder.idle());
    isMoving = true;
    const next: JourneyStart<S, C> = { journeyId: start.journeyId, carried: { state, lastNumber, answered: [...answered].slice(-rememberedCommands) } };
    return await makeContinueAsNewFunc<Workflow>()(next);
  }

  async function settle(): Promise<void> {
    await condition(() => recorder.idle() && allHandlersFinished());
  }

  const until = (isBeside: boolean) => async (predicate: (now: S) => boolean, deadline: Deadline | null = null): Promise<'met' | 'deadline'> => {
    for (;;) {
      if (isBeside && isMoving) throw moved;
      if (predicate(state)) return 'met';
      const woken = () => predicate(state) || (!isBeside && rollOverDue());
      if (deadline) {
        // Timers count from the end of the workflow task: armed beside a slow recorder call, one would fire late.
        await condition(() => recorder.idle() || woken());
        const leftMs = deadline.atMs - Date.now();
        const isWoken = woken() || (leftMs > 0 && (await condition(woken, leftMs, { summary: deadline.summary })));
        // One that has come is told before the journey moves: a fresh history would count it anew, again and again.
        if (!predicate(state) && (!isWoken || Date.now() >= deadline.atMs)) return 'deadline';
      } else {
        await condition(woken);
      }
      if (!isBeside && !predicate(state) && rollOverDue()) await rollOver();
    }
  };

  /** Decide and evolve come before the first await: acts that come together are decided one after the other. */
  const receive: Receive<C> = <Message extends Act>(definition: UpdateDefinition<Recorded, [Message]>, toCommand: (message: Message) => C) => {
    setHandler(
      definition,
      async (message): Promise<Recorded> => {
        const { commandId } = message.meta;
        let number = answered.get(commandId);
        if (number === undefined) {
          number = apply(toCommand(message), message.meta, refusalFailure);
          answered.set(commandId, number);
        }
        await recorder.recorded(number);
        return { number };
      },
      {
        validator: (message: Message) => {
          if (answered.has(message.meta.commandId)) return;
          const decision = model.decide(state, toCommand(message), Date.now());
          if (!decision.accepted) throw refusalFailure(decision.refusal);
        },
      },
    );
  };

  if ('opening' in start) answered.set(start.opening.meta.commandId, apply(start.opening.command, start.opening.meta, bug));
  else {
    showDetails();
    options.onChange?.(state);
  }
  const story: Journey<S, C> = { id: start.journeyId, state: () => state, act, attempt, until: until(false), beside, settle };

  // A chore has no way to fail: its calls outside become stuck calls, and anything else is a bug that stalls the task like the story's own.
  function beside(chore: (journey: Journey<S, C>) => Promise<void>): void {
    const actUnlessMoving: Journey<S, C>['act'] = (...args) => {
      if (isMoving) throw moved;
      act(...args);
    };
    void CancellationScope.nonCancellable(() => chore({ ...story, act: actUnlessMoving, until: until(true) })).catch((failure: unknown) => {
      if (failure !== moved) throw failure;
    });
  }

  return { ...story, receive };
}

/** Runs a story so that a cancellation asked of the engine itself (Web UI, CLI) ends nothing: it is told, and becomes an act like any other. */
export async function shelter<T>(story: () => Promise<T>, onCancelRequested: () => void): Promise<T> {
  CancellationScope.current().cancelRequested.catch(onCancelRequested);
  return await CancellationScope.nonCancellable(story);
}

/** Binds an Update to the command it stands for. */
export type Receive<C> = <Message extends Act>(definition: UpdateDefinition<Recorded, [Message]>, toCommand: (message: Message) => C) => void;

/** A plain error stalls the workflow task, alerts, and goes on by itself once the code is mended; a Temporal failure would end the journey. */
function bug(refusal: Refusal): Error {
  return new Error(`the journey's own act was refused: ${refusal.code} ${JSON.stringify(refusal.parameters)}`);
}

function refusalFailure(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.create({ type: refusal.code, message: refusal.code, nonRetryable: true, details: [refusal] });
}
