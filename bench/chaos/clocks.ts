/** What a ticket's clocks should have told, by the rules of the product: which thresholds there are, and whether one was due that is not on record (T-07). */
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import { clockEndMs, clockOf, nextRatio, thresholdOf } from '../../domain/ticket/clocks.ts';
import type { ClockName, TicketEvent, TicketState } from '../../domain/ticket/ticket.ts';
import type { ClockBook } from './invariants/invariant.ts';

const names: readonly ClockName[] = ['taking-charge', 'resolution'];

export function clocksOf(ticket: string, state: TicketState, recorded: readonly RecordedEvent[]): ClockBook[] {
  const { opening } = state;
  if (!opening) return [];
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
    return [{ ticket, clock: name, passed, ratios, missing: reached.outcome === 'at' ? next : null }];
  });
}

function ratiosUpTo(escalation: NonNullable<TicketState['opening']>['policy']['escalation'], count: number): number[] {
  const ratios: number[] = [];
  for (let next = nextRatio(escalation, []); next !== null && ratios.length < count; next = nextRatio(escalation, [next])) ratios.push(next);
  return ratios;
}
