/** Corbeilles: worked through by keyboard alone, filters that say the truth, acts on many tried first and told for each. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { bringDocuments } from '../support/players.ts';
import { api, expectAccessible, signIn, tabTo } from './support/browser.ts';
import { awaitingValidation } from './support/stories.ts';

let waiting: Awaited<ReturnType<typeof awaitingValidation>>;
beforeAll(async () => { waiting = await awaitingValidation(5); });

const mine = (): string => '/baskets?whose=open&step=technical-validation&sort=opened';
const rowOf = (page: Page, task: string) => page.locator(`[data-id="${task}"]`);

function of(index: number): { readonly id: string; readonly task: string } {
  const found = waiting[index];
  if (!found) throw new Error('the story has fewer deployments');
  return found;
}

describe('The coordinator’s baskets', () => {
  it('are worked through without a mouse: down the list, claim, fill in, complete, and on to the next', async () => {
    const page = await signIn('coordinator', { path: mine() });
    const [first, second] = [of(0), of(1)];
    await rowOf(page, first.task).waitFor();
    await expectAccessible(page);
    const ids = await page.locator('[role=row][data-id]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-id')));
    // Down to the first of this story, whoever else is in the basket.
    for (let pressed = 0; pressed <= ids.indexOf(first.task); pressed += 1) await page.keyboard.press('j');
    await page.waitForFunction((id) => document.activeElement?.getAttribute('data-id') === id, first.task);
    await page.keyboard.press('a');
    await page.getByText(/^Prise :/).first().waitFor();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('region', { name: 'Tâche choisie' });
    await panel.getByText('Vous l’avez prise').waitFor();
    // Going on along the list with a task beside it, the focus stays in the list.
    const after = ids[ids.indexOf(first.task) + 1] ?? '';
    for (const [key, id] of [['j', after], ['ArrowUp', first.task]] as const) {
      await page.keyboard.press(key);
      await page.waitForURL((url) => url.searchParams.get('item') === id);
      await page.waitForFunction((wanted) => document.activeElement?.getAttribute('data-id') === wanted, id);
    }
    await panel.getByText('Vous l’avez prise').waitFor();
    await expectAccessible(page);
    // Sent with nothing in it, it says what is missing and leads there.
    await page.keyboard.press('Control+Enter');
    await panel.getByText('À remplir').first().waitFor();
    await expectAccessible(page);
    await page.waitForFunction(() => document.activeElement?.matches('input[type=radio]') === true);
    await page.keyboard.press('ArrowRight');
    await tabTo(page, 'Commentaire');
    await page.keyboard.type('L’adresse du site est fausse.');
    await page.keyboard.press('Control+Enter');
    // Said once the server has said so; the next one is there.
    await page.getByText(/^Terminée :/).waitFor();
    await page.waitForFunction((id) => new URL(location.href).searchParams.get('item') !== id, first.task);
    const { openTasks } = await api().get<{ openTasks: { step: string }[] }>(`/deployments/${first.id}`);
    expect(openTasks.map(({ step }) => step)).not.toContain('technical-validation');
    await rowOf(page, first.task).waitFor({ state: 'detached' });
    await rowOf(page, second.task).waitFor();
  });

  it('try an act on many before it is done, and say of each what became of it and why', async () => {
    const page = await signIn('coordinator', { path: mine() });
    const [ready, bare] = [of(2), of(3)];
    await bringDocuments(api(), ready.id);
    await rowOf(page, ready.task).getByRole('checkbox').click();
    await rowOf(page, bare.task).getByRole('checkbox').click();
    await page.getByText('2 cochés').waitFor();
    await page.getByRole('button', { name: 'Terminer…' }).click();
    const panel = page.getByRole('region', { name: 'Terminer' });
    await panel.getByRole('radio', { name: 'Oui' }).click();
    await panel.getByRole('button', { name: 'Essayer sans rien faire' }).click();
    await panel.getByText('1 possibles, 1 refusées. Rien n’est encore fait.', { exact: false }).waitFor();
    await panel.getByText(bare.id).waitFor();
    await expectAccessible(page);
    expect((await api().get<{ status: string }>(`/tasks/${ready.task}`)).status).toBe('open');
    await panel.getByRole('button', { name: 'Le faire pour 1' }).click();
    await panel.getByText('1 faites, 1 refusées, 0 au sort inconnu.').waitFor();
    expect((await api().get<{ status: string }>(`/tasks/${ready.task}`)).status).toBe('completed');
    expect((await api().get<{ status: string }>(`/tasks/${bare.task}`)).status).toBe('open');
    // What was refused stays ticked.
    await panel.getByRole('button', { name: 'Fermer' }).click();
    await page.getByText('1 coché', { exact: false }).waitFor();
    expect(await rowOf(page, bare.task).getAttribute('aria-selected')).toBe('true');
  });

  it('are an address: a filter, a sort and a saved view come back with it, and every filter that holds is seen', async () => {
    const page = await signIn('coordinator', { path: '/baskets?whose=all&step=technical-validation' });
    await page.getByRole('radio', { name: 'Toutes', checked: true }).waitFor({ state: 'attached' });
    await page.getByText('Étape : Validation technique').waitFor();
    await page.getByRole('button', { name: 'Échéance' }).click();
    await page.waitForURL(/sort=due/);
    await page.getByRole('button', { name: 'Garder cette vue' }).click();
    const name = `Validations ${Date.now()}`;
    await page.getByRole('textbox', { name: 'Nom de la vue' }).fill(name);
    await page.keyboard.press('Enter');
    await page.getByText(`Vue « ${name} » gardée`).waitFor();
    await page.getByRole('button', { name: /^Retirer le filtre/ }).click();
    await page.waitForURL((url) => !url.searchParams.has('step'));
    await page.getByRole('button', { name: 'Vues', exact: true }).click();
    await expectAccessible(page);
    await page.getByRole('menuitem', { name, exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get('step') === 'technical-validation' && url.searchParams.get('sort') === 'due');
    await page.reload();
    await page.getByText('Étape : Validation technique').waitFor();
  });

  it('say that there is nothing, and what to do', async () => {
    const page = await signIn('coordinator', { path: '/baskets?customerId=CLI-999999' });
    await page.getByText('Rien dans cette vue').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Retirer tous les filtres' }).click();
    await page.waitForURL((url) => !url.searchParams.has('customerId'));
  });

  it('show what somebody else does, in every tab by one connection', async () => {
    const page = await signIn('coordinator', { path: mine() });
    const other = await page.context().newPage();
    await other.goto(page.url());
    const { task } = of(4);
    for (const each of [page, other]) {
      await rowOf(each, task).waitFor();
      await each.getByText('En direct').waitFor();
    }
    await api().post(`/tasks/${task}/complete`, { accepted: false, comment: 'Fait ailleurs' }, { as: 'coordinator' });
    await Promise.all([page, other].map((each) => rowOf(each, task).waitFor({ state: 'detached' })));
    for (const each of [page, other]) expect(await each.getByText('En direct').count()).toBe(1);
  });
});
