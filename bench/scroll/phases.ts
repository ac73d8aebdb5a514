/** What is done to the list, each a phase of its own. */
import type { Page, Response } from 'playwright-core';
import { givePositions } from '../../db/outbox/positions.ts';
import type { Pool } from '../../db/pool.ts';

export interface Ground {
  readonly tickets: number;
  readonly pool: Pool;
}

export interface Phase {
  readonly name: string;
  /** @returns in how many steps. */
  readonly play: (page: Page, ground: Ground) => Promise<number>;
}

const rowHeight = 38;
// What runs in the page is text: this side knows nothing of a browser's globals.
const nextFrame = 'new Promise((resolve) => { requestAnimationFrame(resolve); })';
/** So long after an answer no other has come: all has been asked. */
const quietMs = 2_000;
const isList = (response: Response): boolean => response.url().includes('/api/v1/tickets?');

/** Turns the wheel, a turn a frame, until `isThere`, or so often. */
async function wheel(page: Page, rows: number, most: number, isThere: () => Promise<boolean>): Promise<number> {
  const grid = await page.locator('[role=grid]').boundingBox();
  if (!grid) throw new Error('there is no list');
  await page.mouse.move(grid.x + grid.width / 2, grid.y + grid.height / 2);
  for (let steps = 0; steps < most; steps += 1) {
    if (steps % 10 === 0 && await isThere()) return steps;
    await page.mouse.wheel(0, rows * rowHeight);
    await page.evaluate(nextFrame);
  }
  return most;
}

async function keys(page: Page, key: string, times: number): Promise<number> {
  for (let pressed = 0; pressed < times; pressed += 1) {
    await page.keyboard.press(key);
    await page.evaluate(nextFrame);
  }
  return times;
}

const rowsLoaded = (page: Page): Promise<number> => page.evaluate<number>(`Math.round(document.querySelectorAll('[role=grid] [role=rowgroup]')[1].clientHeight / ${rowHeight})`);
const scrolledTo = (page: Page): Promise<number> => page.evaluate<number>("document.querySelector('[role=grid]').scrollTop");

export const phases: readonly Phase[] = [
  { name: 'wheel, a screen a turn, to the last: fifty pages asked for', play: async (page, { tickets }) => await wheel(page, 20, Infinity, async () => await rowsLoaded(page) >= tickets && await scrolledTo(page) > (tickets - 40) * rowHeight) },
  { name: 'wheel, three rows a turn, all there', play: async (page) => await wheel(page, -3, 200, async () => await scrolledTo(page) === 0) },
  { name: 'wheel, a screen a turn, all there', play: async (page) => await wheel(page, -20, 100, async () => await scrolledTo(page) === 0) },
  { name: '`j`', play: async (page) => { await page.locator('[role=grid] [data-id]').first().press('Home'); return await keys(page, 'j', 100); } },
  { name: 'page by page', play: async (page) => await keys(page, 'PageDown', 30) },
  {
    name: 'two changes elsewhere, fifty pages asked anew',
    play: async (page, { pool }) => {
      for (let change = 1; change <= 2; change += 1) {
        // Of what was recorded long ago, told now.
        await pool.query("UPDATE tickets SET priority = CASE priority WHEN 'P1' THEN 'P2' ELSE 'P1' END WHERE number = 'TCK-2025-000001'");
        await pool.query("INSERT INTO outbox (journey_id, number) SELECT journey_id, number FROM timeline AS t WHERE journey_id LIKE 'TCK-2025-00000%' AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.journey_id = t.journey_id AND o.number = t.number) LIMIT 1");
        const first = page.waitForResponse(isList);
        await givePositions(pool);
        await first;
        while (await page.waitForResponse(isList, { timeout: quietMs }).then(() => true, () => false));
      }
      return 2;
    },
  },
];
