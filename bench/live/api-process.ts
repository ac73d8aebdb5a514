/** The API of the live benchmark, a process of its own: serves `GET /events` alone, and tells on request what it has cost so far. */
import { pino } from 'pino';
import { createLive } from '../../api/live/live.ts';
import { eventRoutes } from '../../api/live/routes.ts';
import { createPool } from '../../db/pool.ts';
import { startApi } from '../../test/support/api.ts';

export interface Cost {
  readonly rssMb: number;
  readonly cpuMs: number;
  readonly statements: number;
  readonly connections: number;
}

const [, , url = ''] = process.argv;
const pool = createPool(url, () => undefined, 10);
let statements = 0;
pool.on('connect', (client) => {
  const query = client.query.bind(client);
  Object.assign(client, { query: (...asked: Parameters<typeof query>) => { statements += 1; return query(...asked); } });
});
const live = createLive({ pool, logger: pino({ level: 'silent' }), nowMs: () => Date.now() });
const api = await startApi({
  pool, routes: eventRoutes({ live }), logger: pino({ level: 'info' }, { write: () => undefined }),
  verify: async (header) => ({ outcome: 'signed-in', identity: { subject: header?.replace(/^Bearer /, '') ?? '', profiles: [] } }),
});
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ rssMb: process.memoryUsage().rss / 2 ** 20, cpuMs: (user + system) / 1_000, statements, connections: live.connections() } satisfies Cost);
});
process.once('disconnect', () => process.exit());
process.send?.(api.baseUrl);
