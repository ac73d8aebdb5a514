/** Counts what goes through a connection pool, and hears which events were recorded, without a statement of its own. */
import type { Pool } from '../../db/pool.ts';
import { eventName } from './news.ts';

export interface SqlCounts {
  /** Transactions of the recorder, by whose events they recorded; then all others, single statements included. */
  deploymentRecords: number;
  siteRecords: number;
  otherTransactions: number;
  /** Round trips: BEGIN and COMMIT are counted. */
  deploymentRecordStatements: number;
  siteRecordStatements: number;
  otherStatements: number;
}

/** Which events of which journey are on record, by their names in the news. */
export type Recorded = (journeyId: string, eventNames: readonly string[]) => void;

export const noSql: SqlCounts = {
  deploymentRecords: 0, siteRecords: 0, otherTransactions: 0, deploymentRecordStatements: 0, siteRecordStatements: 0, otherStatements: 0,
};

interface Query { readonly text: string; readonly name?: string; readonly values?: readonly unknown[] }

/** Counts from now on, every connection that the pool makes. */
export function countSql(pool: Pool, onRecorded: Recorded = () => undefined): Readonly<SqlCounts> {
  const counts = { ...noSql };
  pool.on('connect', (client) => {
    const original = client.query.bind(client) as (...given: unknown[]) => unknown;
    let open: { statements: number; recorded?: { journeyId: string; names: string[] } } | undefined;

    function count(query: Query): void {
      if (query.text === 'BEGIN') open = { statements: 0 };
      if (open === undefined) {
        counts.otherTransactions += 1;
        counts.otherStatements += 1;
        return;
      }
      open.statements += 1;
      if (query.name === 'journey-record') open.recorded = recordedBy(query);
      if (query.text === 'COMMIT' || query.text === 'ROLLBACK') close(open);
    }

    function close({ statements, recorded }: NonNullable<typeof open>): void {
      open = undefined;
      if (recorded === undefined) {
        counts.otherTransactions += 1;
        counts.otherStatements += statements;
        return;
      }
      const kind = recorded.journeyId.includes('/') ? 'site' : 'deployment';
      counts[`${kind}Records`] += 1;
      counts[`${kind}RecordStatements`] += statements;
    }

    const counted = (...given: unknown[]): unknown => {
      const query = typeof given[0] === 'string' ? { text: given[0] } : given[0] as Query;
      const recorded = query.text === 'COMMIT' ? open?.recorded : undefined;
      count(query);
      const answer = original(...given);
      if (recorded !== undefined) void (answer as Promise<unknown>).then(() => onRecorded(recorded.journeyId, recorded.names), () => undefined);
      return answer;
    };
    Object.assign(client, { query: counted });
  });
  return counts;
}

function recordedBy({ values = [] }: Query): { journeyId: string; names: string[] } {
  const rows = JSON.parse(values[1] as string) as { type: string; payload: { task?: unknown } }[];
  return { journeyId: values[0] as string, names: rows.map(({ type, payload: { task } }) => eventName({ type, task })) };
}

export function allTransactions(counts: SqlCounts): number {
  return counts.deploymentRecords + counts.siteRecords + counts.otherTransactions;
}

/** What was counted between two looks. */
export function sqlBetween(before: SqlCounts, after: SqlCounts): SqlCounts {
  const keys = Object.keys(noSql) as (keyof SqlCounts)[];
  return Object.fromEntries(keys.map((key) => [key, after[key] - before[key]])) as unknown as SqlCounts;
}
