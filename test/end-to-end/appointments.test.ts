/** The mails of an appointment while the worker is killed (-9) in the middle of one: each is told, none is another than the one before, and the appointment goes on (S-09). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCaller, type Caller } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';
import { openInstallation, type Installation } from '../support/installation.ts';
import { mailsAt } from '../support/mails.ts';
import { expectRebuildChangesNothing } from '../support/rebuilt.ts';

const patientMs = 120_000;
const hour = 3_600_000;
let on: Installation;
let caller: Caller;
beforeAll(async () => {
  on = await openInstallation();
  caller = createCaller(on);
});
afterAll(async () => { await on.close(); });

const mails = async (id: string) => (await mailsAt(on.outside.mail)).filter(({ messageKey }) => messageKey.startsWith(id));
const keysOf = async (id: string) => (await mails(id)).map(({ messageKey }) => messageKey.slice(id.length + 1)).toSorted();
async function mailHangs(count: number): Promise<void> {
  const { url, token } = on.outside.mail;
  const answer = await fetch(`${url}/sim/faults`, { method: 'PUT', headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ failAfterEffect: count, failAfterEffectMode: 'hang' }) });
  expect(answer.ok).toBe(true);
}
async function planned(inHours: number): Promise<string> {
  const startsAtMs = Math.ceil(Date.now() / hour) * hour + inHours * hour;
  const told = await caller.post('/appointments', {
    customerId: 'CLI-000001', form: 'visit', subject: 'Votre fibre', invitee: { name: 'Jeanne Martin', email: 'jeanne@martin.invalid' }, startsAt: new Date(startsAtMs).toISOString(), endsAt: new Date(startsAtMs + hour).toISOString(),
  }, { key: randomUUID(), as: 'sales-engineer' });
  expect(told.status, told.text).toBe(201);
  return (JSON.parse(told.text) as { id: string }).id;
}
const isTold = (id: string) => eventually(async () => expect(await caller.get(`/appointments/${id}`, 'sales-engineer')).toMatchObject({ isTold: true }), patientMs);

it('the worker is killed with the invitation sent and not answered, then with the cancellation', async () => {
  await on.pool.query("UPDATE team_members SET email = NULL WHERE subject = 'sales-engineer'");
  const id = await planned(72);
  await isTold(id);
  await mailHangs(1);
  const second = await planned(120);
  // The server has taken it; whoever sent it does not know yet.
  await eventually(async () => expect(await keysOf(second)).toEqual(['invitation.0']), patientMs);
  const [before] = await mails(second);
  await on.kill('worker');
  await on.ready();
  await isTold(second);
  expect(await mails(second)).toMatchObject([{ subject: before?.subject, text: before?.text, to: before?.to }]);

  await mailHangs(1);
  expect((await caller.post(`/appointments/${id}/cancel`, { reason: 'Le client reporte' }, { as: 'sales-engineer' })).status).toBe(200);
  await eventually(async () => expect(await keysOf(id)).toEqual(['cancellation.1', 'invitation.0']), patientMs);
  await on.kill('worker');
  await on.ready();
  await eventually(async () => {
    const { rows: [row] } = await on.pool.query<{ phase: string; ended: boolean }>('SELECT phase, ended_at IS NOT NULL AS ended FROM appointments WHERE id = $1', [id]);
    expect(row).toEqual({ phase: 'cancelled', ended: true });
  }, patientMs);
  expect(await keysOf(id)).toEqual(['cancellation.1', 'invitation.0']);
});

it('the worker is killed between its seller’s mail and the customer’s: both are told', async () => {
  await on.pool.query("UPDATE team_members SET email = 'eva@jalon.invalid' WHERE subject = 'sales-engineer'");
  await mailHangs(1);
  const id = await planned(168);
  await eventually(async () => expect(await keysOf(id)).toEqual(['seller-invitation.0']), patientMs);
  await on.kill('worker');
  await on.ready();
  await isTold(id);
  expect(await keysOf(id)).toEqual(['invitation.0', 'seller-invitation.0']);
  await expectRebuildChangesNothing(on);
  expect(on.ownDeaths()).toEqual({});
});
