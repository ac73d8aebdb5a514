/** What the relay does, and leaves, on the tickets of terminations: each is looked at only as long as there is something to do on it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callingTerminations } from '../../../db/termination/tickets.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Terminations } from '../../support/terminations.ts';

let house: House;
let terminations: Terminations;
beforeAll(async () => {
  house = await openHouse();
  terminations = await Terminations.open(house);
}, 120_000);
afterAll(async () => {
  await terminations.close();
  await house.close();
});

const calling = async (): Promise<string[]> => (await callingTerminations(house.pool, 20, [])).map(({ id }) => id);
const phaseOf = async (ticket: string | null): Promise<string | undefined> => (await house.pool.query<{ phase: string }>('SELECT phase FROM tickets WHERE number = $1', [ticket])).rows[0]?.phase;

describe('the ticket of a termination', () => {
  it('that the desk ended before is told nothing more, and not asked for again and again (R-07)', async () => {
    const termination = await terminations.open([await terminations.oldService('RDS-900201')], { equipment: [] });
    const { ticket } = await termination.reaches('win-back');
    const other = await terminations.desk.ticket();
    expect((await terminations.desk.act(ticket ?? '', 'merge', { into: other.number })).status).toBe(200);
    await termination.does('win-back', { outcome: 'leaving', comment: 'Ferme son agence' }, 'sales-engineer');
    await eventually(async () => expect(await calling()).toEqual([]));
    expect((await termination.events()).filter(({ type }) => type === 'ticketClosed')).toHaveLength(1);
    expect((await termination.withdraw()).status).toBe(200);
    expect(await termination.reaches('ended')).toMatchObject({ outcome: 'withdrawn' });
  });

  it('that waits for the customer’s word keeps none of the others from being served (R-07)', async () => {
    const termination = await terminations.open([await terminations.oldService('RDS-900202')], { equipment: [] });
    const { ticket } = await termination.reaches('win-back');
    expect((await termination.withdraw()).status).toBe(200);
    await eventually(async () => expect(await phaseOf(ticket)).toBe('agreement'));
    await eventually(async () => expect(await calling()).toEqual([]));
    await termination.agree();
    expect(await termination.reaches('ended')).toMatchObject({ outcome: 'withdrawn' });
  });
});
