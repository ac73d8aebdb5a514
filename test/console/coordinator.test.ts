/** The coordinator's main job: from sign-in he launches a deployment and brings it to billing and handover (D-01 to D-19); once with the mouse, once with the keyboard alone. */
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { addDocuments, play, type Shown } from '../support/players.ts';
import { api, expectAccessible, signIn } from './support/browser.ts';
import { keys, mouse, type Hands } from './support/hands.ts';

/** His own tasks are left to him; all others do theirs meanwhile. */
function othersPlay(id: string): Promise<void> {
  return play(api(), [id], { perform: async ({ task, begin }) => await Promise.resolve({ answer: task.owner === 'coordinator' ? Promise.resolve(undefined) : begin() }) });
}

async function launches({ page, press, fill, select, customer, pick }: Hands): Promise<string> {
  await press(page.getByRole('link', { name: 'Déploiements' }));
  await press(page.getByRole('link', { name: 'Lancer un déploiement' }).first());
  await page.getByRole('heading', { level: 1, name: 'Lancer un déploiement' }).waitFor();
  const field = (label: string) => page.getByLabel(label, { exact: false });
  await customer(page.getByRole('combobox', { name: 'Client' }), 'CLI-000001');
  await fill(field('Numéro de commande'), `BC-${randomUUID().slice(0, 8)}`);
  await pick(field('Activation souhaitée'), '2031-03-03');
  await select(field('Marché'), 'Privé');
  const contact = page.getByRole('group', { name: 'Interlocuteur' });
  await fill(contact.getByLabel('Nom'), 'Jeanne Martin');
  await fill(contact.getByLabel('Courriel'), 'jeanne.martin@client.invalid');
  const site = page.getByRole('group', { name: 'Site 1' });
  for (const [label, text] of [
    ['Nom du site', 'Agence de Lyon'], ['Rue', '1 rue de la Gare'], ['Code postal', '69001'], ['Ville', 'Lyon'], ['Contact sur place', 'Paul Martin'], ['Téléphone sur place', '+33 6 39 98 10 01'],
    ['Code de l’offre', 'FTTH-1G'], ['Par mois', '49'], ['Une fois', '150'],
  ] as const) await fill(site.getByLabel(label), text);
  await fill(site.getByLabel('Offre', { exact: true }).or(site.getByLabel(/^Offre/)).first(), 'Fibre 1 Gb/s');
  await expectAccessible(page);
  await press(page.getByRole('button', { name: 'Lancer', exact: true }));
  await page.getByRole('heading', { level: 1, name: /^AFF-/ }).waitFor();
  return await page.getByRole('heading', { level: 1 }).innerText();
}

async function acceptsDocuments({ page, press }: Hands, id: string): Promise<void> {
  const brought = await addDocuments(api(), id);
  await press(page.getByRole('tab', { name: 'Documents' }));
  const waiting = page.getByRole('button', { name: /^Accepter :/ });
  await eventually(async () => expect(await waiting.count()).toBe(brought.length));
  for (let left = brought.length; left > 0; left -= 1) {
    await press(waiting.first());
    await eventually(async () => expect(await waiting.count()).toBe(left - 1));
  }
  await expectAccessible(page);
  await press(page.getByRole('tab', { name: 'Sites' }));
}

/** From the dossier, which shows it as soon as it is his turn, and back to it. */
async function does({ page, press }: Hands, step: string, answer: (form: ReturnType<Page['getByRole']>) => Promise<void>): Promise<void> {
  await press(page.getByRole('link', { name: new RegExp(`^Faire : ${step}`) }));
  const form = page.getByRole('form', { name: 'Saisie de la tâche' });
  await form.waitFor();
  await answer(form);
  await press(form.getByRole('button', { name: 'Terminer', exact: true }));
  await page.getByRole('heading', { level: 1, name: /^AFF-/ }).waitFor();
}

it.each([['with a mouse', mouse], ['with the keyboard alone', keys]] as const)('the coordinator launches a deployment and completes it to billing and handover %s', async (_, handsOf) => {
  const page = await signIn('coordinator', { isNew: true });
  const hands = handsOf(page);
  const { press, pick } = hands;
  const yes = (form: ReturnType<Page['getByRole']>, group: string) => form.getByRole('radiogroup', { name: group }).getByRole('radio', { name: 'Oui' });

  const id = await launches(hands);
  const others = othersPlay(id);
  await page.getByText('Validation technique', { exact: true }).first().waitFor();
  await acceptsDocuments(hands, id);
  await does(hands, 'Validation technique', async (form) => { await press(yes(form, 'La collecte et les pièces')); });
  await does(hands, 'Lancement de projet interne', async (form) => {
    await pick(form.getByLabel('Tenu le'), '2026-01-01');
    await press(form.getByRole('checkbox', { name: 'L’ingénieur commercial était présent, et prévient le client' }));
    await press(yes(form, 'L’ingénieur avant-vente était présent'));
  });
  await does(hands, 'Lancement de projet client', async (form) => {
    await pick(form.getByLabel('Tenu le'), '2026-02-02');
    await press(form.getByRole('checkbox', { name: 'Données administratives vérifiées' }));
    await press(form.getByRole('checkbox', { name: 'Cohérence de la solution vérifiée' }));
    await press(form.getByRole('checkbox', { name: 'Compréhension du besoin vérifiée avec le client' }));
    await press(form.getByRole('checkbox', { name: 'Planning et Extranet présentés' }));
  });
  await does(hands, 'Planification de l’intervention OBL', async (form) => {
    await pick(form.getByLabel('Début du créneau'), '2031-02-02T09:00');
    await pick(form.getByLabel('Fin du créneau'), '2031-02-02T11:00');
  });
  await does(hands, 'Simulation de facture', async (form) => { await press(form.getByRole('radio', { name: 'Est conforme et peut partir' })); });
  await does(hands, 'Passage en exploitation', async (form) => { await press(form.getByRole('checkbox', { name: 'La documentation est complète' }).or(yes(form, 'La documentation est complète'))); });
  await others;
  await page.getByText('Terminé', { exact: true }).waitFor();
  await page.getByText('En service').waitFor();
  await expectAccessible(page);
  const { phase, sites: [site] } = await api().get<Shown>(`/deployments/${id}`);
  expect({ phase, billed: site?.subscriptionReference ?? null }).toEqual({ phase: 'completed', billed: expect.any(String) });
}, 300_000);
