/** What every journey (deployment, site delivery, later ticket, termination…) is made of: pure decisions over recorded events. */
import type { Refusal } from '../errors/codes.ts';

/** How a command came in (C-04). */
export type Channel = 'api' | 'console' | 'cli' | 'callback' | 'link' | 'timer' | 'system';

/** Who acts, through what, and under which command id (the idempotency key of the act). */
export interface ActMeta {
  /** The subject of a person's token, or `system:<name>`. A key, never a name or an address. */
  readonly actor: string;
  readonly channel: Channel;
  readonly commandId: string;
  readonly requestId?: string;
}

/** Anything that happened, by type; the payload carries keys and business facts only. */
export interface JourneyEvent {
  readonly type: string;
}

/** An event as it is recorded: numbered from 1 within its journey, at an instant in epoch milliseconds of the workflow's clock. */
export interface RecordedEvent<E extends JourneyEvent = JourneyEvent> {
  readonly number: number;
  readonly event: E;
  readonly atMs: number;
  readonly meta: ActMeta;
}

export type Decision<E> = { readonly accepted: true; readonly events: readonly E[] } | { readonly accepted: false; readonly refusal: Refusal };

/** The rules of one kind of journey, as pure functions. */
export interface JourneyModel<S, C, E extends JourneyEvent> {
  readonly initial: S;
  /** The one place where a rule says yes or no. `nowMs` is epoch milliseconds. */
  readonly decide: (state: S, command: C, nowMs: number) => Decision<E>;
  /** Applies what happened; never refuses. `atMs` is the event's own instant. */
  readonly evolve: (state: S, event: E, atMs: number) => S;
}

export function accept<E>(...events: readonly E[]): Decision<E> {
  return { accepted: true, events };
}

export function reject<E>(refusal: Refusal): Decision<E> {
  return { accepted: false, refusal };
}

/** An event between the states that it leads from and to. */
export interface Transition<S, R> {
  readonly before: S;
  readonly recorded: R;
  readonly after: S;
}

/** What the given events make of a journey, one after the other: for whoever asks what each of them changed. */
export function transitions<S, C, E extends JourneyEvent, R extends { readonly event: E; readonly atMs: number }>(model: JourneyModel<S, C, E>, events: readonly R[], from: S = model.initial): Transition<S, R>[] {
  let before = from;
  return events.map((recorded) => {
    const after = model.evolve(before, recorded.event, recorded.atMs);
    const transition = { before, recorded, after };
    before = after;
    return transition;
  });
}

/** The state after the given events, in order: how a read model, a rebuild and a test see a journey. */
export function fold<S, C, E extends JourneyEvent>(model: JourneyModel<S, C, E>, events: readonly { readonly event: E; readonly atMs: number }[], from: S = model.initial): S {
  return events.reduce((state, { event, atMs }) => model.evolve(state, event, atMs), from);
}

interface Timed {
  readonly phase: string;
  /** Since when it is in its phase, epoch milliseconds; null before anything happened. */
  readonly phaseSinceMs: number | null;
}

/** Keeps since when a journey is in its phase: how long each step takes is counted from it (C-06). */
export function timed<S extends Timed, E>(evolve: (state: S, event: E, atMs: number) => S): (state: S, event: E, atMs: number) => S {
  return (state, event, atMs) => {
    const next = evolve(state, event, atMs);
    return next.phase === state.phase ? next : { ...next, phaseSinceMs: atMs };
  };
}
