/** Ventes, from two proposals to a deployment: the seller at his desk, the customer on his own telephone in another browser (S-01 to S-06). */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { inventedPeople } from '../../domain/people/invented-people.ts';
import { samplePdf } from '../support/sample-files.ts';
import { api, expectAccessible, signIn, visit } from './support/browser.ts';
import { aCustomer, signingLink, smsCode } from './support/sales.ts';

let customer: Awaited<ReturnType<typeof aCustomer>>;
beforeAll(async () => { customer = await aCustomer(); });

const shots = process.env['JALON_TEST_SHOTS'];
async function expectFine(page: Page, name: string): Promise<void> {
  if (shots !== undefined) {
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  }
  await expectAccessible(page);
  await page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth);
}
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function make(page: Page, name: string, begins: string): Promise<string> {
  await page.getByRole('button', { name: 'Nouvelle proposition' }).click();
  const side = page.getByRole('dialog', { name: 'Nouvelle proposition' });
  await side.getByRole('textbox', { name: 'Nom' }).fill(name);
  await side.getByRole('radio', { name: begins }).click();
  await expectFine(page, 'new-proposal');
  await side.getByRole('button', { name: 'Créer la proposition' }).click();
  await page.waitForURL(/\/sales\/proposals\/PRO-/);
  await page.getByRole('heading', { level: 1, name }).waitFor();
  return page.url().split('/').at(-1) ?? '';
}
async function add(page: Page, product: RegExp, site: string): Promise<void> {
  const group = page.getByRole('group', { name: 'Ajouter', exact: true });
  const select = group.getByRole('combobox', { name: 'Produit du catalogue' });
  await select.waitFor();
  const label = (await select.locator('option').allInnerTexts()).find((text) => product.test(text)) ?? '';
  await select.selectOption({ label });
  await group.getByLabel('Site').fill(site);
  await group.getByRole('button', { name: 'Ajouter' }).click();
}
async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Enregistrer les produits' }).click();
  await page.getByText('Proposition enregistrée').first().waitFor();
  await page.getByText('Changements non enregistrés').waitFor({ state: 'detached' });
}

