/** Customers answer by the link that they were mailed, in a real browser, on a telephone, by the keyboard: collection, agreement with satisfaction, and links that no longer lead anywhere (D-06, T-14, T-16). */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../project-root.ts';
import type { DeploymentState } from '../../../domain/deployment/deployment.ts';
import { json, type RunningApi } from '../../support/api.ts';
import { testBrowsers } from '../../support/browsers.ts';
import build from '../../support/built.ts';
import { axeFaults, launchChromium } from '../../support/chromium.ts';
import { eventually } from '../../support/eventually.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { linkSecret, openHouse, type House } from '../../support/house.ts';
import { Journeys } from '../../support/journeys.ts';
import { mailsIn } from '../../support/mails.ts';
import { TicketDesk } from '../../support/tickets.ts';

let house: House;
let api: RunningApi;
let desk: TicketDesk;
let chromium: Browser;
const shots = process.env['JALON_TEST_SHOTS'];

beforeAll(async () => {
  await build();
  house = await openHouse();
  api = await startHouseApi(house, { browsers: testBrowsers({ consoleFolder: join(projectRoot(), 'dist', 'console') }) });
  desk = await TicketDesk.open(house);
  chromium = await launchChromium();
}, 300_000);
afterAll(async () => {
  await chromium.close();
  await desk.close();
  await api.close();
  await house.close();
});

/** A telephone; whatever the page says on its console fails the test. */
async function open(token: string, locale = 'fr-FR', colorScheme: 'light' | 'dark' = 'light'): Promise<{ page: Page; said: string[] }> {
  const page = await (await chromium.newContext({ locale, colorScheme, viewport: { width: 390, height: 844 } })).newPage();
  const said: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) said.push(message.text()); });
  page.on('pageerror', (error) => { said.push(error.message); });
  await page.goto(`${api.baseUrl}/f/${token}`);
  return { page, said };
}

async function expectFine({ page, said }: { page: Page; said: string[] }, name: string): Promise<void> {
  if (shots !== undefined) {
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  }
  expect(await axeFaults(page)).toEqual([]);
  expect(said).toEqual([]);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
}

const tokenOf = async (key: string): Promise<string> => await eventually(async () => {
  const found = (await mailsIn(house)).find(({ messageKey }) => messageKey === key);
  const token = /\/f\/(\S+)/.exec(found?.text ?? '')?.[1];
  if (token === undefined) throw new Error(`no mail ${key}`);
  return token;
});

describe('a collection', () => {
  it('is filled in by the keyboard alone, told what is missing, kept when one leaves, and said to be recorded only once it is (D-06)', async () => {
    const journey = await new Journeys(house).begin(['Lyon'], { at: 'customer-launch', isTechnicallyCollected: false });
    await journey.openTask('technical-collection');
    const [{ id: taskId } = { id: '' }] = (await house.pool.query<{ id: string }>("SELECT id FROM tasks WHERE deployment_id = $1 AND step = 'technical-collection'", [journey.id])).rows;
    const token = await new SignJWT({ customerId: 'CLI-000001' }).setProtectedHeader({ alg: 'HS256' }).setSubject(taskId).setExpirationTime('1h').sign(new TextEncoder().encode(linkSecret));
    const visit = await open(token);
    const { page } = visit;
    await page.getByRole('heading', { level: 1, name: 'Remplir la collecte technique' }).waitFor();
    await expectFine(visit, 'collection-fr');
    await page.getByRole('button', { name: 'Envoyer ma réponse' }).press('Enter');
    await page.getByRole('alert').getByText('Il manque une réponse').waitFor();
    await expectFine(visit, 'collection-missing-fr');
    await page.getByRole('radio', { name: 'DHCP' }).press('Space');
    await page.getByRole('radio', { name: 'Celui du client' }).press('Space');
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByRole('radio', { name: 'DHCP' }).isChecked()).toBe(true);
    await page.getByRole('textbox', { name: 'Adresses IP publiques demandées' }).pressSequentially('2');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Merci, votre réponse est enregistrée.').waitFor();
    expect(await journey.recordedState<DeploymentState>()).toMatchObject({ isTechnicallyCollected: true });
    await page.getByRole('button', { name: 'Voir le planning de mon déploiement' }).press('Enter');
    await page.getByRole('heading', { name: 'Votre planning' }).waitFor();
    await expectFine(visit, 'collection-done-fr');
    const later = await open(token, 'en-GB', 'dark');
    await later.page.getByText('You have answered already.').waitFor();
    await expectFine(later, 'collection-done-en-dark');
    await journey.cancel();
    await journey.result();
  });
});

