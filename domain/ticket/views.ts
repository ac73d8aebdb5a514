/** What lists and screens show of a ticket: a pure projection of its state. */
import { elapsedAt } from '../clock/frozen.ts';
import { clockEndMs, clockOf, dueAtMs, nextOnTheClocks, thresholdOf } from './clocks.ts';
import { standingProposal } from './links.ts';
import type { TicketState } from './ticket.ts';

/** One row of the queue. Instants in epoch milliseconds. */
export interface TicketRow {
  readonly number: string;
  readonly customerId: string;
  readonly desk: string;
  readonly rds: string | null;
  /** Reference of the inventory item or the backup job that it is about (T-03). */
  readonly item: string | null;
  readonly from: string;
  readonly phase: TicketState['phase'];
  readonly priority: string;
  readonly contract: string;
  readonly impact: string;
  readonly urgentByMs: number | null;
  readonly importance: string | null;
  readonly category: string | null;
  readonly team: string | null;
  readonly level: number;
  readonly assignee: string | null;
  readonly attributedTo: string | null;
  readonly heldSinceMs: number | null;
  /** The more urgent ticket that its technician had to leave it for (T-11). */
  readonly displacedBy: string | null;
  readonly offeredTo: string | null;
  readonly waitingReason: string | null;
  readonly waitingSinceMs: number | null;
  /** When the resolution's target is used up as things stand; null where nothing is promised, or while the clock stands. */
  readonly dueAtMs: number | null;
  readonly nextThresholdAtMs: number | null;
  readonly isBreached: boolean;
  /** What is left of the resolution's time while its clock stands, below zero when it is overrun; null while it runs, and where nothing is promised. */
  readonly standingLeftMs: number | null;
  /** The same as `dueAtMs` and `isBreached`, of taking charge. */
  readonly takingDueAtMs: number | null;
  readonly isTakingBreached: boolean;
  readonly reopenings: number;
  /** The ticket of the common cause, the number of its messages to all that this one has heard, and the last of its solutions (T-02). */
  readonly parent: string | null;
  readonly parentHeard: number;
  readonly parentProposed: number;
  /** The same as its own children hear it: the solution that stands, and how many messages went to all. */
  readonly standingProposal: number | null;
  readonly broadcasts: number;
  /** The ticket that goes on in its place (T-02). */
  readonly mergedInto: string | null;
  readonly createdAtMs: number;
  readonly takenAtMs: number | null;
  readonly agreedAtMs: number | null;
  readonly endedAtMs: number | null;
}

export function ticketRow(state: TicketState): TicketRow {
  const { opening, phase, priority, contract, impact, urgentByMs, importance, classification, team, level, assignee, attributedTo, heldSinceMs, attribution, offer, waiting, fired, reopenings, links, parent, broadcasts, createdAtMs, takenAtMs, agreedAtMs, endedAtMs } = state;
  if (!opening) throw new Error('a ticket is shown before it was opened');
  const { number, customerId, desk, rds, item, from } = opening;
  const resolution = clockOf(state, 'resolution');
  const taking = clockOf(state, 'taking-charge');
  const next = nextOnTheClocks(state);
  return {
    number, customerId, desk, rds, item: item?.reference ?? null, from, phase, priority, contract, impact, urgentByMs, importance, category: classification?.category ?? null, team: team?.team ?? null, level,
    assignee, attributedTo, heldSinceMs, displacedBy: attribution?.displacedBy ?? null,
    offeredTo: offer?.to.team ?? null, waitingReason: waiting?.reason ?? null, waitingSinceMs: waiting?.sinceMs ?? null,
    dueAtMs: resolution && dueAtMs(resolution), nextThresholdAtMs: next.outcome === 'threshold' ? next.atMs : null,
    isBreached: fired.some(({ clock, ratio }) => clock === 'resolution' && ratio >= 1),
    standingLeftMs: standingLeftMs(state), takingDueAtMs: taking && dueAtMs(taking), isTakingBreached: fired.some(({ clock, ratio }) => clock === 'taking-charge' && ratio >= 1),
    reopenings, parent: parent?.number ?? null, parentHeard: parent?.heard ?? 0, parentProposed: parent?.proposed ?? 0, standingProposal: standingProposal(state), broadcasts,
    mergedInto: links.find(({ kind }) => kind === 'survivor')?.other ?? null, createdAtMs, takenAtMs, agreedAtMs, endedAtMs,
  };
}

/** T-08: where the clock stands, nothing is due; what is left is told in its place. */
function standingLeftMs(state: TicketState): number | null {
  const resolution = clockOf(state, 'resolution');
  if (!resolution || clockEndMs(state, 'resolution') !== null) return null;
  const { clock, frozen } = resolution;
  const due = thresholdOf(resolution, 1);
  const sinceMs = due.outcome === 'paused' ? due.sinceMs : clock.pauses.find(([, endMs]) => endMs === null)?.[0];
  if (sinceMs === undefined) return null;
  const elapsed = elapsedAt(frozen, clock, sinceMs);
  return elapsed.outcome === 'counted' ? clock.targetMs - elapsed.elapsedMs : null;
}