describe('A sale', () => {
  it('goes from two proposals, one of them repaired, to the order that the customer signs on his telephone and the deployment that it starts', async () => {
    const page = await signIn('sales-engineer', { path: `/sales?customerId=${customer.id}` });
    await page.getByText('Aucune proposition dans cette vue').waitFor();
    await page.getByText(`${customer.name} · ${customer.id}`, { exact: true }).waitFor();
    await expectFine(page, 'proposals-empty');

    // S-01: a first one, and its discount told against the limit.
    await make(page, 'Fibre pour l’atelier', 'Rien');
    await add(page, /FTTH Pro/, 'Lyon');
    await add(page, /Routeur Pro/, 'Lyon');
    const discount = page.getByRole('textbox', { name: 'Remise sur Fibre FTTH Pro' });
    await discount.fill('15');
    await page.getByText('le directeur de BU devra approuver').waitFor();
    await expectFine(page, 'proposal-discount');
    await discount.fill('10');
    await save(page);
    await page.getByText('1 point à corriger avant de présenter').waitFor();
    await page.getByRole('button', { name: 'Faire l’échéancier' }).click();
    await page.getByText('Prête à être présentée').waitFor();
    await expectFine(page, 'proposal-ready');
    const first = page.url().split('/').at(-1) ?? '';

    // S-03: a second one, whose negative sub-order is moved out by its repair.
    await page.getByRole('link', { name: 'Ses autres propositions' }).click();
    const second = await make(page, 'Sans la SDSL', 'Ce que le client a aujourd’hui');
    await page.getByRole('combobox', { name: 'Ce que devient SDSL' }).selectOption({ label: 'Résilier' });
    await add(page, /Routeur Pro/, 'Lyon');
    await save(page);
    await page.getByText(/sous-commande « Accès »/).waitFor();
    await expectFine(page, 'proposal-anomalies');
    await page.getByRole('button', { name: 'Réparer' }).click();
    await page.getByText('Les sous-commandes négatives sont dans leur propre proposition').waitFor();
    await expectFine(page, 'proposal-repaired');
    expect((await api().get<{ subOrders: { range: string }[] }>(`/proposals/${second}`, 'sales-engineer')).subOrders.map(({ range }) => range)).toEqual(['equipment']);

    await page.getByRole('link', { name: 'Ses autres propositions' }).click();
    for (const id of [first, second]) await page.locator(`[data-id="${id}"]`).getByRole('checkbox').click();
    for (const name of [customer.name, inventedPeople['sales-engineer']]) await page.locator(`[data-id="${first}"]`).getByText(name, { exact: true }).waitFor();
    await expectFine(page, 'proposals');
    await page.getByRole('button', { name: 'Comparer 2 propositions' }).click();
    await page.getByRole('heading', { level: 1, name: 'Comparer des propositions' }).waitFor();
    await page.getByText('Absent').first().waitFor();
    await expectFine(page, 'compare');

    // S-02.
    await page.getByRole('link', { name: 'Fibre pour l’atelier' }).click();
    await page.getByRole('button', { name: 'Présenter au client' }).click();
    await page.getByRole('link', { name: 'Commander', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Commander' }).waitFor();
    await page.getByLabel('Mise en service souhaitée').fill(inDays(120));
    await expectFine(page, 'new-order');
    await page.getByRole('button', { name: 'Passer la commande' }).click();
    await page.waitForURL(/\/sales\/orders\/CMD-/);
    const order = page.url().split('/').at(-1) ?? '';

    // S-04: who signs, and the link that goes to him.
    await page.getByRole('button', { name: 'Préparer la signature' }).click();
    const side = page.getByRole('dialog', { name: 'Préparer la signature' });
    await expectFine(page, 'signature-form');
    await side.getByRole('button', { name: 'Envoyer le lien de signature' }).click();
    await page.getByText(/^Envoyé par courriel le/).waitFor();
    await expectFine(page, 'order-sent');

    const phone = await visit(await signingLink(order));
    await phone.getByRole('heading', { level: 2, name: 'Ce que vous commandez' }).waitFor();
    await phone.getByText('Fibre FTTH Pro').waitFor();
    await expectFine(phone, 'sign-open');
    await phone.getByRole('textbox', { name: 'IBAN' }).fill('FR76 3000 6000 0112 3456 7890 188');
    await phone.getByRole('button', { name: 'Enregistrer ce compte' }).click();
    await phone.getByText('L’IBAN n’a pas la longueur ou la clé de son pays.').waitFor();
    await expectFine(phone, 'sign-iban');
    await phone.getByRole('textbox', { name: 'IBAN' }).fill('FR76 3000 6000 0112 3456 7890 189');
    await phone.getByRole('button', { name: 'Enregistrer ce compte' }).click();
    await phone.getByText('FR•• •••• 0189').waitFor();
    await phone.getByRole('button', { name: 'Recevoir le code par SMS' }).click();
    await phone.getByText(/Il reste 3 essais/).waitFor();
    await page.getByText(/3 essais restants/).waitFor();
    await expectFine(phone, 'sign-code');
    const code = await smsCode(order);
    await phone.getByRole('textbox', { name: 'Code reçu par SMS' }).fill(String((Number(code) + 1) % 1_000_000).padStart(6, '0'));
    await phone.getByRole('button', { name: 'Signer la commande' }).click();
    await phone.getByText('Cochez pour signer').waitFor();
    await phone.getByRole('checkbox').click();
    await phone.getByRole('button', { name: 'Signer la commande' }).click();
    await phone.getByRole('alert').getByText(/essais restants : 2/).waitFor();
    await page.getByText(/2 essais restants/).waitFor();
    await expectFine(phone, 'sign-wrong');
    await phone.getByRole('textbox', { name: 'Code reçu par SMS' }).fill(code);
    await phone.keyboard.press('Enter');
    await phone.getByText(/^Commande signée le/).waitFor();
    await phone.getByRole('link', { name: 'Preuve de votre signature (PDF)' }).waitFor();
    await expectFine(phone, 'sign-signed');

    // The seller has seen it happen, and hands it over (S-05).
    await page.getByText('Saisi par le client').waitFor();
    await page.getByText('Il manque :').waitFor();
    await expectFine(page, 'order-signed');
    for (const kind of ['Simulateur d’affaire', 'Preuve d’éligibilité']) {
      await page.getByRole('combobox', { name: 'Sorte de pièce' }).selectOption({ label: kind });
      await page.locator('input[type=file]').setInputFiles({ name: 'piece.pdf', mimeType: 'application/pdf', buffer: Buffer.from(samplePdf) });
      await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
      await page.getByRole('link', { name: kind }).waitFor();
    }
    await page.getByRole('button', { name: 'Remettre en production' }).click();
    const link = page.getByRole('region', { name: 'Remise en production' }).getByRole('link', { name: /^AFF-/ });
    await link.waitFor();
    // S-06: what billing sends back is there at once, with its comment and the way to answer.
    await api().post(`/orders/${order}/reject`, { comment: 'Adresse de facturation illisible' }, { as: 'billing-admin' });
    await page.getByText('Adresse de facturation illisible').waitFor();
    await page.getByRole('link', { name: 'Répondre au rejet' }).waitFor();
    await expectFine(page, 'order-rejected');
    await link.click();
    await page.getByRole('heading', { level: 1, name: /^AFF-/ }).waitFor();
    await page.getByText(order).first().waitFor();
  }, 240_000);

  it('does not write over what somebody else has written meanwhile: both are compared, and what one had typed goes on from what is there now', async () => {
    const made = await api().post('/proposals', { customerId: customer.id, name: 'À deux', holds: 'nothing' }, { as: 'sales-engineer' });
    const { id } = JSON.parse(made.text) as { id: string };
    const page = await signIn('sales-engineer', { path: `/sales/proposals/${id}` });
    await add(page, /Boîte de messagerie/, 'Lyon');
    const written = await api().request(`/proposals/${id}`, { method: 'PATCH', headers: { 'content-type': 'application/json', 'if-match': '"1"' }, body: JSON.stringify({ name: 'À deux, par l’autre' }) }, 'account-manager');
    expect(written.status).toBe(200);
    await page.getByRole('heading', { level: 1, name: 'À deux, par l’autre' }).waitFor();
    await page.getByText('Changements non enregistrés').waitFor();
    await page.getByRole('button', { name: 'Enregistrer les produits' }).click();
    const compared = page.getByRole('dialog').filter({ hasText: 'À deux, par l’autre' });
    await compared.waitFor();
    await expectFine(page, 'proposal-conflict');
    await compared.getByRole('button', { name: 'Recharger' }).click();
    await save(page);
    expect(await api().get(`/proposals/${id}`, 'sales-engineer')).toMatchObject({ name: 'À deux, par l’autre', subOrders: [{ lines: [{ product: 'mailbox' }] }] });
  });

  it('shows catalogue, drops and rejects, on a telephone and in English and the dark as well', async () => {
    for (const [options, name] of [[{}, 'wide'], [{ viewport: { width: 390, height: 844 }, locale: 'en-GB', colorScheme: 'dark' }, 'narrow-en-dark']] as const) {
      const page = await signIn('sales-engineer', { path: '/sales?section=catalogue', ...options });
      await page.getByText('ftth-pro').waitFor();
      await expectFine(page, `catalogue-${name}`);
      for (const section of ['orders', 'drops', 'rejects']) {
        await page.goto(new URL(`/sales?section=${section}`, page.url()).href);
        await page.getByRole('tabpanel').waitFor();
        await page.waitForFunction(() => document.querySelector('[role=tabpanel]')?.querySelector('.mantine-Loader-root') === null);
        await expectFine(page, `${section}-${name}`);
      }
    }
  });
});
