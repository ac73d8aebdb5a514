/** What goes wrong in a run, when and for how long: a pure function of the seed, so that a run can be had again. */
import { drawsFrom, type Draws } from './draws.ts';

const processes = ['worker', 'relay', 'api', 'temporal', 'postgres', 'identity', 'obl', 'billing', 'ref-tech', 'jarvis', 'mail', 'sms', 'support'] as const;
export type Victim = (typeof processes)[number];
const wires = ['worker-to-temporal', 'relay-to-temporal', 'to-database'] as const;
export type WireName = (typeof wires)[number];
/** Those whose wall clock is ours to set: a ticket's time is the engine's, which production keeps right by other means. */
const clocks = ['worker', 'relay', 'api'] as const;
export type ClockVictim = (typeof clocks)[number];

const called = ['obl', 'billing', 'ref-tech', 'jarvis', 'mail', 'sms'] as const;
const callingBack = ['obl', 'ref-tech'] as const;
export type Simulator = (typeof called)[number];

/** What a simulator is told to do wrong (docs/simulators.md); those of callbacks only where there are some. */
export const misdeeds = {
  'fails half of the calls': { of: called, faults: { errorRate: 0.5 } },
  'fails each call once': { of: called, faults: { failFirst: 1 } },
  'is slow': { of: called, faults: { slowMs: 2_000 } },
  'takes calls and never answers': { of: called, faults: { hang: true } },
  'does it and says nothing': { of: called, faults: { failAfterEffect: 20, failAfterEffectMode: 'cut' } },
  'does it and says it failed': { of: called, faults: { failAfterEffect: 20, failAfterEffectMode: 'error' } },
  'answers after its callback': { of: callingBack, faults: { answerDelayMs: 2_000 } },
  'loses half of its callbacks': { of: callingBack, faults: { loseRate: 0.5 } },
  'calls back twice': { of: callingBack, faults: { duplicate: 1, duplicateAs: 'same-id', duplicateAfterMs: 500 } },
  'calls back twice under another id': { of: callingBack, faults: { duplicate: 1, duplicateAs: 'new-id', duplicateAfterMs: 500 } },
  'calls back late': { of: callingBack, faults: { lateMs: 4_000 } },
  'calls back out of order': { of: callingBack, faults: { reorder: true, duplicate: 1, duplicateAs: 'new-id', duplicateAfterMs: 1_500 } },
} as const satisfies Record<string, { readonly of: readonly Simulator[]; readonly faults: Readonly<Record<string, unknown>> }>;
export type Misdeed = keyof typeof misdeeds;

export type Fault =
  | { readonly kind: 'kill' | 'restart'; readonly target: Victim }
  | { readonly kind: 'freeze'; readonly target: Victim }
  | { readonly kind: 'cut'; readonly target: WireName }
  | { readonly kind: 'misbehave'; readonly target: Simulator; readonly how: Misdeed }
  | { readonly kind: 'fill-disk'; readonly target: 'documents' }
  | { readonly kind: 'jump-clock'; readonly target: ClockVictim; readonly bySeconds: number };
export type FaultKind = Fault['kind'];

export type Strike = Fault & {
  /** Since the first command. */
  readonly atMs: number;
  /** After that it is mended; 0: there is nothing to mend, the supervisor starts it again. */
  readonly forMs: number;
};

const targetsOf: { readonly [Kind in FaultKind]: readonly Fault[] } = {
  'kill': processes.map((target) => ({ kind: 'kill', target })),
  'restart': processes.map((target) => ({ kind: 'restart', target })),
  'freeze': processes.map((target) => ({ kind: 'freeze', target })),
  'cut': wires.map((target) => ({ kind: 'cut', target })),
  'misbehave': Object.entries(misdeeds).flatMap(([how, { of }]) => of.map((target) => ({ kind: 'misbehave' as const, target, how: how as Misdeed }))),
  'fill-disk': [{ kind: 'fill-disk', target: 'documents' }],
  'jump-clock': clocks.flatMap((target) => [-90, 90].map((bySeconds) => ({ kind: 'jump-clock' as const, target, bySeconds }))),
};
export const faultKinds = Object.keys(targetsOf) as readonly FaultKind[];

/** How often each kind is drawn: what has many faces comes more often. */
const weights: Readonly<Record<FaultKind, number>> = { 'kill': 4, 'restart': 1, 'freeze': 2, 'cut': 1, 'misbehave': 4, 'fill-disk': 1, 'jump-clock': 1 };
const shortest = { lastingMs: 1_000, longestMs: 12_000 };
/** Between the end of a fault and the next one of the same process: it has to be started again first. */
const graceMs = 4_000;

export interface PlanOptions {
  readonly seed: number;
  readonly durationMs: number;
  /** From one fault to the next, on average. */
  readonly everyMs: number;
  /** Those that this machine can have. */
  readonly kinds: readonly FaultKind[];
}

/** Every kind and, in time, each of its targets; none strikes a process that another fault still has. */
export function planOf({ seed, durationMs, everyMs, kinds }: PlanOptions): Strike[] {
  const draws = drawsFrom(seed);
  const nextKind = bag(draws, kinds.flatMap((kind) => Array.from({ length: weights[kind] }, () => kind)));
  const nextOf = new Map(kinds.map((kind) => [kind, bag(draws, targetsOf[kind])]));
  const busyUntilMs = new Map<string, number>();
  return Array.from({ length: Math.floor(durationMs / everyMs) }, (_, index): Strike | undefined => {
    const atMs = Math.round((index + 0.8 * draws.next()) * everyMs);
    const fault = nextOf.get(nextKind(() => true) as FaultKind)?.(({ target }) => (busyUntilMs.get(target) ?? 0) <= atMs);
    if (!fault) return undefined;
    const isOver = fault.kind === 'kill' || fault.kind === 'restart';
    const forMs = isOver ? 0 : draws.between(shortest.lastingMs, Math.max(shortest.lastingMs, Math.min(shortest.longestMs, Math.round(durationMs / 6))));
    busyUntilMs.set(fault.target, atMs + forMs + graceMs);
    return { ...fault, atMs, forMs };
  }).filter((strike) => strike !== undefined);
}

/** Draws without putting back; filled anew when empty. @returns undefined when nothing in it suits. */
function bag<Item>(draws: Draws, items: readonly Item[]): (suits: (item: Item) => boolean) => Item | undefined {
  let left: Item[] = [];
  return (suits) => {
    if (!left.some(suits)) left = [...left, ...draws.shuffled(items)];
    const at = left.findIndex(suits);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
}

/** «kill worker», «obl loses half of its callbacks for 4.2 s». */
export function sentenceOf(strike: Strike): string {
  const lasting = strike.forMs === 0 ? '' : ` for ${(strike.forMs / 1_000).toFixed(1)} s`;
  switch (strike.kind) {
    case 'misbehave': return `${strike.target} ${strike.how}${lasting}`;
    case 'jump-clock': return `the clock of ${strike.target} jumps by ${strike.bySeconds} s${lasting}`;
    case 'fill-disk': return `the disk of the documents is full${lasting}`;
    case 'cut': return `the wire ${strike.target} is cut${lasting}`;
    case 'kill': case 'restart': case 'freeze': return `${strike.kind} ${strike.target}${lasting}`;
  }
}
