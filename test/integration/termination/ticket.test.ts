/** What the relay does, and leaves, on the tickets of terminations: each is looked at only as long as there is something to do on it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callingTerminations } from '../../../db/termination/tickets.ts';
import { keepMessage } from '../../../db/ticket/messages.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { addMessageUpdate } from '../../../workflows/ticket/messages.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { mailsIn } from '../../support/mails.ts';
import { Terminations } from '../../support/terminations.ts';
import { TestTicket, work, worksheetOf } from '../../support/tickets.ts';

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

const messagesOf = async (ticket: string): Promise<string> =>
  JSON.stringify(await (await terminations.desk.api.request(`/api/v1/tickets/${ticket}/messages`, { headers: { authorization: 'Bearer service-agent' } })).json());

async function closeByDesk(ticket: string): Promise<void> {
  const its = new TestTicket(terminations.desk, ticket);
  await its.does('take');
  await its.does('resolve', { solution: 'Demande transmise' });
  await its.does('agree', { by: 'customer', channel: 'phone' });
  await its.does('cause', { cause: 'Résiliation', responsibility: 'customer', isConfirmed: true });
  await its.does('record-work', { ...work, billing: 'included', billingReason: 'Traitement d’une résiliation' });
  await its.does('close', { worksheet: worksheetOf(its.number), satisfaction: 5 });
}

describe('the ticket of a termination', () => {
  it('that the desk ended before is told nothing more, and not asked for again and again (R-07)', async () => {
    const termination = await terminations.open([await terminations.oldService('RDS-900201')], { equipment: [] });
    const { ticket } = await termination.reaches('win-back');
    const other = await terminations.desk.ticket();
    expect((await terminations.desk.act(ticket ?? '', 'merge', { into: other.number })).status).toBe(200);
    await termination.does('win-back', { outcome: 'leaving', comment: 'Ferme son agence' }, 'sales-engineer');
    await eventually(async () => expect(await calling()).toEqual([]));
    expect(await messagesOf(other.number)).toContain('Le client maintient sa demande');
    expect((await termination.events()).filter(({ type }) => type === 'ticketClosed')).toHaveLength(1);
    expect((await termination.withdraw()).status).toBe(200);
    expect(await termination.reaches('ended')).toMatchObject({ outcome: 'withdrawn' });
    expect(await messagesOf(other.number)).toContain('est retirée');
  });

  it('that is closed with nothing in its place leaves nothing unsaid: the customer is written to (R-07)', async () => {
    const termination = await terminations.open([await terminations.oldService('RDS-900203')], { equipment: [] });
    const { ticket } = await termination.reaches('win-back');
    await eventually(async () => expect(await calling()).toEqual([]));
    await closeByDesk(ticket ?? '');
    expect((await termination.withdraw()).status).toBe(200);
    expect(await termination.reaches('ended')).toMatchObject({ outcome: 'withdrawn' });
    const mails = (await mailsIn(house)).filter(({ messageKey }) => messageKey.startsWith(`${termination.id}.news.`));
    expect(mails).toMatchObject([{ to: ['jeanne@martin.invalid'], subject: `Votre résiliation ${termination.id}`, text: expect.stringContaining('est retirée') as unknown }]);
  });

  it('that has told him, and closed before its answer came, is what told him: he is not written to besides (R-07)', async () => {
    const termination = await terminations.open([await terminations.oldService('RDS-900204')], { equipment: [] });
    const { ticket } = await termination.reaches('win-back');
    await eventually(async () => expect(await calling()).toEqual([]));
    // As a relay leaves it that dies between the ticket's act and the termination's: the confirmation was the first news, this is the second.
    const [commandId, messageId] = [`${termination.id}:news:2`, randomUUID()];
    await keepMessage(house.pool, messageId, ticket ?? '', { text: 'Votre demande de résiliation est retirée.' });
    await house.client.workflow.getHandle(workflowIdOf(ticket ?? '')).executeUpdate(addMessageUpdate, {
      updateId: commandId, args: [{ message: { id: messageId, direction: 'out', channel: 'mail', isKnownSender: true }, meta: { actor: 'system:terminations', channel: 'system', commandId } }],
    });
    await closeByDesk(ticket ?? '');
    expect((await termination.withdraw()).status).toBe(200);
    expect(await termination.reaches('ended')).toMatchObject({ outcome: 'withdrawn' });
    expect((await mailsIn(house)).filter(({ messageKey }) => messageKey.startsWith(`${termination.id}.news.`))).toEqual([]);
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
