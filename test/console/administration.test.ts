/** Administration: each sees the sections that are his; a policy is changed with its impact seen and overwrites nobody; access for a time and keys of programs are given and taken back (C-05). */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { api, expectAccessible, signIn, type Visit } from './support/browser.ts';
import { keys } from './support/hands.ts';
import type { Profile } from '../../domain/people/profiles.ts';

const open = (who: Profile, section = '', visit: Visit = {}): Promise<Page> => signIn(who, { ...visit, path: `/administration${section === '' ? '' : `?section=${section}`}` });
const tabs = async (page: Page): Promise<string[]> => {
  await page.getByRole('tab').first().waitFor();
  return await page.getByRole('tab').allTextContents();
};
const inAWeek = (): string => `${new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)}T18:00`;
const rowOf = (page: Page, name: string): Locator => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });

it('shows each the sections that are his (C-05)', async () => {
  expect(await tabs(await open('supervisor'))).toEqual(['Appels bloqués', 'Accès temporaires', 'Personnes', 'Équipes', 'Politiques', 'Journal des accès']);
  const admin = await open('admin', '', { locale: 'en-GB', colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  expect(await tabs(admin)).toEqual(['Temporary access', 'People', 'Teams', 'Centres', 'Policies', 'API keys', 'Webhooks', 'Access log']);
  await admin.getByText('No temporary access').waitFor();
  await expectAccessible(admin);
  const supervisor = await open('supervisor', 'stuck-calls');
  await supervisor.getByText('Aucun appel bloqué').waitFor();
  await expectAccessible(supervisor);
});

it('changes a policy only once its impact was seen, and overwrites nobody', async () => {
  const page = await open('admin', 'policies', { colorScheme: 'dark' });
  await page.getByRole('rowheader').first().getByRole('link').waitFor();
  await expectAccessible(page);
  await page.goto(`${new URL(page.url()).origin}/administration?section=policies&item=acceptance`);
  const editor = page.getByRole('textbox', { name: 'Valeur (JSON)' });
  const before = JSON.parse(await editor.inputValue()) as { readonly changesAtMost: number };
  const withChanges = (by: number): string => JSON.stringify({ ...before, changesAtMost: before.changesAtMost + by });
  await editor.fill('{');
  await page.getByText('Ce n’est pas un objet JSON.').waitFor();
  await editor.fill(withChanges(1));
  expect(await page.getByRole('button', { name: 'Enregistrer une version' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Voir l’impact' }).press('Enter');
  await page.getByRole('rowheader', { name: '/changesAtMost' }).waitFor();
  await expectAccessible(page);
  // Somebody else is faster.
  const faster = await api().request('/policies/acceptance', { method: 'PUT', headers: { 'content-type': 'application/json', 'if-match': '*' }, body: JSON.stringify({ value: JSON.parse(withChanges(2)) as unknown }) }, 'admin');
  expect(faster.status).toBe(200);
  await page.getByRole('button', { name: 'Enregistrer une version' }).press('Enter');
  await page.getByRole('alert').waitFor();
  await page.reload();
  await editor.fill(withChanges(3));
  await page.getByRole('button', { name: 'Voir l’impact' }).press('Enter');
  await page.getByRole('rowheader', { name: '/changesAtMost' }).waitFor();
  await page.getByRole('button', { name: 'Enregistrer une version' }).press('Enter');
  await page.getByText(/^Version \d+ enregistrée\.$/).waitFor();
});

describe('access for a time', () => {
  it('is given by the keyboard alone to somebody who is looked for by name, and taken back', async () => {
    const page = await open('admin', 'grants');
    const { press, fill, select, pick } = keys(page);
    await page.getByText('Aucun accès temporaire').waitFor();
    await press(page.getByRole('button', { name: 'Donner un accès' }));
    const form = page.getByRole('dialog', { name: 'Donner un accès' });
    await fill(form.getByLabel('Personne'), 'Jade Fer');
    await page.getByRole('option', { name: 'Jade Ferrand (jade-ferrand)' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await form.getByRole('combobox', { name: 'Personne' }).or(form.getByRole('textbox', { name: 'Personne' })).first().inputValue()).toBe('Jade Ferrand (jade-ferrand)');
    await select(form.getByLabel('Profil'), 'Chargé de la relation client');
    await pick(form.getByLabel('Jusqu’au'), '2031-03-03T09:00');
    await fill(form.getByLabel('Motif'), 'Renfort de la semaine');
    await expectAccessible(page);
    await press(form.getByRole('button', { name: 'Donner un accès' }));
    // Longer than may be given: told, and nothing is lost.
    await form.getByRole('alert').or(form.locator('[aria-invalid=true]')).first().waitFor();
    await form.getByLabel('Jusqu’au').fill(inAWeek());
    await press(form.getByRole('button', { name: 'Donner un accès' }));
    await page.getByText('L’accès de Jade Ferrand est donné.').waitFor();
    const row = rowOf(page, 'Jade Ferrand');
    await row.getByText('Chargé de la relation client').waitFor();
    await expectAccessible(page);
    await press(row.getByRole('button', { name: 'Retirer l’accès de Jade Ferrand' }));
    await page.getByText('L’accès de Jade Ferrand est retiré.').waitFor();
    await row.waitFor({ state: 'detached' });
  });
});

describe('a key of a program', () => {
  it('is shown once, opens what its profile may and no longer once it is taken back', async () => {
    const page = await open('admin', 'api-keys');
    await page.getByText('Aucune clé').waitFor();
    await page.getByRole('button', { name: 'Créer une clé' }).click();
    const form = page.getByRole('dialog', { name: 'Créer une clé' });
    await form.getByLabel('Nom').fill('Extranet');
    await form.getByLabel('Profil').selectOption({ label: 'Coordinateur client' });
    await form.getByLabel('Expire').fill(inAWeek());
    await expectAccessible(page);
    await form.getByRole('button', { name: 'Créer une clé' }).click();
    await form.waitFor({ state: 'detached' });
    const shown = page.getByRole('status').filter({ hasText: 'Clé de Extranet' });
    const key = await shown.locator('pre').innerText();
    await expectAccessible(page);
    const asked = async (): Promise<number> => (await fetch(`${new URL(page.url()).origin}/api/v1/deployments`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await asked()).toBe(200);
    await shown.getByRole('button', { name: 'Je l’ai copiée' }).click();
    expect(await page.getByText(key).count()).toBe(0);
    await page.getByRole('button', { name: 'Retirer la clé Extranet' }).click();
    await page.getByText('La clé Extranet est retirée.').waitFor();
    await rowOf(page, 'Extranet').getByText(/^Retirée le/).waitFor();
    expect(await asked()).toBe(401);
    await expectAccessible(page);
  });
});
