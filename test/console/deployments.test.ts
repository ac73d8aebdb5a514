/** The pages of deployments: the list and its facets, many from one file, the dossier with its documents and its end, the schedule moved by the keyboard (D-01, D-04, D-20, D-23). */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { documentKinds } from '../../domain/documents/kinds.ts';
import { samplePdf } from '../support/sample-files.ts';
import type { Shown } from '../support/players.ts';
import { api, expectAccessible, signIn } from './support/browser.ts';
import { keys } from './support/hands.ts';
import { asks, awaitingValidation, launchedUntil } from './support/stories.ts';

/** One whose access is ordered, and one that waits for its documents. */
let ordered: string;
let bare: string;
beforeAll(async () => {
  [ordered, bare] = await Promise.all([launchedUntil(asks('intervention-planning')), awaitingValidation(1).then(([one]) => one?.id ?? '')]);
});

describe('The list of deployments', () => {
  it('is narrowed by phase and risk, says truly how many there are, and is an address', async () => {
    const page = await signIn('coordinator', { path: '/deployments' });
    const [open, waiting] = [page.locator(`[data-id="${ordered}"]`), page.locator(`[data-id="${bare}"]`)];
    await open.waitFor();
    await expectAccessible(page);
    await page.getByLabel('Phase').selectOption({ label: 'Validation technique' });
    await waiting.waitFor();
    await open.waitFor({ state: 'detached' });
    const { items } = await api().get<{ items: { id: string }[] }>('/deployments?phase=technical-validation&limit=100');
    expect(await page.locator('[role=row][data-id]').count()).toBe(items.length);
    await page.getByText(new RegExp(`^${items.length} `)).first().waitFor();
    await page.reload();
    await waiting.waitFor();
    expect(await page.getByLabel('Phase').inputValue()).toBe('technical-validation');
    await page.goto(`${new URL(page.url()).origin}/deployments?customerId=CLI-999999`);
    await page.getByText('Rien ne répond à ces filtres').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Ne plus filtrer par client' }).click();
    await open.waitFor();
    // A centre leads here from its figures: seen as a filter, and taken away by the keyboard.
    await page.goto(`${new URL(page.url()).origin}/deployments?centre=brest&phase=technical-validation`);
    await page.getByText('Centre brest').waitFor();
    await open.waitFor({ state: 'detached' });
    await keys(page).press(page.getByRole('button', { name: 'Ne plus filtrer par centre' }));
    await page.waitForURL((url) => !url.searchParams.has('centre') && url.searchParams.get('phase') === 'technical-validation');
    await waiting.waitFor();
    await page.getByLabel('Phase').selectOption({ index: 0 });
    await open.waitFor();
    await page.getByRole('search', { name: 'Filtres' }).getByText('en péril').click();
    await page.waitForURL(/atRisk=true/);
  });

  it('opens a dossier by keyboard alone', async () => {
    const page = await signIn('coordinator', { path: '/deployments' });
    await page.locator(`[data-id="${bare}"]`).waitFor();
    for (let pressed = 0; pressed < 60; pressed += 1) {
      await page.keyboard.press('j');
      if (await page.evaluate(() => document.activeElement?.getAttribute('data-id')) === bare) break;
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: bare }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/deployments/${bare}`);
  });
});

describe('Many deployments from one file', () => {
  it('are launched one by one: a line that is wrong holds up nobody, and is said with its reason', async () => {
    const orders = [`BC-${randomUUID().slice(0, 8)}`, `BC-${randomUUID().slice(0, 8)}`] as const;
    const line = (order: string, customer: string, site: string): string =>
      `${order};${customer};private;2031-03-03;36;Claire Martin;claire.martin@example.fr;+33 1 99 00 12 34;${site};ftth;8 quai de la Fosse;44000;Nantes;Yves Le Bris;+33 6 39 98 11 22;FTTH-1G;Accès fibre 1 Gb/s;49,00;150,00`;
    const heading = 'orderNumber;customerId;market;targetActivationDate;engagementMonths;contactName;contactEmail;contactPhone;siteLabel;accessType;street;postalCode;city;siteContactName;siteContactPhone;offerCode;offerLabel;recurring;oneOff';
    const page = await signIn('coordinator', { path: '/deployments/import' });
    await page.getByText('Choisissez un fichier').waitFor();
    await expectAccessible(page);
    const choose = async (text: string): Promise<void> => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByLabel('Fichier CSV').click();
      await (await chooser).setFiles({ name: 'commandes.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    };
    await choose('orderNumber;customerId\nBC-1;CLI-000001');
    await page.getByText(/^Colonnes manquantes : market/).waitFor();
    await page.getByText('Choisissez un fichier').waitFor({ state: 'detached' });
    await choose('orderNumber;"customerId\nBC-1;CLI-000001');
    await page.getByText('un guillemet ouvert n’est pas refermé', { exact: false }).waitFor();
    await expectAccessible(page);
    await choose([heading, line(orders[0], 'CLI-000001', 'Siège'), line(orders[0], 'CLI-000001', 'Dépôt'), line(orders[1], 'CLI-999999', 'Siège')].join('\r\n'));
    await page.getByText('2 déploiements à lancer').waitFor();
    await page.getByRole('button', { name: 'Lancer 2 déploiements' }).click();
    await page.getByText('1 lancés, 1 refusés').waitFor();
    const row = (order: string) => page.getByRole('row').filter({ hasText: order });
    await row(orders[1]).getByText('refusé', { exact: true }).waitFor();
    // Why, once: with its field.
    const why = await row(orders[1]).getByRole('cell').last().innerText();
    expect(why).toMatch(/^refusé\s+\/customerId: .*CLI-999999/i);
    expect(why.match(/CLI-999999/g)).toHaveLength(1);
    await row(orders[0]).getByText('2, 3').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Réessayer 1 refusé' }).waitFor();
    await row(orders[0]).getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: /^AFF-/ }).waitFor();
    const { items } = await api().get<{ items: { orderNumber: string; siteCount: number }[] }>('/deployments?limit=100');
    expect(items.filter(({ orderNumber }) => orders.some((one) => one === orderNumber)).map(({ orderNumber, siteCount }) => [orderNumber, siteCount])).toEqual([[orders[0], 2]]);
  });
});

describe('The dossier', () => {
  it('takes a document, has one refused with its reason, and says what is still missing (D-04)', async () => {
    const page = await signIn('coordinator', { path: `/deployments/${bare}?tab=documents` });
    await page.getByText('Aucun document').waitFor();
    await expectAccessible(page);
    const label = documentKinds['deal-simulator'].label.fr;
    await page.getByLabel('Nature').selectOption({ label });
    const chooser = page.waitForEvent('filechooser');
    await page.getByLabel('Fichier').click();
    await (await chooser).setFiles({ name: 'simulateur.pdf', mimeType: 'application/pdf', buffer: samplePdf });
    await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
    await page.getByText('Document ajouté').waitFor();
    await page.getByRole('button', { name: `Refuser : ${label}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Motif').fill('Illisible');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Refuser' }).click();
    await page.getByRole('row').filter({ hasText: 'simulateur.pdf' }).getByText('Illisible').waitFor();
    await expectAccessible(page);
  });

  it('tells what its end would bring before it is confirmed, and then goes that way (D-23)', async () => {
    const id = await launchedUntil(asks('intervention-planning'), 'Nantes');
    const page = await signIn('coordinator', { path: `/deployments/${id}` });
    await page.getByRole('row', { name: /^S001 Agence de Nantes, Nantes FTTH .* Orange Wholesale / }).waitFor();
    await page.getByRole('button', { name: 'Annuler le déploiement' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('S001 : la commande chez l’OBL est annulée').waitFor();
    await dialog.getByText('le client est prévenu').waitFor();
    await expectAccessible(page);
    await dialog.getByLabel('Motif').fill('Le client renonce');
    await dialog.getByRole('button', { name: 'Annuler le déploiement' }).click();
    await page.getByText('Annulation engagée').waitFor();
    await page.getByText('Annulé', { exact: true }).first().waitFor();
    expect((await api().get<Shown>(`/deployments/${id}`)).phase).toBe('cancelled');
    await page.getByRole('tab', { name: 'Historique' }).click();
    // The newest first (C-04), each with its step.
    await page.getByRole('row').last().getByText('Déploiement lancé').waitFor();
    // C-04: by whom, whether or not one may read the directory.
    await page.getByRole('row', { name: /Tâche terminée Approbation technico-commerciale Julien Faure · / }).waitFor();
    await page.getByRole('row', { name: / Jalon · système$/ }).first().waitFor();
    await expectAccessible(page);
  });
});

