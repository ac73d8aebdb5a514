/** Administration in a real browser: each sees the sections that are his, and a policy is changed with its impact seen, overwriting nobody. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePorts } from '../../../cli/processes/ports.ts';
import type { Profile } from '../../../domain/people/profiles.ts';
import { projectRoot } from '../../../project-root.ts';
import type { RunningApi } from '../../support/api.ts';
import { sessionCookieOf, testBrowsers } from '../../support/browsers.ts';
import build from '../../support/built.ts';
import { axeFaults, launchChromium } from '../../support/chromium.ts';
import { startHouseApi } from '../../support/house-api.ts';
import { openHouse, type House } from '../../support/house.ts';

let house: House;
let api: RunningApi;
let chromium: Browser;
let publicUrl: URL;
const shots = process.env['JALON_TEST_SHOTS'];

beforeAll(async () => {
  await build();
  house = await openHouse();
  await house.pool.query(`INSERT INTO centres (key, label, region) VALUES ('lyon', '{"fr": "Lyon", "en": "Lyons"}', 'sud-est') ON CONFLICT DO NOTHING`);
  await house.pool.query("INSERT INTO team_members (subject, name, profile, team) VALUES ('technician-n1', 'Bruno Petit', 'technician-n1', 'n1') ON CONFLICT DO NOTHING");
  const [port = 0] = await freePorts(1);
  publicUrl = new URL(`http://127.0.0.1:${port}`);
  api = await startHouseApi(house, { port, browsers: testBrowsers({ publicUrl, consoleFolder: join(projectRoot(), 'dist', 'console') }) });
  chromium = await launchChromium();
}, 300_000);
afterAll(async () => {
  await chromium.close();
  await api.close();
  await house.close();
});

async function open(who: Profile, section: string, { locale = 'fr-FR', colorScheme = 'light' as 'light' | 'dark', width = 1440 } = {}): Promise<{ page: Page; said: string[] }> {
  const context = await chromium.newContext({ locale, colorScheme, viewport: { width, height: 900 } });
  const [name, value] = await sessionCookieOf(who, publicUrl);
  await context.addCookies([{ name, value, url: publicUrl.href, httpOnly: true }]);
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) said.push(message.text()); });
  page.on('pageerror', (error) => { said.push(error.message); });
  await page.goto(`${publicUrl.href}administration${section === '' ? '' : `?section=${section}`}`);
  await page.getByRole('heading', { level: 1, name: 'Administration' }).waitFor();
  return { page, said };
}

async function expectFine({ page, said }: { page: Page; said: string[] }, name: string): Promise<void> {
  if (shots !== undefined) {
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `administration-${name}.png`) });
  }
  expect(await axeFaults(page)).toEqual([]);
  expect(said).toEqual([]);
}

const tabs = async (page: Page): Promise<string[]> => await page.getByRole('tab').allTextContents();

it('shows each the sections that are his (C-05)', async () => {
  expect(await tabs((await open('supervisor', '')).page)).toEqual(['Appels bloqués', 'Accès temporaires', 'Personnes', 'Politiques', 'Journal des accès']);
  const admin = await open('admin', '', { locale: 'en-GB', colorScheme: 'dark', width: 390 });
  expect(await tabs(admin.page)).toEqual(['Temporary access', 'People', 'Policies', 'API keys', 'Access log']);
  await admin.page.getByText('No temporary access').waitFor();
  await expectFine(admin, 'grants-empty-en-dark-390');
  const supervisor = await open('supervisor', 'stuck-calls');
  await supervisor.page.getByText('Aucun appel bloqué').waitFor();
  await expectFine(supervisor, 'stuck-calls-fr');
});

it('changes a policy only once its impact was seen, and overwrites nobody', async () => {
  const visit = await open('admin', 'policies', { colorScheme: 'dark' });
  const { page } = visit;
  await page.getByRole('rowheader').first().getByRole('link').waitFor();
  await expectFine(visit, 'policies-fr-dark');
  await page.goto(`${publicUrl.href}administration?section=policies&item=acceptance`);
  const editor = page.getByRole('textbox', { name: 'Valeur (JSON)' });
  const before = JSON.parse(await editor.inputValue()) as Record<string, unknown>;
  const [figure = '', old] = Object.entries(before).find(([, value]) => typeof value === 'number') ?? [];
  await editor.fill('{');
  await page.getByText('Ce n’est pas un objet JSON.').waitFor();
  await editor.fill(JSON.stringify({ ...before, [figure]: Number(old) + 1 }));
  expect(await page.getByRole('button', { name: 'Enregistrer une version' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Voir l’impact' }).press('Enter');
  await page.getByRole('rowheader', { name: `/${figure}` }).waitFor();
  await expectFine(visit, 'policy-impact-fr-dark');
  // Somebody else is faster.
  const headers = { 'authorization': 'Bearer admin', 'content-type': 'application/json', 'if-match': '*' };
  expect((await fetch(`${publicUrl.href}api/v1/policies/acceptance`, { method: 'PUT', headers, body: JSON.stringify({ value: { ...before, [figure]: Number(old) + 2 } }) })).status).toBe(200);
  await page.getByRole('button', { name: 'Enregistrer une version' }).press('Enter');
  await page.getByRole('alert').waitFor();
  await page.reload();
  await editor.fill(JSON.stringify({ ...before, [figure]: Number(old) + 3 }));
  await page.getByRole('button', { name: 'Voir l’impact' }).press('Enter');
  await page.getByRole('button', { name: 'Enregistrer une version' }).press('Enter');
  await page.getByText('Version 3 enregistrée.').waitFor();
});
