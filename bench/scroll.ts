/** How long the console keeps the browser busy while ten thousand tickets are scrolled through: real pages in Chromium before the API on a filled database. */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { chromium } from 'playwright-core';
import { createLive } from '../api/live/live.ts';
import { projectRoot } from '../project-root.ts';
import { testBrowsers } from '../test/support/browsers.ts';
import { chromiumArguments, findChromium } from '../test/console/support/chromium.ts';
import { openFilled } from './lists/database.ts';
import { scaleOf } from './lists/scale.ts';
import { openService } from './lists/service.ts';
import { runToEnd, say } from './run-to-end.ts';
import { whileTraced } from './scroll/busy.ts';
import { phases } from './scroll/phases.ts';

const usage = `npm run bench -- scroll [--tickets N] [--data FOLDER] [--profile FILE]
  --tickets   (10000) open ones, all in one list
  --data      keeps the database there, and uses it again; otherwise it is removed at the end
  --profile   writes what the processor did there, for the browser's developer tools
`;

const { values: options } = parseArgs({
  options: { tickets: { type: 'string', default: '10000' }, data: { type: 'string' }, profile: { type: 'string' }, help: { type: 'boolean', default: false } },
});
const tickets = Number(options.tickets);
const longMs = 50;
const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
const long = (values: readonly number[]): number => values.filter((ms) => ms > longMs).length;
const largest = (values: readonly number[]): string => `${Math.round(values.reduce((one, other) => Math.max(one, other), 0))} ms`;
/** Of somebody who sees all of them. */
const reader = 'supervisor-1';

async function bench(closers: (() => Promise<void>)[]): Promise<string> {
  const { pool } = await openFilled({ ...scaleOf(Math.ceil(tickets / 10)), openTickets: Math.ceil(tickets / 1.5) }, options.data === undefined ? undefined : resolve(options.data), say, closers);
  // All open: what has ended is no part of a desk's list.
  await pool.query("UPDATE tickets SET ended_at = NULL, phase = 'in-progress' WHERE ended_at IS NOT NULL");
  const live = createLive({ pool, logger: pino({ level: 'silent' }), nowMs: () => Date.now() });
  closers.push(() => live.close());
  // Nobody asks for a 360° view here.
  const nowhere = { billing: 'http://127.0.0.1:1', support: 'http://127.0.0.1:1' };
  const service = await openService(pool, nowhere, { live, browsers: testBrowsers({ consoleFolder: join(projectRoot(import.meta.url), 'dist', 'console') }) });
  closers.push(service.close);
  const browser = await chromium.launch({ executablePath: await findChromium(), args: [...chromiumArguments] });
  closers.push(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'fr-FR', reducedMotion: 'reduce', extraHTTPHeaders: { authorization: `Bearer ${reader}` } });
  const devtools = await page.context().newCDPSession(page);
  await page.goto(`${service.baseUrl}/tickets`);
  await page.locator('[role=grid] [data-id]').first().waitFor();
  if (options.profile !== undefined) await devtools.send('Profiler.enable').then(() => devtools.send('Profiler.start'));
  const loadBefore = loadavg()[0] ?? 0;
  const lines: string[] = [];
  for (const phase of phases) {
    const beganMs = Date.now();
    let steps = 0;
    const { tasks } = await whileTraced(browser, page, async () => { steps = await phase.play(page, { tickets, pool }); });
    const [wall, cpu] = [tasks.map(({ wallMs }) => wallMs), tasks.map(({ cpuMs }) => cpuMs)];
    const figures = [steps, long(wall), largest(wall), long(cpu), largest(cpu), `${(sum(cpu) / steps).toFixed(1)} ms`];
    lines.push(`| ${phase.name} | ${figures.join(' | ')} |`);
    say(`${lines.at(-1)} (${((Date.now() - beganMs) / 1_000).toFixed(0)} s)`);
  }
  if (options.profile !== undefined) await writeFile(options.profile, JSON.stringify((await devtools.send('Profiler.stop')).profile));
  return [
    `${tickets} tickets; ${availableParallelism()} cores, load ${loadBefore.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`, '',
    '| | steps | tasks over 50 ms | longest | … of the processor\'s | longest | processor a step |', '|---|---|---|---|---|---|---|', ...lines, '',
  ].join('\n');
}

process.exit(await runToEnd({
  usage, isHelp: options.help, fault: Number.isInteger(tickets) && tickets >= 1_000 ? null : 'A whole number of tickets, 1000 or more, please.',
  bench: async (closers) => void process.stdout.write(`\n${await bench(closers)}`),
}));
