/** What our own program does on the ticket of a termination measures nobody's work (C-06). */
import { expect, it } from 'vitest';
import { fold } from '../../../domain/journey/journey.ts';
import { ticketFacts } from '../../../domain/steering/ticket-facts.ts';
import { ticketModel } from '../../../domain/ticket/evolve.ts';
import { agree, close, confirm, hour, resolve, told, work, type Said } from '../ticket/given.ts';

function measuresOf(by: string): string[] {
  const said: Said[] = [[0, { type: 'take', by }], [hour, resolve], [2 * hour, agree], [2 * hour, confirm], [2 * hour, work], [3 * hour, close]];
  const { events } = told(said);
  return events.flatMap((recorded, index) => {
    const upTo = (count: number) => fold(ticketModel, events.slice(0, count));
    return ticketFacts(upTo(index), { number: index + 1, meta: { actor: by, channel: 'system', commandId: 'c' }, ...recorded }, upTo(index + 1)).map(({ measure }) => measure);
  });
}

it('counts what a technician did, and of what the program did only that it came and went (R-07)', () => {
  const measured = ['taken', 'taken-in-time', 'resolved', 'resolved-in-time', 'handled', 'first-contact'];
  expect(measuresOf('technician-n1')).toEqual(expect.arrayContaining(measured));
  const ofProgram = measuresOf('system:terminations');
  expect(ofProgram.filter((measure) => measured.includes(measure))).toEqual([]);
  expect(ofProgram).toEqual(expect.arrayContaining(['opened', 'closed', 'satisfaction-asked', 'backlog']));
});
