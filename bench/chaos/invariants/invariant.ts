/** What must hold after a run, whatever went wrong in it: each a pure function of the books, so that a test can plant a violation for it. */
import type { Fact } from '../../../test/support/outside-facts.ts';

export interface Finding {
  /** How many things it has looked at: none looked at is nothing proven. */
  readonly looked: number;
  /** One sentence each. */
  readonly violations: readonly string[];
}

export interface Invariant {
  readonly name: string;
  readonly promise: string;
  readonly check: (books: Books) => Finding;
}

/** What somebody was told of one command; status 0: nobody ever told him. */
export interface ToldCommand {
  readonly path: string;
  readonly key: string;
  readonly status: number;
}

/** What the database says of a key (db/idempotency). */
export interface KeyRow {
  readonly key: string;
  readonly commandId: string;
  readonly status: number | null;
  readonly allocatedId: string | null;
}

/** What one command left in the record of one journey. */
export interface RecordedCommand {
  readonly commandId: string;
  readonly journeyId: string;
  readonly channel: string;
  readonly events: number;
  /** From its first number to its last one. */
  readonly span: number;
}

export interface SiteRow {
  readonly deploymentId: string;
  readonly site: string;
  readonly phase: string;
  readonly orderKey: string | null;
  readonly oblReference: string | null;
  readonly rds: string | null;
  readonly subscriptionReference: string | null;
}

/** An event that a journey gave to its recorder, or that is on record, as one line. */
export interface Numbered {
  readonly number: number;
  readonly line: string;
}

/** One journey in the books, each event by its number. */
export interface JourneyBooks {
  readonly id: string;
  /** What the engine's histories hold. */
  readonly given: readonly Numbered[];
  readonly recorded: readonly Numbered[];
  readonly timeline: readonly number[];
  readonly outbox: readonly number[];
  /** Whether its row holds what the events fold to. */
  readonly isFolded: boolean;
}

/** The thresholds of one clock of a ticket. */
export interface ClockBook {
  readonly ticket: string;
  readonly clock: string;
  readonly passed: readonly { readonly ratio: number; readonly isLate: boolean; readonly lateMs: number }[];
  /** All that its policy asks for, up to beyond the last that passed. */
  readonly ratios: readonly number[];
  /** One that was due before the clock ended, and is not on record. */
  readonly missing: number | null;
}

export type OutsideSystem = 'obl' | 'jarvis' | 'ref-tech' | 'billing' | 'mail' | 'sms';

export interface Books {
  readonly told: readonly ToldCommand[];
  readonly keys: readonly KeyRow[];
  readonly commands: readonly RecordedCommand[];
  readonly journeys: readonly JourneyBooks[];
  readonly clocks: readonly ClockBook[];
  readonly sites: readonly SiteRow[];
  /** Of completed deployments. */
  readonly deployments: readonly string[];
  /** The simulators' own: facts by the key that they were asked under. */
  readonly outside: Readonly<Record<OutsideSystem, Readonly<Record<string, readonly Fact[]>>>>;
  readonly notices: readonly { readonly ticket: string; readonly key: string; readonly status: string; readonly attempts: number }[];
  /** `<source>:<id>` of each callback that is an act of a journey. */
  readonly callbacks: readonly string[];
  /** `<what>: <id>` of whatever has not come to its end, and how many were looked at. */
  readonly unfinished: Finding;
  /** What `./jalon check` finds. */
  readonly checked: Finding;
  /** Positions of the outbox, in order; null: it has none. */
  readonly positions: readonly (number | null)[];
  /** Rows that a rebuild makes otherwise. */
  readonly rebuilt: Finding;
  /** Commands that were sent again: what was told the first time, and now. */
  readonly askedAgain: readonly { readonly path: string; readonly first: string; readonly again: string }[];
  /** Last words of processes that ended without being told to. */
  readonly deaths: Readonly<Record<string, readonly string[]>>;
  readonly processes: number;
}

/** Those that occur more than once. */
export function repeated<Item>(items: readonly Item[]): Item[] {
  const seen = new Set<Item>();
  return [...new Set(items.filter((item) => seen.has(item) || !seen.add(item)))];
}

/** By what they have in common; `Map.groupBy` is not in every Node that we run on. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
