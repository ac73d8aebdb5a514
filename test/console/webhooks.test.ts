/** Administration’s webhooks, teams and centres: a program is subscribed and paused without a command line; axe in every state. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../support/eventually.ts';
import { expectAccessible, signIn } from './support/browser.ts';
import { aTicket } from './support/tickets.ts';

interface Heard { readonly headers: Record<string, string>; readonly body: string }

/** A program that is told: what it heard, and how it answers. */
let receiver: Server;
let url: string;
const heard: Heard[] = [];
let answer = 204;
beforeAll(async () => {
  receiver = createServer((request, response) => {
    void (async () => {
      heard.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(await request.toArray() as Buffer[]).toString() });
      response.writeHead(answer).end();
    })();
  });
  await new Promise<void>((resolve) => { receiver.listen(0, '127.0.0.1', resolve); });
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/heard`;
});
afterAll(() => { receiver.close(); });

describe('The administrator', () => {
  it('subscribes a program, is shown its secret once, and is led to its deliveries', async () => {
    const page = await signIn('admin', { path: '/administration?section=webhooks' });
    await page.getByRole('button', { name: 'Abonner un programme' }).click();
    const form = page.getByRole('dialog', { name: 'Abonner un programme' });
    await form.getByLabel('Adresse').fill('http://example.org/no-tls');
    await expectAccessible(page);
    await form.getByRole('button', { name: 'Enregistrer' }).click();
    await form.getByRole('alert').first().waitFor();
    await form.getByLabel('Adresse').fill(url);
    await form.getByRole('button', { name: 'Enregistrer' }).click();
    const secret = await page.getByText(/^whsec_/).innerText();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Je l’ai copiée' }).click();
    expect(await page.getByText(/whsec_/).count()).toBe(0);

    // Tried while the program fails, and sent again once it does not; what waits is looked at until it is known.
    await page.getByRole('link', { name: `Envois à ${url}` }).click();
    await page.getByText('Aucun envoi').waitFor();
    await expectAccessible(page);
    answer = 500;
    await page.getByRole('button', { name: 'Envoyer un essai' }).click();
    const row = (type: string) => page.getByRole('row').filter({ hasText: type });
    await row('webhook.test').getByText('Échoué').waitFor();
    await row('webhook.test').getByText(/^500 · refusé/).waitFor();
    await expectAccessible(page);
    answer = 204;
    await row('webhook.test').getByRole('button', { name: /^Renvoyer/ }).click();
    await row('webhook.test').getByText('Livré').first().waitFor();
    const [failed, delivered] = heard as [Heard, Heard];
    expect(new Webhook(secret).verify(delivered.body, delivered.headers)).toMatchObject({ type: 'webhook.test' });
    expect(delivered.headers['webhook-id']).toBe(failed.headers['webhook-id']);

    // What happens is told in its turn, and everything from a position on again.
    const ticket = await aTicket();
    const told = (): Heard[] => heard.filter(({ body }) => body.includes('ticket.ticketOpened') && body.includes(ticket));
    await eventually(async () => { expect(told()).toHaveLength(1); return await Promise.resolve(); });
    await page.getByRole('button', { name: 'Relire' }).click();
    await row('ticket.ticketOpened').filter({ hasText: ticket }).getByText('Livré').waitFor();
    await page.getByRole('button', { name: 'Tout renvoyer depuis…' }).click();
    const rewind = page.getByRole('dialog', { name: 'Tout renvoyer depuis…' });
    await rewind.getByLabel('Après la position').fill('0');
    await expectAccessible(page);
    await rewind.getByRole('button', { name: 'Tout renvoyer depuis…' }).click();
    await page.getByText('Renvoi depuis la position 0.').waitFor();
    await eventually(async () => { expect(told()).toHaveLength(2); return await Promise.resolve(); });
    expect(new Set(told().map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    await expectAccessible(page);
  });

  it('pauses a subscription, takes it up again, and gives it another secret', async () => {
    const page = await signIn('admin', { path: '/administration?section=webhooks' });
    await page.getByRole('button', { name: `Suspendre ${url}` }).click();
    await page.getByText('Suspendu', { exact: true }).waitFor();
    await page.getByRole('button', { name: `Reprendre ${url}` }).click();
    await page.getByText('Actif', { exact: true }).waitFor();
    await page.getByRole('button', { name: `Changer le secret de ${url}` }).click();
    await page.getByText(/^whsec_/).waitFor();
    await expectAccessible(page);
  });

  it('adds a centre, and changes a team', async () => {
    const page = await signIn('admin', { path: '/administration?section=centres' });
    await page.getByRole('button', { name: 'Ajouter un centre' }).click();
    const form = page.getByRole('dialog', { name: 'Ajouter un centre' });
    await form.getByLabel('Clé').fill('brest');
    await form.getByLabel('Nom en français').fill('Brest');
    await form.getByLabel('Nom en anglais').fill('Brest');
    await form.getByLabel('Région').fill('ouest');
    await expectAccessible(page);
    await form.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('rowheader', { name: 'Brest' }).waitFor();
    await expectAccessible(page);

    await page.getByRole('tab', { name: 'Équipes' }).click();
    // By its label in the policy, for who may see no ticket as well.
    await page.getByRole('cell', { name: 'Assistance de l’opérateur · N1' }).first().waitFor();
    await page.getByRole('button', { name: /^Modifier / }).first().click();
    const team = page.getByRole('dialog', { name: /^Modifier / });
    await expectAccessible(page);
    await team.getByLabel('Nom en anglais').fill('Renamed in a test');
    await team.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText(/est enregistré/).first().waitFor();
    await expectAccessible(page);
  });
});