describe('the agreement to a solution', () => {
  it('is given with one’s satisfaction, in the language of the browser or the one that is chosen (T-14, T-16)', async () => {
    const ticket = await desk.ticket({ caller: { name: 'Jeanne Martin', email: 'jeanne@boulangerie-martin.example', relation: 'self' } });
    await ticket.does('take');
    await ticket.does('resolve', { solution: 'Port remis en service' });
    const visit = await open(await tokenOf(`${ticket.number}.agreement.1`), 'en-GB', 'dark');
    const { page } = visit;
    await page.getByRole('radiogroup', { name: 'Is your request solved?' }).waitFor();
    await page.getByText('Port remis en service').waitFor();
    await page.getByRole('button', { name: 'Français' }).press('Enter');
    await page.getByRole('radio', { name: 'Oui, c’est résolu' }).press('Space');
    await page.getByRole('radio', { name: '4, bon' }).press('Space');
    await expectFine(visit, 'agreement-fr-dark');
    await page.getByRole('button', { name: 'Envoyer ma réponse' }).press('Enter');
    await page.getByRole('status').getByText('Merci').waitFor();
    expect(await ticket.read()).toMatchObject({ phase: 'resolved' });
  });
});

describe('a link', () => {
  it.each([
    ['that has expired', 'fr-FR', async () => await new SignJWT({ customerId: 'CLI-000001' }).setProtectedHeader({ alg: 'HS256' }).setSubject('x').setExpirationTime(1).sign(new TextEncoder().encode(linkSecret)), 'Ce lien a expiré.'],
    ['that is not ours', 'en-GB', async () => 'nonsense', 'This link leads nowhere.'],
  ])('%s says what to do', async (name, locale, tokenFor, sentence) => {
    const visit = await open(await tokenFor(), locale);
    await visit.page.getByText(sentence).waitFor();
    await expectFine(visit, name.replaceAll(' ', '-'));
  });
});

describe('an invitation', () => {
  it('is accepted or declined by one touch, and the customer may change his mind (S-09)', async () => {
    const times = { startsAt: new Date(Date.now() + 30 * 86_400_000).toISOString(), endsAt: new Date(Date.now() + 30 * 86_400_000 + 3_600_000).toISOString() };
    const planned = await api.request('/api/v1/appointments', {
      ...json({ customerId: 'CLI-000001', subject: 'Votre fibre', place: '1 rue de la Gare, Lyon', invitee: { name: 'Jeanne Martin', email: 'jeanne@martin.invalid' }, ...times }, { authorization: 'Bearer sales-engineer' }), method: 'POST',
    });
    const { id } = await planned.json() as { id: string };
    const visit = await open(await tokenOf(`${id}.invitation.0`));
    const { page } = visit;
    await page.getByText('1 rue de la Gare, Lyon').waitFor();
    await expectFine(visit, 'invitation');
    await page.getByRole('button', { name: 'Je ne pourrai pas' }).click();
    await page.getByText('Vous avez répondu que vous ne pourrez pas venir', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Je serai là' }).click();
    await page.getByText('Vous avez répondu que vous serez là.').waitFor();
    await expectFine(visit, 'invitation-accepted');
    const { rows } = await house.pool.query<{ answer: string }>('SELECT answer FROM appointments WHERE id = $1', [id]);
    expect(rows).toEqual([{ answer: 'accepted' }]);
  });
});
