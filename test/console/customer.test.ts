/** Customers answer by the link that they were mailed, on a telephone, by the keyboard: collection, invoice, agreement with satisfaction, and links that no longer lead anywhere (D-06, D-17, T-14, T-16). */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { play, type Shown } from '../support/players.ts';
import { api, expectAccessible, visit } from './support/browser.ts';
import { expiredLink, linkOf } from './support/links.ts';
import { anAppointment } from './support/made.ts';
import { asks, launchedUntil } from './support/stories.ts';
import { act, aTicket } from './support/tickets.ts';

const open = (path: string, locale = 'fr-FR', colorScheme: 'light' | 'dark' = 'light'): Promise<Page> => visit(path, { locale, colorScheme });

async function expectFine(page: Page): Promise<void> {
  await expectAccessible(page);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
}

describe('a collection', () => {
  it('is filled in by the keyboard alone, told what is missing, kept when one leaves, and said to be recorded only once it is (D-06)', async () => {
    // Everybody does what is his but the customer.
    const id = await api().launch(['Lyon']);
    await play(api(), [id], { until: asks('technical-collection'), perform: async ({ task, begin }) => await Promise.resolve({ answer: task.owner === 'customer' ? Promise.resolve(undefined) : begin() }) });
    const path = await linkOf(`${id}.welcome`);
    const page = await open(path);
    await page.getByRole('heading', { level: 1, name: 'Remplir la collecte technique' }).waitFor();
    await expectFine(page);
    await page.getByRole('button', { name: 'Envoyer ma réponse' }).press('Enter');
    await page.getByRole('alert').getByText('Il manque une réponse').waitFor();
    await expectFine(page);
    await page.getByRole('radio', { name: 'DHCP' }).press('Space');
    await page.getByRole('radio', { name: 'Celui du client' }).press('Space');
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByRole('radio', { name: 'DHCP' }).isChecked()).toBe(true);
    await page.getByRole('textbox', { name: 'Adresses IP publiques demandées' }).pressSequentially('2');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Merci, votre réponse est enregistrée.').waitFor();
    expect(asks('technical-collection')(await api().get<Shown>(`/deployments/${id}`))).toBe(false);
    await page.getByRole('button', { name: 'Voir le planning de mon déploiement' }).press('Enter');
    await page.getByRole('heading', { name: 'Votre planning' }).waitFor();
    await expectFine(page);
    const later = await open(path, 'en-GB', 'dark');
    await later.getByText('You have answered already.').waitFor();
    await expectFine(later);
  });
});

describe('an invoice', () => {
  it('is contested with a reason and comes again; validated, it is what billing starts from (D-17, D-18)', async () => {
    const id = await launchedUntil(asks('invoice-validation'));
    const refusing = await open(await linkOf(`${id}.invoice-simulation.S001.1`));
    await refusing.getByRole('heading', { level: 1, name: 'Valider la simulation de facture' }).waitFor();
    await refusing.getByText(/^Total TTC/).waitFor();
    await expectFine(refusing);
    await refusing.getByRole('radio', { name: 'Je la conteste' }).press('Space');
    await refusing.getByRole('button', { name: 'Envoyer ma réponse' }).press('Enter');
    await refusing.getByRole('alert').getByText('Il manque une réponse').waitFor();
    await refusing.getByLabel('Motif').fill('La remise convenue manque.');
    await expectFine(refusing);
    await refusing.getByRole('button', { name: 'Envoyer ma réponse' }).press('Enter');
    await refusing.getByRole('status').getByText('Merci, votre réponse est enregistrée.').waitFor();
    await expectFine(refusing);

    const correction = await eventually(async () => {
      const task = (await api().get<Shown>(`/deployments/${id}`)).openTasks.find(({ step }) => step === 'invoice-correction');
      if (!task) throw new Error('nobody is asked to correct it');
      return task;
    });
    expect((await api().get<{ context: object }>(`/tasks/${correction.id}`, 'billing-admin')).context).toMatchObject({ contestedBecause: 'La remise convenue manque.' });
    expect((await api().post(`/tasks/${correction.id}/complete`, { choice: 'again', comment: 'Remise ajoutée' }, { as: 'billing-admin' })).status).toBe(200);
    await play(api(), [id], { until: asks('invoice-validation') });

    const validating = await open(await linkOf(`${id}.invoice-simulation.S001.2`), 'en-GB', 'dark');
    await validating.getByRole('radio').first().press('Space');
    await expectFine(validating);
    await validating.getByRole('button', { name: 'Send my answer' }).press('Enter');
    await validating.getByRole('status').getByText('Thank you').waitFor();
    await expectFine(validating);
    await eventually(async () => expect((await api().get<Shown>(`/deployments/${id}`)).sites[0]?.subscriptionReference).toEqual(expect.any(String)));
  });
});

describe('the agreement to a solution', () => {
  it('is given with one’s satisfaction, in the language of the browser or the one that is chosen (T-14, T-16)', async () => {
    const number = await aTicket({ caller: { name: 'Jeanne Martin', email: 'jeanne@boulangerie-martin.example', relation: 'self' } });
    await act(number, 'take');
    await act(number, 'resolve', { solution: 'Port remis en service' });
    const page = await open(await linkOf(`${number}.agreement.1`), 'en-GB', 'dark');
    await page.getByRole('radiogroup', { name: 'Is your request solved?' }).waitFor();
    await page.getByText('Port remis en service').waitFor();
    await page.getByRole('button', { name: 'Français' }).press('Enter');
    await page.getByRole('radio', { name: 'Oui, c’est résolu' }).press('Space');
    await page.getByRole('radio', { name: '4, bon' }).press('Space');
    await expectFine(page);
    await page.getByRole('button', { name: 'Envoyer ma réponse' }).press('Enter');
    await page.getByRole('status').getByText('Merci').waitFor();
    expect(await api().get(`/tickets/${number}`, 'technician-n1')).toMatchObject({ phase: 'resolved' });
  });
});

describe('a link', () => {
  it.each([
    ['that has expired', 'fr-FR', expiredLink, 'Ce lien a expiré.'],
    ['that is not ours', 'en-GB', async () => await Promise.resolve('/f/nonsense'), 'This link leads nowhere.'],
  ])('%s says what to do', async (_, locale, pathFor, sentence) => {
    const page = await open(await pathFor(), locale);
    await page.getByText(sentence).waitFor();
    await expectFine(page);
  });
});

describe('an invitation', () => {
  it('is accepted or declined by one touch, and the customer may change his mind (S-09)', async () => {
    const id = await anAppointment();
    const page = await open(await linkOf(`${id}.invitation.0`));
    await page.getByText('1 rue de la Gare, Lyon').waitFor();
    await expectFine(page);
    await page.getByRole('button', { name: 'Je ne pourrai pas' }).click();
    await page.getByText('Vous avez répondu que vous ne pourrez pas venir', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Je serai là' }).click();
    await page.getByText('Vous avez répondu que vous serez là.').waitFor();
    await expectFine(page);
    expect(await api().get(`/appointments/${id}`, 'sales-engineer')).toMatchObject({ answer: 'accepted' });
  });
});
