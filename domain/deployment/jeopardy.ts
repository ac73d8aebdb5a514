/** What a journey keeps of its milestones at risk (D-21). */
import type { Profile } from '../people/profiles.ts';
import type { Cause } from './schedule.ts';

export type Threshold = 'approaching' | 'passed';

/** A milestone at risk. */
export interface Jeopardy {
  /** Counts over the journey: the key of its notices. */
  readonly ordinal: number;
  readonly threshold: Threshold;
  readonly latestOn: string;
  /** As expected when it was raised; ISO date, as the latest one. */
  readonly expectedOn: string;
  readonly cause: Cause | null;
  readonly to: readonly Profile[];
  readonly isTold: boolean;
}

export interface Jeopardies {
  /** How many were raised so far. */
  readonly raised: number;
  /** By milestone. */
  readonly open: Readonly<Record<string, Jeopardy>>;
}

export const noJeopardies: Jeopardies = { raised: 0, open: {} };

export type JeopardyEvent =
  | ({ readonly type: 'jeopardyRaised'; readonly milestone: string } & Omit<Jeopardy, 'isTold'>)
  | { readonly type: 'jeopardyTold'; readonly ordinal: number }
  | { readonly type: 'jeopardyCleared'; readonly milestone: string; readonly reason: 'done' | 'replanned' | 'ended' };

export type JeopardyCommand =
  /** The schedule is looked at: what has come near or has passed is raised. */
  | { readonly type: 'checkSchedule' }
  /** The notices of a jeopardy went out, or a person passed over them. */
  | { readonly type: 'jeopardyTold'; readonly ordinal: number };

export function evolveJeopardies(jeopardies: Jeopardies, event: JeopardyEvent): Jeopardies {
  const { raised, open } = jeopardies;
  switch (event.type) {
    case 'jeopardyRaised': {
      const { milestone, ordinal, threshold, latestOn, expectedOn, cause, to } = event;
      return { raised: ordinal, open: { ...open, [milestone]: { ordinal, threshold, latestOn, expectedOn, cause, to, isTold: false } } };
    }
    case 'jeopardyTold':
      return { raised, open: Object.fromEntries(Object.entries(open).map(([milestone, jeopardy]) => [milestone, jeopardy.ordinal === event.ordinal ? { ...jeopardy, isTold: true } : jeopardy])) };
    case 'jeopardyCleared':
      return { raised, open: Object.fromEntries(Object.entries(open).filter(([milestone]) => milestone !== event.milestone)) };
  }
}

/** The first whose people are not told yet. */
export function untold({ open }: Jeopardies): (Jeopardy & { readonly milestone: string }) | null {
  const waiting = Object.entries(open).filter(([, { isTold }]) => !isTold).map(([milestone, jeopardy]) => ({ milestone, ...jeopardy }));
  return waiting.toSorted((one, other) => one.ordinal - other.ordinal)[0] ?? null;
}

/** Whether a milestone of a journey is at risk (D-21), or a site's delivery for its equipment (D-12). */
export function isAtRisk({ jeopardies, risk = null }: { readonly jeopardies: Jeopardies; readonly risk?: object | null }): boolean {
  return risk !== null || Object.keys(jeopardies.open).length > 0;
}
