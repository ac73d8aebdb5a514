/** What the record says of the work under way, for Prometheus: one statement for all gauges, asked seldom, given up soon, and never in the way of anybody. */
import { Counter, Gauge, type Registry } from 'prom-client';
import { inTransaction, type Pool } from '../../db/pool.ts';

interface Row { readonly metric: string; readonly labels: Readonly<Record<string, string>>; readonly value: number }

/** Two who scrape, or one who scrapes often, cost one answer in this time. */
const keptMs = 10_000;
const givenUpMs = 3_000;

/** Each gauge with its labels; the statement gives rows under the same names. */
const gauges = {
  jalon_journeys_open: { help: 'Journeys under way, by kind, by the step in which they stand, and by age since they began.', labelNames: ['kind', 'step', 'age'] },
  jalon_clocks: { help: 'Clocks of open tickets that promise a resolution, by state: running, at-risk (due within the hour), breached, paused.', labelNames: ['state', 'priority'] },
  jalon_stuck_calls: { help: 'Calls to outside systems that wait for a person (D-24).', labelNames: ['system'] },
  jalon_stuck_call_oldest_seconds: { help: 'For how long the oldest stuck call of a system has been one.', labelNames: ['system'] },
  jalon_inbox_waiting: { help: 'Callbacks and mails that are not delivered to a journey yet: pending, or unmatched.', labelNames: ['status'] },
  jalon_inbox_oldest_seconds: { help: 'For how long the oldest of them has waited.', labelNames: ['status'] },
  jalon_outbox_waiting: { help: 'Recorded events without a position.', labelNames: [] },
  jalon_outbox_oldest_seconds: { help: 'For how long the oldest of them has waited.', labelNames: [] },
  jalon_notices_waiting: { help: 'Notices of tickets that are due and did not go out.', labelNames: [] },
  jalon_notices_oldest_seconds: { help: 'For how long the oldest of them has been due.', labelNames: [] },
} as const satisfies Readonly<Record<string, { readonly help: string; readonly labelNames: readonly string[] }>>;

