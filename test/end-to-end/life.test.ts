/** `./jalon demo --life` and `--sale` as a person runs them: what comes after a deployment, and the outside systems hold what we say, or it fails; and what comes before one. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Life } from '../../cli/demo/life.ts';
import type { Sale } from '../../cli/demo/sale.ts';
import { makeHome, type Home, type RunningUp } from '../support/up.ts';

let home: Home;
let running: RunningUp;
beforeAll(async () => {
  home = await makeHome();
  running = await home.up();
});
afterAll(async () => {
  await running.stop();
  await home.remove();
});

it('plays a ticket, a move, a withdrawal and a termination, and leaves the inventories of the outside systems consistent (C-08, R-05)', async () => {
  const lines = (await home.jalon('demo', '--life', '--output', 'json')).trim().split('\n');
  const life = JSON.parse(lines.at(-1) ?? '{}') as Life;
  expect(life.comparisons).toEqual(['JARVIS services', 'OBL lines', 'Ref.Tech reservations', 'billing subscriptions'].map((label) => ({ label, live: 1, differences: [] })));
  expect([life.ticket, life.move, life.withdrawn, ...life.terminations].map((id) => id.slice(0, 3))).toEqual(['TCK', 'AFF', 'AFF', 'RES', 'RES']);
}, 400_000);

it('plays a sale from an opportunity over an order signed by code to its deployment billed, and a complaint on it; no log has the code (S-01 to S-05, S-08, S-09)', async () => {
  const lines = (await home.jalon('demo', '--sale', '--output', 'json')).trim().split('\n').map((line) => JSON.parse(line) as object);
  const { opportunity, order, proposals, mandateReference, complaint } = lines.at(-1) as Omit<Sale, 'played'>;
  expect([opportunity.slice(0, 3), complaint.slice(0, 3)]).toEqual(['OPP', 'REC']);
  expect([proposals.length, mandateReference]).toEqual([2, `RUM-${order}`]);
  expect(lines.at(-2)).toMatchObject({ sites: [{ subscriptionReference: expect.stringMatching(/^SUB-/) }, { subscriptionReference: expect.stringMatching(/^SUB-/) }] });

  // S-04: the code that the customer signed by was sent, and stands in the log of no process, its sender's included.
  const sent = await readFile(join(home.data, 'sms', 'sms.jsonl'), 'utf8');
  const code = new RegExp(`"subject":"${order}\\.code\\.1"[^}]*?"text":"[^"]*?\\b(\\d{6})\\b`).exec(sent)?.[1] ?? 'no code was sent';
  expect(code).toMatch(/^\d{6}$/);
  const logs = (await readdir(join(home.data, 'logs'))).filter((name) => name.endsWith('.log'));
  expect(logs).toEqual(expect.arrayContaining(['api.log', 'relay.log', 'sms.log', 'temporal.log', 'worker.log']));
  for (const name of logs) expect(await readFile(join(home.data, 'logs', name), 'utf8'), name).not.toMatch(new RegExp(`\\b${code}\\b`));
}, 200_000);
