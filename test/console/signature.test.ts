/** The other ways of an order's signature, in browsers (S-04): on paper, refused by the customer on his telephone, left until it expires; and what customers do not go on with (S-07). */
import { afterAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { signatory } from '../support/orders.ts';
import { editPolicy } from '../support/policies.ts';
import { samplePdf } from '../support/sample-files.ts';
import { api, expectAccessible, signIn, visit } from './support/browser.ts';
import { mouse } from './support/hands.ts';
import { anOrder, made } from './support/made.ts';
import { aCustomer, signingLink } from './support/sales.ts';

const signWithin = (within: string) => editPolicy(api(), 'sales', (value) => ({ ...value, signWithin: within }));
afterAll(async () => { await signWithin('PT720H'); });

async function toSign(): Promise<string> {
  const order = await anOrder();
  await eventually(async () => expect(await api().get(`/orders/${order}`, 'sales-engineer')).toMatchObject({ phase: 'signature' }));
  return order;
}
const byCode = (order: string) => made('sales-engineer', `/orders/${order}/signature`, { mode: 'electronic', signatory, invoice: { channel: 'paper' } }, { method: 'PUT', version: '*' });

it('on paper: who signs is noted, the scan must carry the order’s number, and signs it (S-04)', async () => {
  const order = await toSign();
  const page = await signIn('sales-engineer', { path: `/sales/orders/${order}` });
  await page.getByRole('button', { name: 'Préparer la signature' }).click();
  const side = page.getByRole('dialog', { name: 'Préparer la signature' });
  await side.getByRole('radio', { name: 'Sur papier' }).first().check();
  await expectAccessible(page);
  await side.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await page.getByText('Signature sur papier').waitFor();
  await expectAccessible(page);

  await page.getByRole('combobox', { name: 'Sorte de pièce' }).selectOption({ label: 'Bon de commande signé' });
  await page.locator('input[type=file]').setInputFiles({ name: 'bon.pdf', mimeType: 'application/pdf', buffer: Buffer.from(samplePdf) });
  await page.getByRole('textbox', { name: 'Numéro écrit sur le document' }).fill('CMD-1999-000001');
  await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  await page.getByRole('alert').getByText(/CMD-1999-000001/).waitFor();
  await expectAccessible(page);
  expect(await api().get(`/orders/${order}`, 'sales-engineer')).toMatchObject({ phase: 'signature', signedHow: null });
  await page.getByRole('textbox', { name: 'Numéro écrit sur le document' }).fill(order);
  await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  await page.getByText(/^Signée sur papier, reçue le/).waitFor();
  await expectAccessible(page);
  expect(await api().get(`/orders/${order}`, 'sales-engineer')).toMatchObject({ phase: 'signed', signedHow: 'paper' });

  // C-08: until it is in production its customer goes back on it by himself.
  const his = await signIn('customer', { path: `/sales/orders/${order}` });
  await his.getByRole('button', { name: 'Rétractation de la commande' }).click();
  const withdrawing = his.getByRole('dialog', { name: 'Rétractation de la commande' });
  expect(await withdrawing.getByLabel('Déclarée le').count()).toBe(0);
  await expectAccessible(his);
  await withdrawing.getByRole('button', { name: 'Rétractation de la commande' }).click();
  await withdrawing.waitFor({ state: 'detached' });
  expect(await api().get(`/orders/${order}`, 'sales-engineer')).toMatchObject({ phase: 'ended', outcome: 'withdrawn' });
}, 120_000);

it('the customer refuses on his telephone and says why: nothing is engaged, and the seller reads it at once (S-04)', async () => {
  const order = await toSign();
  await byCode(order);
  const page = await signIn('sales-engineer', { path: `/sales/orders/${order}` });
  await page.getByText(/^Envoyé par courriel le/).waitFor();
  const phone = await visit(await signingLink(order));
  await phone.getByRole('button', { name: 'Je ne signe pas' }).click();
  await expectAccessible(phone);
  await phone.getByRole('radio', { name: 'Ce n’est pas ce qui était convenu' }).check();
  await phone.getByRole('button', { name: 'Abandonner la commande' }).click();
  await phone.getByText('Cette commande n’est plus à signer.').waitFor();
  await expectAccessible(phone);
  await page.getByText('Abandonnée', { exact: true }).first().waitFor();
  await expectAccessible(page);
  expect(await api().get(`/orders/${order}`, 'sales-engineer')).toMatchObject({ phase: 'ended', outcome: 'abandoned' });
}, 120_000);

it('nobody signs in time: the link says so, and the order has ended (S-04)', async () => {
  await signWithin('PT25S');
  const order = await toSign();
  await byCode(order);
  const phone = await visit(await signingLink(order));
  await phone.getByRole('heading', { level: 2, name: 'Ce que vous commandez' }).waitFor();
  await eventually(async () => expect(await api().get(`/orders/${order}`, 'sales-engineer')).toMatchObject({ phase: 'ended', outcome: 'expired' }), 60_000);
  await phone.reload();
  await phone.getByText('Le délai pour signer cette commande est passé.').waitFor();
  await expectAccessible(phone);
  const page = await signIn('sales-engineer', { path: `/sales/orders/${order}` });
  await page.getByText('Signature expirée').first().waitFor();
  await expectAccessible(page);
}, 150_000);

it('what a customer does not go on with: a product of a proposal, and all that he has, each with its reason (S-07)', async () => {
  const customer = await aCustomer();
  const { id } = await made('sales-engineer', '/proposals', { customerId: customer.id, name: 'Moins de lignes' });
  const page = await signIn('sales-engineer', { path: `/sales/proposals/${id}` });
  await page.getByRole('button', { name: 'Déclarer une chute' }).click();
  const drop = page.getByRole('dialog');
  await drop.getByRole('checkbox', { name: new RegExp(customer.rds) }).check();
  await drop.getByLabel('Motif').fill('Site fermé');
  await expectAccessible(page);
  await drop.getByRole('button', { name: 'Déclarer la chute' }).click();
  await drop.waitFor({ state: 'detached' });

  await page.goto(new URL('/sales?section=drops', page.url()).href);
  await page.getByRole('button', { name: 'Déclarer une chute totale' }).click();
  const total = page.getByRole('dialog', { name: 'Déclarer une chute totale' });
  await mouse(page).customer(total.getByRole('combobox', { name: 'Client' }), customer.id);
  await total.getByLabel('Motif').fill('Cesse son activité');
  await expectAccessible(page);
  await total.getByRole('button', { name: 'Déclarer la chute' }).click();
  for (const reason of ['Site fermé', 'Cesse son activité']) await page.getByRole('row', { name: new RegExp(`${customer.name}.*${reason}`) }).waitFor();
  await expectAccessible(page);
  await page.goto(new URL(`/customers/${customer.id}`, page.url()).href);
  await page.getByRole('listitem').filter({ hasText: 'Chute totale' }).filter({ hasText: 'Cesse son activité' }).waitFor();
  await expectAccessible(page);
}, 120_000);

it('a discovery is noted fact by fact, objective or stood by, and read where the customer is (S-09)', async () => {
  const customer = await aCustomer();
  const page = await signIn('sales-engineer', { path: `/customers/${customer.id}` });
  await page.getByRole('tab', { name: 'Découverte' }).click();
  await page.getByText('Rien n’a encore été noté').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Ajouter une information' }).click();
  for (const [index, fact] of ['Deux sites, à Lyon et à Brest', 'Contrat actuel jusqu’en juin', 'Veut la téléphonie', 'Le gérant est un menteur'].entries()) await page.getByRole('textbox', { name: `Information ${index + 1}` }).fill(fact);
  await page.getByRole('button', { name: 'Noter', exact: true }).click();
  await page.getByRole('alert').getByText(/menteu…/).first().waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Retirer l’information 4' }).click();
  await page.getByRole('button', { name: 'Noter', exact: true }).click();
  await page.getByRole('article').getByText('Contrat actuel jusqu’en juin').waitFor();
  await expectAccessible(page);
  expect(await api().get(`/customers/${customer.id}/discovery-notes`, 'account-manager')).toMatchObject({ items: [{ facts: ['Deux sites, à Lyon et à Brest', 'Contrat actuel jusqu’en juin', 'Veut la téléphonie'] }] });
}, 120_000);