const statement = `
  WITH under_way (kind, step, since) AS (
    SELECT 'deployment', phase, launched_at FROM deployments WHERE ended_at IS NULL
    UNION ALL SELECT 'site', phase, opened_at FROM sites WHERE ended_at IS NULL
    UNION ALL SELECT 'ticket', phase, created_at FROM tickets WHERE ended_at IS NULL
    UNION ALL SELECT 'termination', phase, opened_at FROM terminations WHERE ended_at IS NULL
    UNION ALL SELECT 'order', phase, opened_at FROM orders WHERE ended_at IS NULL
    UNION ALL SELECT 'complaint', phase, opened_at FROM complaints WHERE ended_at IS NULL
    UNION ALL SELECT 'replacement', phase, opened_at FROM replacements WHERE ended_at IS NULL
    UNION ALL SELECT 'backup', phase, opened_at FROM backup_troubles WHERE ended_at IS NULL
  ), aged AS (
    SELECT kind, step, CASE WHEN now() - since < interval '1 hour' THEN 'under 1 h' WHEN now() - since < interval '1 day' THEN 'under 1 d'
      WHEN now() - since < interval '7 days' THEN 'under 7 d' WHEN now() - since < interval '30 days' THEN 'under 30 d' ELSE '30 d and more' END AS age FROM under_way
  ), clocks AS (
    SELECT priority, CASE WHEN is_breached THEN 'breached' WHEN phase = 'waiting' THEN 'paused' WHEN due_at < now() + interval '1 hour' THEN 'at-risk' ELSE 'running' END AS state
    FROM tickets WHERE ended_at IS NULL AND (is_breached OR due_at IS NOT NULL OR phase = 'waiting')
  ), inbound AS (
    SELECT status, count(*) AS n, min(received_at) AS since FROM inbox WHERE status IN ('pending', 'unmatched') GROUP BY status
  ), outbound AS (
    SELECT count(*) AS n, min(recorded_at) AS since FROM outbox JOIN events USING (journey_id, number) WHERE position IS NULL
  ), notices AS (
    SELECT count(*) AS n, min(look_at) AS since FROM ticket_notices WHERE status = 'pending' AND look_at <= now()
  ), stuck AS (
    SELECT system, count(*) AS n, min(since) AS since FROM stuck_calls GROUP BY system
  )
  SELECT metric, labels, value::float8 FROM (
    SELECT 'jalon_journeys_open' AS metric, jsonb_build_object('kind', kind, 'step', step, 'age', age) AS labels, count(*) AS value FROM aged GROUP BY kind, step, age
    UNION ALL SELECT 'jalon_clocks', jsonb_build_object('state', state, 'priority', priority), count(*) FROM clocks GROUP BY state, priority
    UNION ALL SELECT 'jalon_stuck_calls', jsonb_build_object('system', system), n FROM stuck
    UNION ALL SELECT 'jalon_stuck_call_oldest_seconds', jsonb_build_object('system', system), extract(epoch FROM now() - since) FROM stuck
    UNION ALL SELECT 'jalon_inbox_waiting', jsonb_build_object('status', status), coalesce(n, 0) FROM (VALUES ('pending'), ('unmatched')) AS all_of(status) LEFT JOIN inbound USING (status)
    UNION ALL SELECT 'jalon_inbox_oldest_seconds', jsonb_build_object('status', status), coalesce(extract(epoch FROM now() - since), 0) FROM (VALUES ('pending'), ('unmatched')) AS all_of(status) LEFT JOIN inbound USING (status)
    UNION ALL SELECT 'jalon_outbox_waiting', '{}', n FROM outbound
    UNION ALL SELECT 'jalon_outbox_oldest_seconds', '{}', coalesce(extract(epoch FROM now() - since), 0) FROM outbound
    UNION ALL SELECT 'jalon_notices_waiting', '{}', n FROM notices
    UNION ALL SELECT 'jalon_notices_oldest_seconds', '{}', coalesce(extract(epoch FROM now() - since), 0) FROM notices
  ) AS told`;

/** Adds the gauges to the registry. While they can't be read they show nothing, which an alert sees; they never show what was true some time ago. */
export function recordMetrics(registry: Registry, pool: Pool, onFailure: (error: Error) => void, nowMs: () => number = () => Date.now()): void {
  const failures = new Counter({ name: 'jalon_record_readings_failed_total', help: 'Readings of the record for these gauges that failed or took too long.', registers: [registry] });
  let known: { readonly rows: Promise<readonly Row[]>; readonly atMs: number } | undefined;

  async function read(): Promise<readonly Row[]> {
    try {
      return await inTransaction(pool, async (client) => {
        await client.query(`SET LOCAL statement_timeout = ${givenUpMs}`);
        return (await client.query<Row>({ name: 'record-metrics', text: statement })).rows;
      });
    } catch (error) {
      failures.inc();
      onFailure(error as Error);
      return [];
    }
  }

  /** At once for all gauges of a scrape, and for those of the next seconds. */
  async function rowsOf(metric: string): Promise<readonly Row[]> {
    if (!known || nowMs() - known.atMs >= keptMs) known = { rows: read(), atMs: nowMs() };
    return (await known.rows).filter((row) => row.metric === metric);
  }

  for (const [name, { help, labelNames }] of Object.entries(gauges)) {
    new Gauge<string>({
      name, help, labelNames: [...labelNames], registers: [registry],
      async collect() {
        const rows = await rowsOf(name);
        this.reset();
        // Without labels prom-client would begin with 0, which nobody has read.
        if (rows.length === 0 && labelNames.length === 0) this.remove();
        for (const { labels, value } of rows) this.set(labels, value);
      },
    });
  }
}
