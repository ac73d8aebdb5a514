/** The pages of opportunities and of the agenda (S-09), in a browser before the whole product. */
import { describe, expect, it } from 'vitest';
import { api, expectAccessible, signIn } from './support/browser.ts';
import { mouse } from './support/hands.ts';

const dayMs = 86_400_000;
const dayIn = (days: number): string => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);

describe('The seller', () => {
  it('opens an opportunity, edits it, plans a follow-up and an appointment of it, moves and cancels that, and closes it (S-09)', async () => {
    const purpose = `Passer en fibre ${Date.now()}`;
    const page = await signIn('sales-engineer', { path: '/opportunities' });
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Nouvelle opportunité' }).click();
    const form = page.getByRole('dialog');
    await mouse(page).customer(form.getByRole('combobox', { name: 'Client' }), 'CLI-000001');
    await form.getByLabel('Finalité').fill(purpose);
    await form.getByLabel('Montant').fill('1200');
    await form.getByLabel('Probabilité').fill('25');
    await form.getByLabel('Clôture prévue').fill('2031-05-15');
    await expectAccessible(page);
    await form.getByRole('button', { name: 'Ouvrir', exact: true }).click();
    await page.getByText(/à 25.%, soit 300,00/).waitFor();
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Planifier une relance' }).click();
    await page.getByLabel('Échéance').fill(`${dayIn(40)}T09:00`);
    await page.getByLabel('Note').fill('Revoir le besoin');
    await page.getByRole('button', { name: 'Planifier', exact: true }).click();
    await page.getByText(/Revoir le besoin/).waitFor();

    await page.getByRole('link', { name: 'Prendre un rendez-vous' }).click();
    await page.getByRole('heading', { level: 1, name: 'Agenda' }).waitFor();
    await page.getByLabel('Objet, tel que le client le lira').fill('Votre fibre');
    await page.getByLabel('Personne invitée').fill('Jeanne Martin');
    await page.getByLabel('Son adresse de courriel').fill('jeanne@martin.invalid');
    await page.getByLabel('Début').fill(`${dayIn(20)}T10:00`);
    await page.getByLabel('Fin').fill(`${dayIn(20)}T11:00`);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Inviter le client' }).click();
    await page.getByText('Le client en est averti.', { exact: false }).waitFor();
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Le client accepte' }).click();
    await page.getByRole('dialog').getByText('Accepté', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Déplacer', exact: true }).click();
    await page.getByLabel('Début').fill(`${dayIn(21)}T14:00`);
    await page.getByLabel('Fin').fill(`${dayIn(21)}T15:00`);
    await page.getByRole('button', { name: 'Déplacer et avertir le client' }).click();
    await page.getByRole('dialog').getByText('Sans réponse', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Annuler le rendez-vous' }).click();
    await page.getByLabel('Motif').fill('Le client reporte');
    await page.getByRole('button', { name: 'Annuler et avertir le client' }).click();
    await page.getByRole('dialog').getByText('Annulé', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    // The week of the new day, and the same as a list.
    await page.getByText('Liste', { exact: true }).click();
    await expectAccessible(page);

    await page.goto(page.url().replace(/\/agenda.*$/, '/opportunities'));
    await page.getByRole('row', { name: new RegExp(purpose) }).click();
    await page.getByRole('button', { name: 'Clôturer' }).click();
    await page.getByLabel('Issue').selectOption('lost');
    await page.getByLabel('Motif').selectOption('competitor');
    await page.getByRole('dialog').getByRole('button', { name: 'Clôturer' }).click();
    await page.getByText('Perdue : Concurrent').waitFor();
    await expectAccessible(page);
    await page.goto(page.url().replace(/\?.*$/, '?view=follow-ups'));
    await page.getByRole('row', { name: /Revoir le besoin/ }).getByRole('button', { name: /Annuler/ }).click();
    await page.getByLabel('Motif').fill('Perdue');
    await page.getByRole('dialog').getByRole('button', { name: 'Annuler la relance' }).click();
    await page.getByText('Aucune relance à venir').waitFor();
    await expectAccessible(page);
    const { items } = await api().get<{ items: { purpose: string; stage: string }[] }>('/opportunities?stage=lost', 'sales-engineer');
    expect(items.map((one) => one.purpose)).toContain(purpose);
  });

  it('reads the agenda on a telephone and in the dark (S-09)', async () => {
    const page = await signIn('sales-manager', { path: '/agenda?whose=all', viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await page.getByRole('heading', { level: 1, name: 'Agenda' }).waitFor();
    await expectAccessible(page);
  });
});
