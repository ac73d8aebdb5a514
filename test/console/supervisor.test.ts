/** The supervisor's main job: work is given to somebody else, and a call to the outside that keeps failing is tried again (C-07, D-24). */
import { inject, it } from 'vitest';
import { editPolicy } from '../support/policies.ts';
import { play } from '../support/players.ts';
import { setFaults } from '../support/webhooks.ts';
import { api, expectAccessible, signIn } from './support/browser.ts';
import { asks, awaitingValidation } from './support/stories.ts';

it('gives a task of one coordinator to another, who finds it with him', async () => {
  const [{ task } = { task: '' }] = await awaitingValidation(1);
  const page = await signIn('supervisor', { path: '/baskets?whose=all&step=technical-validation&sort=opened' });
  const row = page.locator(`[data-id="${task}"]`);
  await row.getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Confier…' }).click();
  const panel = page.getByRole('region', { name: /^Confier/ });
  await panel.getByLabel('À qui').fill('coordinator');
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Essayer sans rien faire' }).click();
  await panel.getByText('1 possibles, 0 refusées.', { exact: false }).waitFor();
  await panel.getByRole('button', { name: 'Le faire pour 1' }).click();
  await panel.getByText('1 faites, 0 refusées, 0 au sort inconnu.').waitFor();
  const coordinator = await signIn('coordinator', { path: `/tasks/${task}` });
  await coordinator.getByText('Vous l’avez prise').waitFor();
});

it('is led from a figure to the call that is stuck, since when and why, has it made again once its system is back, and sees the journey go on (D-24)', async () => {
  await editPolicy(api(), 'outside-calls', (value) => ({ ...value, tellAfter: 'PT2S' }));
  await setFaults(inject('outside').jarvis, { errorRate: 1 });
  const id = await api().launch(['Lyon']);
  await play(api(), [id], { until: asks('stuck-call') });
  const page = await signIn('supervisor', { path: '/' });
  await page.getByRole('region', { name: 'Appels bloqués' }).getByText(id, { exact: false }).waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Pilotage' }).click();
  await page.getByRole('article', { name: 'Appels bloqués', exact: true }).getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: 'Administration' }).waitFor();
  const row = page.getByRole('row').filter({ hasText: id });
  await row.getByText('outside.unavailable').waitFor();
  await expectAccessible(page);
  await setFaults(inject('outside').jarvis, {});
  await row.getByRole('button', { name: 'Décider' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Commentaire').fill('De nouveau joignable');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Réessayer maintenant' }).click();
  await page.getByText('Nouvel essai demandé').waitFor();
  await row.waitFor({ state: 'detached' });
  await editPolicy(api(), 'outside-calls', (value) => ({ ...value, tellAfter: 'PT5M' }));

  await page.goto(`${inject('consoleUrl')}/deployments/${id}?tab=history`);
  await page.getByRole('row').filter({ hasText: 'Décision sur l’appel bloqué' }).waitFor();
  await page.getByRole('row').filter({ hasText: 'Appel débloqué' }).waitFor();
  await play(api(), [id], { until: ({ phase }) => phase === 'technical-validation' });
  await page.getByText('Validation technique', { exact: true }).first().waitFor();
});
