/** What there is to find: a sale with its deployment and complaint, a ticket, a move, terminations, played to their ends by the demonstration, and some of each that are still open. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createApi } from '../../cli/demo/client.ts';
import { inventoryNames } from '../../cli/demo/inventories.ts';
import { playLife, type LifeOptions } from '../../cli/demo/life.ts';
import { playSale } from '../../cli/demo/sale.ts';
import { straightScenario } from '../../cli/demo/straight.ts';
import { launchFile } from '../../domain/deployment/launch.schema.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import { projectRoot } from '../../project-root.ts';
import type { Installation } from '../../test/support/installation.ts';

const dayMs = 86_400_000;

export async function playGround({ apiUrl, tokenOf, outside }: Installation): Promise<void> {
  const access = { baseUrl: apiUrl, tokenOf: (user: string) => tokenOf(user as Profile) };
  const example = async (name: string): Promise<object> => JSON.parse(await readFile(join(projectRoot(), 'docs', 'examples', name), 'utf8')) as object;
  const file = launchFile.parse(await example(straightScenario.launchFile));
  const options = { scenario: straightScenario, file, whereToSee: (id: string) => id, signal: new AbortController().signal };
  const { played } = await playSale(access, () => undefined, { ...options, phone: { system: 'sms', ...outside.sms } });
  const books = Object.fromEntries(inventoryNames.map((system) => [system, { system, ...outside[system] }])) as LifeOptions['books'];
  await playLife(access, () => undefined, played, { ...options, books });
  const api = createApi(access);
  const targetActivationDate = new Date(Date.now() + 90 * dayMs).toISOString().slice(0, 10);
  for (let open = 0; open < 3; open += 1) {
    await api.post('coordinator', '/deployments', { ...file, targetActivationDate, orderNumber: `BC-${randomUUID().slice(0, 8)}` });
  }
  await api.post('service-agent', '/tickets', await example('ticket.json'));
}
