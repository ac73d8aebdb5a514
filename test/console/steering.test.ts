/** Pilotage: a supervisor reads a figure, opens its list, compares centres, and gives what is late to somebody else (C-06, C-07). */
import { beforeAll, describe, expect, it } from 'vitest';
import { api, expectAccessible, signIn } from './support/browser.ts';
import { act, aTicket, sql } from './support/tickets.ts';

let late: string;
beforeAll(async () => {
  late = await aTicket();
  await act(late, 'take');
  await sql("UPDATE basket_items SET due_at = now() - interval '1 hour' WHERE journey_id = $1", [late]);
});

describe('The supervisor', () => {
  it('reads what stands now, and finds behind a figure the list of just that (C-06)', async () => {
    const page = await signIn('supervisor', { path: '/steering' });
    const tile = page.getByRole('article', { name: 'Tickets ouverts', exact: true });
    const figure = await tile.getByRole('link').innerText();
    await expectAccessible(page);
    await tile.getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Tickets' }).waitFor();
    await page.getByText(`${figure} en tout`).waitFor();
    await page.goBack();
    await page.getByLabel('Comparer').selectOption({ label: 'Les personnes' });
    await page.locator('a[href*="assignee=technician-n1"]').first().click();
    await page.waitForURL((url) => url.pathname === '/tickets' && url.searchParams.get('assignee') === 'technician-n1');
    await page.getByRole('row', { name: new RegExp(late) }).waitFor();
    // What narrows the list is seen, and can be taken away.
    await page.getByRole('button', { name: 'Retirer le filtre : Chez' }).click();
    await page.waitForURL((url) => !url.searchParams.has('assignee'));
  });

  it('sees a period as charts, each with its table and its sheet, and centres side by side', async () => {
    const page = await signIn('supervisor', { path: '/steering?view=history' });
    const card = page.getByRole('region', { name: 'Tickets ouverts', exact: true });
    await card.locator('canvas').waitFor();
    // Who does not see the chart has the same as a table.
    expect(await card.getByRole('table', { name: 'Tickets ouverts' }).getByRole('row').count()).toBe(31);
    await expectAccessible(page);
    await card.getByRole('button', { name: /^En tableau/ }).press('Enter');
    await card.getByRole('cell').first().waitFor();
    expect(await card.locator('canvas').count()).toBe(0);
    await page.getByLabel('Comparer').selectOption({ label: 'Les centres' });
    await page.waitForURL((url) => url.searchParams.get('by') === 'centre');
    await card.getByRole('rowheader', { name: 'Lille' }).waitFor();
    await expectAccessible(page);
    // In the language that was chosen, not in that of the browser.
    const exported = async (name: string): Promise<string> => {
      const sheet = page.waitForEvent('download');
      await page.getByRole('button', { name }).click();
      expect((await sheet).suggestedFilename()).toMatch(/^indicateurs-.*\.csv$/);
      return Buffer.concat(await (await (await sheet).createReadStream()).toArray() as Buffer[]).toString('utf8');
    };
    expect(await exported('Exporter (CSV)')).toContain('Tickets ouverts');
    await page.getByRole('button', { name: /^Menu de/ }).click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await page.keyboard.press('Escape');
    const inEnglish = await exported('Export (CSV)');
    expect([inEnglish.includes('Tickets opened'), inEnglish.includes('Tickets ouverts')]).toEqual([true, false]);
    await page.getByRole('button', { name: /^Menu of/ }).click();
    await page.getByRole('menuitemradio', { name: 'Français' }).click();
    await page.keyboard.press('Escape');
    // A period that ends before it begins is refused with the API's own sentence, and can be mended.
    await page.goto(`${new URL(page.url()).origin}/steering?view=history&from=2026-02-02&until=2026-01-01`);
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
    await page.getByRole('search').getByLabel('Période', { exact: true }).selectOption({ label: '7 jours' });
    await page.getByText(/^Du .* au /).waitFor();
  });

  it('is shown the same in English, in the dark and on a narrow screen', async () => {
    const page = await signIn('supervisor', { path: '/steering?view=history&theme=quality', locale: 'en-GB', colorScheme: 'dark', viewport: { width: 390, height: 844 } });
    await page.getByRole('region', { name: 'SLA held' }).waitFor();
    await page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth);
    await expectAccessible(page);
    for (const view of ['live', 'live&by=team', 'risk', 'risk&of=late']) {
      await page.goto(`${new URL(page.url()).origin}/steering?view=${view}`);
      await page.getByRole('article').or(page.getByRole('grid')).or(page.getByRole('table')).or(page.getByText('Nothing is at risk')).first().waitFor();
      await page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth);
      await expectAccessible(page);
    }
  });

  it('gives what is late to a colleague of who has it, from there (C-07, T-10)', async () => {
    const page = await signIn('supervisor', { path: '/steering?view=risk&of=late' });
    const row = page.getByRole('row').filter({ hasText: late });
    await row.getByRole('button', { name: /^Réaffecter/ }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('À qui').selectOption({ label: 'Élodie Picard' });
    await form.getByLabel('Motif').fill('Absence imprévue');
    await expectAccessible(page);
    await form.getByRole('button', { name: 'Réaffecter' }).click();
    await page.getByText(/^Réaffecté :/).waitFor();
    expect(await api().get(`/tickets/${late}`, 'supervisor')).toMatchObject({ attributedTo: 'service-agent' });
  });
});
