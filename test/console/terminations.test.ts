/** Terminations: an agent enters a letter from the customer's page, sees what it costs and where it stands, and takes it back; the engine's screens lead to its page. */
import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { api, expectAccessible, signIn } from './support/browser.ts';

interface Termination { readonly phase: string; readonly outcome: string | null; readonly openTasks: readonly { readonly id: string }[] }

const read = (id: string): Promise<Termination> => api().get<Termination>(`/terminations/${id}`, 'service-agent');

it('is opened from the reason of a contact, with its fee before and after, and withdrawn (C-02, R-01, R-03, R-07)', async () => {
  const page = await signIn('service-agent', { path: '/customers/CLI-000002?tab=reasons' });
  await page.getByLabel('Service').selectOption({ label: 'FTTO RDS-900002' });
  await page.getByRole('button', { name: /^Je résilie/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Enregistrer une résiliation' }).waitFor();
  expect(await page.getByRole('checkbox', { name: /^RDS-900002/ }).isChecked()).toBe(true);
  await page.getByLabel('Lettre reçue le').fill('2026-01-05');
  // 390 € a month from the end of the notice, 5 April 2026, until the end of 2028: 33 months begun.
  await page.getByRole('region', { name: 'Indemnité si rien ne change (IRA)' }).getByText('12 870,00 €').first().waitFor();
  await page.getByLabel('Numéro du recommandé').fill('1A 042 337');
  await page.getByRole('textbox', { name: 'Nom', exact: true }).fill('Paule Roy');
  await page.getByLabel('Courriel').fill('paule.roy@tilleuls.example');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: /^RES-/ }).waitFor();
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';

  // The next act is a task, whose button leads to it.
  await page.getByRole('link', { name: 'Rappeler le client qui résilie et tenter de le garder' }).waitFor();
  await page.getByRole('list', { name: 'Étapes' }).getByText('Rétention commerciale').waitFor();
  await page.getByText('Elle est calculée après la rétention commerciale.').waitFor();
  await expectAccessible(page);
  const [winBack] = (await read(id)).openTasks;
  const answered = await api().post(`/tasks/${winBack?.id}/complete`, { outcome: 'leaving', comment: 'Ferme un site' }, { as: 'sales-engineer' });
  expect(answered.status, answered.text).toBe(200);
  const fee = page.getByRole('region', { name: 'Indemnité de résiliation anticipée (IRA)' }).first();
  await fee.getByText('12 870,00 €').first().waitFor();
  await page.getByRole('link', { name: 'Confirmation de la demande' }).waitFor();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Retirer la demande' }).click();
  const form = page.getByRole('dialog');
  await form.getByText('le client est prévenu, le service continue').waitFor();
  await form.getByLabel('Motif').fill('Il reste, avec un nouveau contact');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Retirer la demande' }).click();
  await page.getByText(`${id} est retirée`).waitFor();
  await eventually(async () => { expect(await read(id)).toMatchObject({ outcome: 'withdrawn' }); }, 30_000);
  await page.getByText('Retirée', { exact: true }).first().waitFor();
});

it('are listed by state and phase, in both languages and on a narrow screen, and said to be none where there are none', async () => {
  const page = await signIn('service-agent', { path: '/terminations?state=all', locale: 'en-GB', colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  await page.getByRole('row', { name: /RES-/ }).first().click();
  await page.getByRole('heading', { level: 1, name: /^RES-/ }).waitFor();
  await page.getByRole('region', { name: 'History' }).getByRole('row').first().waitFor();
  await page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth);
  await expectAccessible(page);
  const origin = new URL(page.url()).origin;
  await page.goto(`${origin}/terminations?phase=scheduled`);
  await page.getByText('Nothing matches these filters').waitFor();
  await expectAccessible(page);
  await page.goto(`${origin}/terminations/new`);
  await page.getByRole('combobox', { name: 'Customer' }).waitFor();
  await expectAccessible(page);
  await page.goto(`${origin}/terminations/RES-2020-999999`);
  await page.getByRole('alert').waitFor();
  await expectAccessible(page);
});
