/** The pages of complaints: entered with what came before in sight and words of judgement stood by, answered, a gesture given, closed with the customer’s word (S-08). */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { api, expectAccessible, signIn } from './support/browser.ts';
import { aComplaint, anOrderNumber } from './support/made.ts';

/** Few choices are buttons, many a list. */
async function choose(page: Page, field: string, choice: string): Promise<void> {
  const group = page.getByRole('radiogroup', { name: field });
  await group.or(page.getByRole('combobox', { name: field })).first().waitFor();
  if (await group.count() > 0) await group.getByRole('radio', { name: choice, exact: true }).check();
  else await page.getByRole('combobox', { name: field }).selectOption({ label: choice });
}

describe('A complaint', () => {
  it('is entered from the customer’s page, with what he complained of before in sight, and words of judgement stood by (S-08, C-02)', async () => {
    const orderNumber = await anOrderNumber();
    const before = await aComplaint(orderNumber);
    const page = await signIn('service-agent', { path: '/customers/CLI-000001?tab=reasons' });
    await page.getByRole('button', { name: /Je ne suis pas content/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Enregistrer une réclamation' }).waitFor();
    await page.getByRole('link', { name: before }).waitFor();
    await expectAccessible(page);
    await choose(page, 'Commande', `${orderNumber} (${new Date().getFullYear()})`);
    await choose(page, 'Objet', 'Facturation');
    await page.getByRole('textbox', { name: 'Ce que dit le client' }).fill('Le vendeur est un menteur selon lui : la ligne de mai est facturée deux fois.');
    await page.getByRole('textbox', { name: 'Nom' }).fill('Jeanne Martin');
    await page.getByRole('textbox', { name: 'Courriel' }).fill('jeanne@martin.invalid');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('alert').getByText(/menteu…/).waitFor();
    await expectAccessible(page);
    await page.getByRole('checkbox', { name: /je maintiens ces mots/ }).check();
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('heading', { level: 1, name: /^REC-/ }).waitFor();
    await page.getByText('mots maintenus après relecture').waitFor();
    await expectAccessible(page);
  });

  it('is found in the list, answered in its dossier, given a gesture within one’s limit, and closed with the customer’s word (S-08)', async () => {
    const id = await aComplaint(await anOrderNumber());
    const page = await signIn('service-agent', { path: '/complaints' });
    await page.getByRole('row', { name: new RegExp(id) }).waitFor();
    await expectAccessible(page);
    await page.getByRole('row', { name: new RegExp(id) }).click();
    await page.getByRole('heading', { level: 1, name: id }).waitFor();

    await page.getByRole('button', { name: 'Accorder un geste' }).click();
    await page.getByText(/Votre limite pour cette réclamation/).waitFor();
    await page.getByLabel('Montant').fill('60');
    await page.getByLabel('Motif').fill('Retard de mise en service');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Accorder', exact: true }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Montant').fill('50');
    await page.getByRole('button', { name: 'Accorder', exact: true }).click();
    await page.getByRole('article', { name: 'Geste n° 1' }).getByText(/à créditer/).waitFor();

    await choose(page, 'Ce que vaut la réclamation', 'Elle est fondée');
    await page.getByRole('textbox', { name: 'Ce que le client reçoit' }).fill('Votre ligne est en service depuis hier, et nous vous accordons 50 €.');
    await page.getByRole('button', { name: 'Terminer', exact: true }).click();
    await page.getByRole('article', { name: 'Réponse n° 1' }).getByText(/envoyée/).waitFor();
    await expectAccessible(page);

    await choose(page, 'Ce que le client dit de la réponse', 'Elle lui convient');
    await page.getByRole('button', { name: 'Terminer', exact: true }).click();
    await page.getByText('Client satisfait').waitFor();
    expect(await api().get(`/complaints/${id}`, 'service-agent')).toMatchObject({ phase: 'settling', gestureCents: 5_000, answers: [{ number: 1 }] });
    await page.getByRole('tab', { name: 'Fil' }).click();
    await page.getByText('Geste accordé').first().waitFor();
    await expectAccessible(page);
  });

  it('is taken back with the reason that the customer gives; on a narrow screen too (S-08)', async () => {
    const id = await aComplaint(await anOrderNumber());
    const page = await signIn('supervisor', { path: `/complaints/${id}`, viewport: { width: 390, height: 844 } });
    await page.getByRole('button', { name: 'Retirer la réclamation' }).click();
    await page.getByLabel(/Ce qu’en dit le client/).fill('La mise en service a eu lieu entre-temps');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Retirer', exact: true }).click();
    await page.getByText('Retirée', { exact: true }).first().waitFor();
    expect(await api().get(`/complaints/${id}`, 'service-agent')).toMatchObject({ phase: 'ended', outcome: 'withdrawn' });
  });
});
