/** Administration’s webhooks, teams and centres: a program is subscribed and paused without a command line; axe in every state. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, signIn } from './support/browser.ts';

let receiver: Server;
let url: string;
beforeAll(async () => {
  receiver = createServer((request, response) => {
    request.resume();
    response.writeHead(204).end();
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
    await page.getByText(/^whsec_/).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Je l’ai copiée' }).click();
    expect(await page.getByText(/whsec_/).count()).toBe(0);

    await page.getByRole('link', { name: `Envois à ${url}` }).click();
    await page.getByRole('button', { name: 'Envoyer un essai' }).waitFor();
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
    await page.getByRole('button', { name: /^Modifier / }).first().click();
    const team = page.getByRole('dialog', { name: /^Modifier / });
    await expectAccessible(page);
    await team.getByLabel('Nom en anglais').fill('Renamed in a test');
    await team.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText(/est enregistré/).first().waitFor();
    await expectAccessible(page);
  });
});
