/** The order of tickets, and the one that is left for a more urgent one (T-06, T-11). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUrgency, displacedBy, type HeldTicket, type Urgency } from '../../../domain/ticket/urgency.ts';
import { hour } from './given.ts';

const proFirstForMs = 8 * hour;
const nowMs = 100 * hour;
const ticket = (number: string, facts: Partial<HeldTicket> = {}): HeldTicket => ({ number, priority: 'P4', contract: 'contract', createdAtMs: nowMs - hour, isInWork: true, ...facts });
const ordered = (tickets: readonly Urgency[]) => tickets.toSorted((one, other) => compareUrgency(one, other, nowMs, proFirstForMs)).map(({ number }) => number);

describe('T-06: the order of tickets', () => {
  it('is by priority; then pro goes before contract in its first 8 hours, to the millisecond', () => {
    const older = ticket('1', { createdAtMs: nowMs - 50 * hour });
    expect(ordered([older, ticket('2', { contract: 'pro' }), ticket('3', { priority: 'P1', contract: 'none' })])).toEqual(['3', '2', '1']);
    expect(ordered([older, ticket('2', { contract: 'pro', createdAtMs: nowMs - 8 * hour })])).toEqual(['1', '2']);
    expect(ordered([older, ticket('2', { contract: 'pro', createdAtMs: nowMs - 8 * hour + 1 })])).toEqual(['2', '1']);
  });

  it('puts who was promised no time after the others, and between equals the older first', () => {
    expect(ordered([ticket('1', { contract: 'none', createdAtMs: 0 }), ticket('3'), ticket('2')])).toEqual(['2', '3', '1']);
  });
});

describe('T-11: the ticket left for a more urgent one', () => {
  const incoming = ticket('9', { priority: 'P1' });
  it('is the most urgent of those in work', () => {
    expect(displacedBy(incoming, [ticket('1'), ticket('2', { priority: 'P3' }), ticket('3', { priority: 'P2', isInWork: false })], nowMs, proFirstForMs)?.number).toBe('2');
  });

  it('is none when he works on one as urgent, or on nothing', () => {
    expect(displacedBy(incoming, [ticket('1', { priority: 'P1' }), ticket('2')], nowMs, proFirstForMs)).toBeNull();
    expect(displacedBy(incoming, [ticket('1', { isInWork: false }), incoming], nowMs, proFirstForMs)).toBeNull();
  });

  it('has a lower priority than the one it is left for, whatever he holds', () => {
    const tickets = fc.array(fc.record({ number: fc.string(), priority: fc.constantFrom('P1', 'P2', 'P3', 'P4', 'P5'), contract: fc.constantFrom('pro', 'contract', 'none'), createdAtMs: fc.nat(nowMs), isInWork: fc.boolean() }));
    fc.assert(fc.property(tickets, fc.constantFrom('P1', 'P2', 'P3'), (held, priority) => {
      const displaced = displacedBy(ticket('new', { priority }), held as HeldTicket[], nowMs, proFirstForMs);
      const inWork = held.filter(({ isInWork }) => isInWork).map((one) => one.priority).toSorted();
      expect(displaced?.priority).toBe((inWork[0] ?? priority) > priority ? inWork[0] : undefined);
    }));
  });
});
