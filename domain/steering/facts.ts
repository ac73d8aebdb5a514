/** What is counted (C-06): facts made of the recorded events, each once, at the instant at which it happened, for whom it counts. A past day never changes: what comes later counts on its own day. */
import type { ActMeta } from '../journey/journey.ts';

interface MeasureEntry {
  /** What `total` sums over the `n` facts. */
  readonly total: 'nothing' | 'seconds' | 'held' | 'score' | 'cents' | 'since';
  /** What stands at an instant is counted in and out again; everything else happens once. */
  readonly isStock?: true;
  /** Whose team it counts for: that which had the ticket; or that which the person is in now. */
  readonly team: 'of-ticket' | 'of-person';
}

const ofTicket = { total: 'nothing', team: 'of-ticket' } as const;
const ofPerson = { total: 'nothing', team: 'of-person' } as const;

export const measures = {
  'opened': ofTicket, 'opened-channel': ofTicket, 'opened-category': ofTicket, 'opened-type': ofTicket,
  'closed': ofTicket, 'closed-channel': ofTicket, 'closed-category': ofTicket, 'closed-type': ofTicket, 'merged': ofTicket,
  'taken': { ...ofTicket, total: 'seconds' }, 'taken-in-time': { ...ofTicket, total: 'held' },
  'resolved': { ...ofTicket, total: 'seconds' }, 'resolved-in-time': { ...ofTicket, total: 'held' },
  'first-contact': { ...ofTicket, total: 'held' }, 'handled': { ...ofTicket, total: 'seconds' },
  'satisfaction': { ...ofTicket, total: 'score' }, 'satisfaction-asked': { ...ofTicket, total: 'held' },
  'transferred': ofTicket, 'reopened': ofTicket,
  'backlog': { ...ofTicket, total: 'since', isStock: true }, 'overdue': { ...ofTicket, isStock: true },
  'launched': ofPerson, 'completed': { ...ofPerson, total: 'seconds' }, 'cancelled': ofPerson, 'withdrawn': ofPerson,
  'in-service': { ...ofPerson, total: 'seconds' }, 'in-service-in-time': { ...ofPerson, total: 'held' }, 'abandoned': ofPerson,
  'termination-requested': ofPerson, 'win-back': ofPerson, 'won-back': { ...ofPerson, total: 'held' }, 'termination-ended': ofPerson, 'service-left': ofPerson, 'left': { ...ofPerson, total: 'seconds' },
  'complaint-opened': ofPerson, 'complaint-answered': { ...ofPerson, total: 'seconds' }, 'complaint-in-time': { ...ofPerson, total: 'held' }, 'complaint-settled': ofPerson, 'gesture': ofPerson,
  'proposal-made': ofPerson, 'proposal-presented': ofPerson, 'order-signed': { ...ofPerson, total: 'cents' }, 'order-decided': { ...ofPerson, total: 'held' }, 'order-unsigned': ofPerson, 'dropped': { ...ofPerson, total: 'cents' },
  'opportunity-opened': ofPerson, 'opportunity-closed': ofPerson, 'opportunity-decided': { ...ofPerson, total: 'held' }, 'opportunity-won': { ...ofPerson, total: 'cents' },
  'step': { ...ofPerson, total: 'seconds' }, 'jeopardy': ofPerson, 'at-risk': { ...ofPerson, isStock: true },
} as const satisfies Record<string, MeasureEntry>;

export type Measure = keyof typeof measures;
export const measureNames = Object.keys(measures) as readonly Measure[];
const entries: Readonly<Record<Measure, MeasureEntry>> = measures;
export const stockMeasures = measureNames.filter((measure) => entries[measure].isStock);
export const personTeamMeasures = measureNames.filter((measure) => entries[measure].team === 'of-person');

/** For whom a fact counts; null: for nobody known. */
export interface Holder {
  readonly person: string | null;
  readonly team: string | null;
  /** The customer's, when the journey began. */
  readonly centre: string | null;
}

export interface Fact extends Holder {
  readonly measure: Measure;
  /** What it is broken down by: a channel, a step, a kind of transfer; empty for most. */
  readonly detail: string;
  /** Less than zero where a stock loses it, or what was counted is taken back. */
  readonly n: number;
  readonly total: number;
}

export function fact(measure: Measure, holder: Holder, { detail = '', n = 1, total = 0 }: { readonly detail?: string; readonly n?: number; readonly total?: number } = {}): Fact {
  const { person, team, centre } = holder;
  return { measure, detail, person, team, centre, n, total };
}

/** Whole seconds from one instant to another, epoch milliseconds; rounded, so that a second twice counted is counted the same. */
export function secondsBetween(fromMs: number, untilMs: number): number {
  return Math.round((untilMs - fromMs) / 1_000);
}

/** Who acted, where it was a person. */
export function personOf({ actor, channel }: ActMeta): string | null {
  return actor.startsWith('system:') || channel === 'callback' || channel === 'timer' || channel === 'system' || channel === 'link' ? null : actor;
}

/** What of a stock changes: out where it was, in where it is; nothing while it stays. */
export function moved(measure: Measure, before: (Holder & { readonly total?: number }) | null, after: (Holder & { readonly total?: number }) | null): Fact[] {
  if (before && after && before.person === after.person && before.team === after.team && before.centre === after.centre) return [];
  return [
    ...(before ? [fact(measure, before, { n: -1, total: -(before.total ?? 0) })] : []),
    ...(after ? [fact(measure, after, { total: after.total ?? 0 })] : []),
  ];
}
