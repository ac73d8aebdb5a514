/** The pages of customers: found, created once, seen whole, changed in place, and what they call for opened (C-01, C-02, C-09). */
import { describe, expect, inject, it } from 'vitest';
import { setFaults } from '../support/webhooks.ts';
import { api, expectAccessible, signIn } from './support/browser.ts';
import { keys } from './support/hands.ts';
import { sql } from './support/tickets.ts';
import { eventually } from '../support/eventually.ts';

describe('Customers', () => {
  it('are found by what one knows of them, and created only once who resembles them was seen (C-09)', async () => {
    const page = await signIn('service-agent', { path: '/customers' });
    await page.getByRole('row').nth(1).waitFor();
    await expectAccessible(page);
    await page.getByRole('searchbox', { name: 'Chercher un client' }).fill('personne de ce nom');
    await page.getByText('Personne ne répond à cette recherche').waitFor();
    await expectAccessible(page);
    await page.getByRole('searchbox', { name: 'Chercher un client' }).fill('CLI-000001');
    await page.locator('[data-id="CLI-000001"]').waitFor();
    const { name } = await api().get<{ name: string }>('/customers/CLI-000001');
    await page.getByRole('link', { name: 'Créer un client' }).click();
    const field = (label: string) => page.getByRole('textbox', { name: label, exact: true });
    await field('Nom').fill(name);
    const alike = page.getByRole('status').filter({ hasText: 'ressemble' });
    await alike.getByRole('link', { name }).waitFor();
    await expectAccessible(page);
    await field('Nom').fill('Menuiserie du Vallon');
    for (const [label, text] of [['Rue', '3 rue du Lac'], ['Code postal', '74000'], ['Ville', 'Annecy']] as const) await field(label).fill(text);
    await alike.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Créer', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Menuiserie du Vallon' }).waitFor();
    await expectAccessible(page);
  });
});

describe('The view of one customer', () => {
  it('is changed in place; what somebody else changed meanwhile is compared, and nothing is overwritten (C-01)', async () => {
    const page = await signIn('service-agent', { path: '/customers/CLI-000003' });
    await page.getByRole('button', { name: 'Modifier l’identité' }).click();
    const dialog = page.getByRole('dialog', { name: 'Modifier l’identité' });
    await dialog.getByLabel('Téléphone').fill('+33 1 99 00 00 01');
    await expectAccessible(page);
    const read = await api().request('/customers/CLI-000003', {}, 'service-agent');
    const faster = await api().request('/customers/CLI-000003', { method: 'PATCH', headers: { 'content-type': 'application/json', 'if-match': read.headers.get('etag') ?? '' }, body: JSON.stringify({ phone: '+33 1 99 00 00 02' }) }, 'service-agent');
    expect(faster.status).toBe(200);
    await dialog.getByRole('button', { name: 'Enregistrer' }).click();
    const conflict = page.getByRole('dialog').filter({ has: page.getByRole('rowheader', { name: 'Téléphone' }) });
    await conflict.getByRole('cell', { name: '+33199000002' }).or(conflict.getByRole('cell', { name: '+33 1 99 00 00 02' })).waitFor();
    await expectAccessible(page);
    await conflict.getByRole('button', { name: 'Recharger' }).click();
    // As the question has promised.
    await eventually(async () => expect(await dialog.getByLabel('Téléphone').inputValue()).toBe('+33 1 99 00 00 01'));
    await dialog.getByLabel('Téléphone').fill('+33 1 99 00 00 03');
    await dialog.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('Enregistré', { exact: true }).waitFor();
    expect((await api().get<{ phone: string }>('/customers/CLI-000003', 'service-agent')).phone.replaceAll(' ', '')).toBe('+33199000003');
  });

  it('shows what is known of a system that is away with its age, or that nothing is, and all the rest (C-01)', async () => {
    const page = await signIn('service-agent', { path: '/customers/CLI-000004' });
    const away = page.getByText('Dernières données');
    await page.getByRole('article').first().waitFor();
    expect(await away.count()).toBe(0);
    await setFaults(inject('outside').billing, { errorRate: 1 });
    try {
      await page.reload();
      await away.first().waitFor();
      await page.getByRole('article', { name: 'Identité' }).waitFor();
      await expectAccessible(page);
      const { text } = await api().post('/customers', { name: 'Scierie des Combes', kind: 'company', contract: 'none' }, { as: 'service-agent' });
      await page.goto(`${inject('consoleUrl')}/customers/${(JSON.parse(text) as { id: string }).id}`);
      await page.getByText('Rien n’est connu pour l’instant').first().waitFor();
      await expectAccessible(page);
    } finally {
      await setFaults(inject('outside').billing, {});
    }
  });

  it('opens the right form with what is known, from the reason of his call, by the keyboard alone (C-02)', async () => {
    await sql("INSERT INTO services (rds, customer_id, access_type) VALUES ('RDS-CALL', 'CLI-000003', 'ftth') ON CONFLICT DO NOTHING");
    const page = await signIn('service-agent', { path: '/customers/CLI-000003?tab=reasons' });
    const { press, select } = keys(page);
    await select(page.getByLabel('Service'), 'FTTH RDS-CALL');
    await expectAccessible(page);
    await press(page.getByRole('button', { name: /^Je suis en panne/ }));
    await page.getByText('Contact noté').waitFor();
    await page.waitForURL(/\/tickets\/new/);
    expect(new URL(page.url()).searchParams.get('rds')).toBe('RDS-CALL');
    await page.getByRole('textbox', { name: 'Description' }).waitFor();
    await expectAccessible(page);
  });
});
