/** What every process of ours measures of itself: memory, event loop, and its connections to the database. */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Pool } from '../../db/pool.ts';

/** @returns the registry that `/metrics` of the process shows */
export function processMetrics(pool: Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'>): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'jalon_database_connections', help: 'Connections of the pool, in use and idle; and who waits for one.', labelNames: ['state'] as const, registers: [registry],
    collect() {
      this.set({ state: 'in-use' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'awaited' }, pool.waitingCount);
    },
  });
  return registry;
}

/** Of the API: who follows what happens, live. */
export function liveConnections(registry: Registry, count: () => number): void {
  new Gauge({ name: 'jalon_live_connections', help: 'Streams of live events that are open.', registers: [registry], collect() { this.set(count()); } });
}
