/** The pages of tickets: a technician’s whole job from sign-in to result, by mouse and by keyboard; others heard within a second, likely duplicates shown. */
import { describe, expect, it } from 'vitest';
import { api, expectAccessible, signIn } from './support/browser.ts';
import { act, aTicket, sql } from './support/tickets.ts';

const diagnosis = {
  description: 'La ligne est muette', identityVerified: true, answers: { 'since-when': 'Ce matin', 'what-changed': 'Rien', 'lights': 'DSL éteint' },
  tests: [{ test: 'restart', place: 'customer', outcome: 'failed' }, { test: 'line-test', place: 'remote', outcome: 'failed' }],
};
const work = { workDone: 'Port remis en service', startedAt: '2026-05-04T08:00:00Z', minutes: 20, place: 'remote', kind: 'help' };

describe('The technician', () => {
  it('takes a ticket, pauses it, goes on, transfers it, follows what becomes of it, and closes it', async () => {
    const number = await aTicket();
    const page = await signIn('technician-n1', { path: '/tickets' });
    const row = page.getByRole('row', { name: new RegExp(number) });
    await row.getByText(/\d\d:\d\d:\d\d/).first().waitFor();
    await expectAccessible(page);
    await row.click();
    await page.getByRole('heading', { level: 1, name: number }).waitFor();
    await page.getByRole('button', { name: 'Prendre en charge' }).click();
    await page.getByText('Le ticket est à vous.').waitFor();
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Mettre en attente' }).click();
    await page.getByLabel('Ce que le ticket attend').selectOption({ label: 'Réponse du client attendue' });
    await expectAccessible(page);
    await page.locator('form').getByRole('button', { name: 'Mettre en attente' }).click();
    await page.getByText(/En pause, reste .* · Réponse du client attendue/).first().waitFor();
    await page.getByRole('button', { name: 'Une réponse est là' }).click();
    await page.getByText('L’horloge repart.').waitFor();

    await act(number, 'diagnose', diagnosis);
    await page.getByRole('button', { name: 'Transférer' }).click();
    await page.getByText('Le script est rempli : un transfert à chaud est possible.').waitFor();
    await page.getByLabel('N2 Réseau').or(page.getByLabel('À quelle équipe')).first().waitFor();
    const teams = page.getByRole('group', { name: 'À quelle équipe' }).or(page.getByRole('radiogroup', { name: 'À quelle équipe' }));
    if (await teams.count() > 0) await teams.getByRole('radio').first().check();
    else await page.getByLabel('À quelle équipe').selectOption({ index: 1 });
    await page.locator('form').getByRole('button', { name: 'Transférer' }).click();
    await page.getByText('Transfert proposé.').waitFor();
    await page.getByRole('tab', { name: 'Transferts' }).click();
    await page.getByText('Proposé', { exact: true }).waitFor();
    await expectAccessible(page);

    const { offer } = await api().get<{ offer: { ordinal: number } }>(`/tickets/${number}`, 'technician-n2');
    await act(number, 'acknowledge-transfer', { ordinal: offer.ordinal }, 'technician-n2');
    await page.getByText('Accepté', { exact: true }).waitFor();
    await act(number, 'resolve', { solution: 'Port remis en service' }, 'technician-n2');
    await act(number, 'agree', { by: 'caller', channel: 'phone' }, 'service-agent');
    await act(number, 'record-work', work, 'technician-n2');
    await act(number, 'cause', { cause: 'Port en erreur', responsibility: 'operator', isConfirmed: true }, 'technician-n2');
    await page.getByRole('button', { name: 'Clore' }).click();
    await page.getByLabel(/Satisfaction/).fill('5');
    await page.locator('form').getByRole('button', { name: 'Clore' }).click();
    await page.getByText('Ticket clos.').waitFor();
    await page.getByRole('button', { name: 'Rouvrir' }).waitFor();
    await expectAccessible(page);
    expect(await api().get(`/tickets/${number}`, 'technician-n1')).toMatchObject({ phase: 'closed' });
  });

  it('does it by keyboard alone: takes, notes, writes to the customer, puts on hold', async () => {
    const number = await aTicket();
    const page = await signIn('technician-n1', { path: '/tickets' });
    await page.getByRole('row', { name: new RegExp(number) }).waitFor();
    // The address follows where one stays; the row that has the focus says at once where one is.
    const isThere = (): Promise<boolean> => page.evaluate((wanted) => document.activeElement?.getAttribute('role') === 'row' && (document.activeElement.textContent ?? '').includes(wanted), number);
    for (let presses = 0; presses < 60 && !(await isThere()); presses += 1) {
      await page.keyboard.press('j');
      await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'row');
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: number }).waitFor();
    await page.getByRole('button', { name: 'Prendre en charge' }).waitFor();
    await page.keyboard.press('a');
    await page.getByText('Le ticket est à vous.').waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('Routeur à remplacer ?');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Note enregistrée, le client ne la voit pas.').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('r');
    await page.keyboard.type('Nous vérifions votre ligne.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Envoyé au client.').waitFor();
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Mettre en attente' }).waitFor();
    await page.keyboard.press('p');
    await page.getByLabel('Ce que le ticket attend').waitFor();
    await page.keyboard.press('R');
    await page.keyboard.press('Control+Enter');
    await page.getByText(/En pause, reste /).first().waitFor();
    const { items } = await api().get<{ items: { direction: string }[] }>(`/tickets/${number}/messages`, 'technician-n1');
    expect(items.map(({ direction }) => direction)).toEqual(['internal', 'out']);
    // Among his own on the first page, by the words of the policy.
    await page.goto(new URL('/', page.url()).href);
    await page.getByRole('region', { name: 'Mes tickets' }).getByText('Accès et réseau').first().waitFor();
  });

  // How soon is measured (bench/live.ts).
  it('sees what is done elsewhere, and who else is at it', async () => {
    const number = await aTicket();
    const page = await signIn('technician-n1', { path: `/tickets/${number}` });
    await page.getByRole('button', { name: 'Prendre en charge' }).waitFor();
    await api().request(`/tickets/${number}/presence`, { method: 'PUT', body: '{"isWriting":true}', headers: { 'content-type': 'application/json' } }, 'technician-n2');
    await page.getByText(/écrit sur ce ticket/).waitFor();
    await act(number, 'take');
    await page.getByText('En cours', { exact: true }).first().waitFor();
    await expectAccessible(page);
    // What cannot be read anew stays as it was, which is said, until it can.
    await page.route(/\/api\/v1\/tickets\//, (route) => route.abort());
    await act(number, 'wait', { reason: 'customer-answer' });
    await page.getByText(/^Pas à jour/).waitFor();
    expect(await page.getByText('En cours', { exact: true }).first().isVisible()).toBe(true);
    await page.unrouteAll();
    await page.getByText(/En pause, reste /).first().waitFor();
    await page.getByText('En direct', { exact: true }).waitFor();
  });

  it('is shown what may be the same incident before he registers another, and loses nothing when it is refused (T-02)', async () => {
    const rds = 'RDS-CT-TWICE';
    await sql("INSERT INTO services (rds, customer_id, access_type) VALUES ($1, 'CLI-000001', 'ftth') ON CONFLICT DO NOTHING", [rds]);
    const known = await aTicket({ rds });
    const page = await signIn('technician-n1', { path: `/tickets/new?customerId=CLI-000001&rds=${rds}` });
    await page.getByRole('link', { name: known }).waitFor();
    await expectAccessible(page);
    await page.getByRole('textbox', { name: 'Description' }).fill('Encore coupé');
    await page.getByRole('radio', { name: 'Coupure' }).check();
    await page.getByRole('textbox', { name: 'Nom', exact: true }).first().fill('Jeanne Martin');
    await page.getByRole('radio', { name: 'Lui-même' }).check();
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('checkbox', { name: 'C’est un autre incident' }).check();
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('heading', { level: 1, name: /^TCK-/ }).waitFor();
  });
});