describe('The schedule', () => {
  it('is tried by the arrow keys: what moves is shown before anything is changed, and a new wished date is applied with its reason (D-20, D-25)', async () => {
    const page = await signIn('coordinator', { path: `/deployments/${ordered}?tab=schedule` });
    const { press, fill, pick } = keys(page);
    const bar = page.getByRole('slider').last();
    await bar.waitFor();
    await expectAccessible(page);
    await page.getByRole('table', { name: 'Rétroplanning en tableau' }).waitFor();
    const before = await bar.getAttribute('aria-valuetext');
    await press(bar);
    await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowRight');
    expect(await bar.getAttribute('aria-valuetext')).not.toBe(before);
    await press(page.getByRole('button', { name: 'Impact', exact: true }));
    await page.getByRole('status').filter({ hasText: /étapes? se déplace/ }).waitFor();
    await page.getByText('Rien n’est enregistré', { exact: false }).waitFor();
    await expectAccessible(page);
    await press(page.getByRole('button', { name: 'Revenir' }));
    expect(await bar.getAttribute('aria-valuetext')).toBe(before);
    await pick(page.getByLabel('Date souhaitée'), '2032-04-04');
    await press(page.getByRole('button', { name: 'Impact', exact: true }));
    await fill(page.getByLabel('Motif'), 'Le client déménage plus tard');
    await expectAccessible(page);
    await press(page.getByRole('button', { name: /^Changer pour le/ }));
    await page.getByText(/^La date souhaitée est le/).waitFor();
    expect(await api().get(`/deployments/${ordered}`)).toMatchObject({ targetActivationDate: '2032-04-04' });
  });
});
