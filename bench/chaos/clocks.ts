/** What a ticket's clocks should have told, by the rules of the product: which thresholds there are, and whether one was due that is not on record (T-07). */
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import { clockEndMs, clockOf, nextRatio, thresholdOf } from '../../domain/ticket/clocks.ts';
import type { ClockName, TicketEvent, TicketState } from '../../domain/ticket/ticket.ts';
import type { ClockBook } from './invariants/invariant.ts';

/**
 * Nothing is told of a ticket that has ended, not even what was due before and still had its turn to come (domain/ticket/clocks.ts): what fell due so shortly before
 * the end is not counted as left out, nor what a ticket had not come to that was still telling late ones by then.
 */
const toldUntilEndMs = 15_000;

type Passed = Extract<TicketEvent, { type: 'thresholdPassed' }>;

const names: readonly ClockName[] = ['taking-charge', 'resolution'];

export function clocksOf(ticket: string, state: TicketState, recorded: readonly RecordedEvent[]): ClockBook[] {
  const { opening, endedAtMs } = state;
  if (!opening) return [];
  const last = recorded.findLast(({ event }) => event.type === 'thresholdPassed');
  const isStillTelling = endedAtMs !== null && last !== undefined && (last.event as Passed).isLate && endedAtMs - last.atMs < toldUntilEndMs;
  return names.flatMap((name): ClockBook[] => {
    const watched = clockOf(state, name);
    if (!watched) return [];
    const passed = recorded.flatMap(({ event, atMs }) => {
      const one = event as TicketEvent;
      return one.type === 'thresholdPassed' && one.clock === name ? [{ ratio: one.ratio, isLate: one.isLate, lateMs: atMs - one.dueAtMs }] : [];
    });
    const ratios = ratiosUpTo(opening.policy.escalation, passed.length + 1);
    const next = ratios[passed.length];
    const endMs = clockEndMs(state, name);
    if (next === undefined || endMs === null) return [{ ticket, clock: name, passed, ratios, missing: null }];
    const reached = thresholdOf({ ...watched, clock: { ...watched.clock, pauses: [...watched.clock.pauses, [endMs, null]] } }, next);
    const isLeftOut = reached.outcome === 'at' && reached.atMs < Math.min(endMs, (endedAtMs ?? endMs) - toldUntilEndMs) && !isStillTelling;
    return [{ ticket, clock: name, passed, ratios, missing: isLeftOut ? next : null }];
  });
}

function ratiosUpTo(escalation: NonNullable<TicketState['opening']>['policy']['escalation'], count: number): number[] {
  const ratios: number[] = [];
  for (let next = nextRatio(escalation, []); next !== null && ratios.length < count; next = nextRatio(escalation, [next])) ratios.push(next);
  return ratios;
}
