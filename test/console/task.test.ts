/** Tâche: its form keeps what is typed, and what somebody else did meanwhile is shown beside what one had. */
import { beforeAll, describe, expect, it } from 'vitest';
import { api, expectAccessible, signIn } from './support/browser.ts';
import { awaitingValidation } from './support/stories.ts';

let waiting: Awaited<ReturnType<typeof awaitingValidation>>;
beforeAll(async () => { waiting = await awaitingValidation(2); });

function of(index: number): { readonly id: string; readonly task: string } {
  const found = waiting[index];
  if (!found) throw new Error('the story has fewer deployments');
  return found;
}

describe('A task', () => {
  it('keeps what is typed through a reload, shows the API’s refusal, and is done when the server says so', async () => {
    const { task } = of(0);
    const page = await signIn('coordinator', { path: `/tasks/${task}` });
    await page.getByRole('heading', { level: 1, name: /echnique/ }).waitFor();
    await page.getByRole('heading', { name: 'Documents' }).waitFor();
    const { customerId, customerName } = await api().get<{ customerId: string; customerName: string }>(`/tasks/${task}`);
    await page.getByRole('link', { name: `${customerName} ${customerId}` }).waitFor();
    await expectAccessible(page);
    await page.getByRole('radio', { name: 'Oui' }).click();
    await page.getByRole('textbox', { name: 'Commentaire' }).fill('Vu avec le commerce');
    await page.reload();
    await page.getByText(/^Votre brouillon du/).waitFor();
    expect(await page.getByRole('textbox', { name: 'Commentaire' }).inputValue()).toBe('Vu avec le commerce');
    expect(await page.getByRole('radio', { name: 'Oui' }).isChecked()).toBe(true);
    // D-04: nothing has been brought.
    await page.getByRole('button', { name: 'Terminer', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: /pièce|document/i }).waitFor();
    await expectAccessible(page);
    await page.getByRole('radio', { name: 'Non' }).click();
    await page.getByRole('button', { name: 'Terminer', exact: true }).click();
    await page.waitForURL(/\/baskets/);
    expect((await api().get<{ status: string }>(`/tasks/${task}`)).status).toBe('completed');
    expect(await page.evaluate((id) => Object.keys(localStorage).filter((key) => key.endsWith(`task.${id}`)), task)).toEqual([]);
  });

  it('that somebody else has done meanwhile is compared, and reloaded when one wants it; the draft stays', async () => {
    const { task } = of(1);
    const page = await signIn('coordinator', { path: `/tasks/${task}` });
    await page.getByRole('radio', { name: 'Non' }).click();
    await page.getByRole('textbox', { name: 'Commentaire' }).fill('Adresse fausse');
    // What is heard live comes too late here: one finds out when one sends.
    let isSent = false;
    await page.route(`**/api/v1/tasks/${task}`, (route) => (isSent ? route.continue() : route.abort()));
    await api().post(`/tasks/${task}/complete`, { accepted: false, comment: 'Fait par un collègue' }, { as: 'coordinator' });
    page.on('request', (request) => { isSent ||= request.method() === 'POST'; });
    await page.getByRole('button', { name: 'Terminer', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('rowheader', { name: 'État' }).waitFor();
    await dialog.getByRole('cell', { name: 'Terminée' }).waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Recharger' }).click();
    await page.getByText('Cette tâche est close', { exact: false }).waitFor();
    expect(await page.evaluate((id) => Object.keys(localStorage).filter((key) => key.endsWith(`task.${id}`)).length, task)).toBe(1);
  });

  it('of another profile can be read, not done', async () => {
    const page = await signIn('field-technician', { path: `/tasks/${of(0).task}` });
    await page.getByText(/close|autre profil|Introuvable|Rien sous/i).first().waitFor();
    await expectAccessible(page);
    expect(await page.getByRole('button', { name: 'Terminer', exact: true }).count()).toBe(0);
  });
});
