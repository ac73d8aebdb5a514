/** Ten thousand tickets in one list: what scrolling and `j` render anew, which does not depend on how fast a machine is; how long it takes is measured by `npm run bench -- scroll`. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, signIn } from './support/browser.ts';
import { aTicket } from './support/tickets.ts';

const total = 10_000;
const numberOf = (index: number): string => `TCK-2026-9${String(index).padStart(5, '0')}`;

/** The API's own answer, its row ten thousand times: filling the database would hold up every other file. */
async function withMany(page: Page): Promise<void> {
  await page.route('**/api/v1/tickets?*', async (route) => {
    const asked = new URL(route.request().url());
    const from = Number(asked.searchParams.get('cursor') ?? 0);
    const limit = Number(asked.searchParams.get('limit'));
    asked.searchParams.delete('cursor');
    const response = await route.fetch({ url: asked.href });
    const { items: [one] } = await response.json() as { items: object[] };
    const next = from + limit;
    asked.searchParams.set('cursor', String(next));
    await route.fulfill({
      response, headers: { ...response.headers(), link: next < total ? `<${asked.pathname}${asked.search}>; rel="next"` : '' },
      json: { items: Array.from({ length: Math.min(limit, total - from) }, (_, index) => ({ ...one, number: numberOf(from + index) })), total },
    });
  });
}

/** Rows that were there before and after `act`, and how many of those were rendered anew: React gives an element other props then. */
async function renderedAnew(page: Page, act: () => Promise<unknown>): Promise<{ readonly stayed: number; readonly anew: number }> {
  await page.evaluate(() => {
    const propsOf = (row: Element): unknown => Object.entries(row).find(([key]) => key.startsWith('__reactProps$'))?.[1];
    const before = [...document.querySelectorAll('[role=row][data-id]')].map((row) => [row, propsOf(row)] as const);
    Object.assign(globalThis, { counted: () => {
      const stayed = before.filter(([row]) => row.isConnected);
      return { stayed: stayed.length, anew: stayed.filter(([row, props]) => propsOf(row) !== props).length };
    } });
  });
  await act();
  return await page.evaluate(() => (globalThis as unknown as { counted: () => { stayed: number; anew: number } }).counted());
}

const firstShown = (page: Page): Promise<string | null> => page.evaluate(() => document.querySelector('[role=row][data-id]')?.getAttribute('data-id') ?? null);
const lastShown = (page: Page): Promise<string | null> => page.evaluate(() => [...document.querySelectorAll('[role=row][data-id]')].at(-1)?.getAttribute('data-id') ?? null);

describe('A list of ten thousand tickets', () => {
  it('holds no more rows than are seen, and renders none of them anew for those that come and go', async () => {
    await aTicket();
    const page = await signIn('supervisor');
    await withMany(page);
    await page.goto(new URL('/tickets', page.url()).href);
    const grid = page.getByRole('grid', { name: 'Tickets' });
    await grid.locator(`[data-id="${numberOf(0)}"]`).waitFor();
    await expectAccessible(page);

    await grid.hover();
    const byWheel = await renderedAnew(page, async () => {
      await page.mouse.wheel(0, 380);
      await grid.locator(`[data-id="${numberOf(30)}"]`).waitFor();
    });
    expect(byWheel.stayed).toBeGreaterThan(10);
    // The first, which keeps the focus, is one that stays.
    expect(byWheel.anew).toBe(0);

    await page.keyboard.press('j');
    await page.waitForFunction((id) => document.activeElement?.getAttribute('data-id') === id, numberOf(0));
    const byKey = await renderedAnew(page, async () => {
      await page.keyboard.press('j');
      await page.waitForFunction((id) => document.activeElement?.getAttribute('data-id') === id, numberOf(1));
    });
    // The one that was left, and the one that was come to.
    expect(byKey.anew).toBeLessThanOrEqual(2);
    await page.waitForURL((url) => url.searchParams.get('item') === numberOf(1));

    // Whoever has gone to a field before the row was rendered stays in it.
    await page.evaluate(() => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true }));
      document.querySelector<HTMLElement>('#search')?.focus();
    });
    await page.waitForURL((url) => url.searchParams.get('item') === numberOf(2));
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('search');
    await grid.locator(`[data-id="${numberOf(2)}"]`).focus();

    // To the end of what is loaded, again and again.
    await page.keyboard.press('End');
    await expect.poll(async () => { await page.keyboard.press('End'); return await grid.locator(`[data-id="${numberOf(total - 1)}"]`).count(); }, { timeout: 60_000 }).toBe(1);
    // Pressed twice and more on the way, it leads to the row itself.
    await page.waitForFunction((id) => document.activeElement?.getAttribute('data-id') === id, numberOf(total - 1));
    expect(await page.locator('[role=row][data-id]').count()).toBeLessThan(80);
    await page.getByText(/10.000/).first().waitFor();
    await page.keyboard.press('Home');
    await expect.poll(() => firstShown(page)).toBe(numberOf(0));
  });

  it('stays when what is behind its end cannot be read, says why there, and goes on when it is asked again', async () => {
    await aTicket();
    const page = await signIn('supervisor');
    await withMany(page);
    await page.route(/\/api\/v1\/tickets\?.*cursor=/, (route) => route.abort());
    await page.goto(new URL('/tickets', page.url()).href);
    const grid = page.getByRole('grid', { name: 'Tickets' });
    const first = grid.locator(`[data-id="${numberOf(0)}"]`);
    await first.focus();
    await page.keyboard.press('End');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    const end = await lastShown(page);
    expect(await grid.getByRole('row').count()).toBeGreaterThan(10);
    await expectAccessible(page);
    await page.unroute(/\/api\/v1\/tickets\?.*cursor=/);
    await alert.getByRole('button', { name: 'Réessayer' }).click();
    await alert.waitFor({ state: 'detached' });
    await expect.poll(async () => { await page.keyboard.press('End'); return await lastShown(page); }).not.toBe(end);
  });
});
