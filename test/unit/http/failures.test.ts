/** What is thrown, and what the caller gets: away is 503, the caller's fault is 4xx, only a bug is 500. */
import { ServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { awayDatabaseUrl, json, problemIn, startApi, type RunningApi } from '../../support/api.ts';
import { sampleRoutes } from '../../support/sample-routes.ts';

let api: RunningApi | undefined;
afterEach(async () => { await api?.close(); api = undefined; });

const grpc = (code: number): Error => new ServiceError('call failed', { cause: Object.assign(new Error('14'), { code, details: '', metadata: {} }) });
const sql = (code: string): Error => Object.assign(new Error('from the server'), { code, detail: 'Key (email)=(marie@example.org)' });

const table: [string, Error, string, string][] = [
  // thrown, error, to a reader, to a commander
  ['UNAVAILABLE of Temporal', grpc(14), 'dependency-away', 'outcome-unknown'],
  ['DEADLINE_EXCEEDED of Temporal', grpc(4), 'dependency-away', 'outcome-unknown'],
  ['RESOURCE_EXHAUSTED of Temporal', grpc(8), 'dependency-away', 'outcome-unknown'],
  ['an update without an answer in time', new WorkflowUpdateRPCTimeoutOrCancelledError('late'), 'outcome-unknown', 'outcome-unknown'],
  ['INVALID_ARGUMENT of Temporal', grpc(3), 'internal', 'internal'],
  ['a shutdown of PostgreSQL', sql('57P01'), 'dependency-away', 'outcome-unknown'],
  ['too many connections', sql('53300'), 'dependency-away', 'outcome-unknown'],
  ['a deadlock', sql('40P01'), 'dependency-away', 'outcome-unknown'],
  ['a statement cancelled by its timeout', sql('57014'), 'dependency-away', 'outcome-unknown'],
  ['a connection cut', new Error('Connection terminated unexpectedly'), 'dependency-away', 'outcome-unknown'],
  ['a refused connection below another error', new Error('no luck', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }), 'dependency-away', 'outcome-unknown'],
  ['a document storage that is away', Object.assign(new Error('away'), { name: 'DocumentStorageAway' }), 'dependency-away', 'outcome-unknown'],
  ['a value PostgreSQL cannot take', sql('22003'), 'malformed-request', 'malformed-request'],
  ['a violated constraint', sql('23505'), 'internal', 'internal'],
  ['a bug', new TypeError('undefined is not a function'), 'internal', 'internal'],
];

describe('a handler that throws', () => {
  it.each(table)('%s', async (_title, error, forReader, forCommander) => {
    const throwing = async (): Promise<never> => { throw error; };
    api = await startApi({ routes: sampleRoutes({ make: throwing, read: throwing }) });
    const [read, made] = [await api.request('/api/v1/notes'), await api.request('/api/v1/notes', json({ title: 'x' }))];
    expect([(await problemIn(read)).code, (await problemIn(made)).code]).toEqual([forReader, forCommander]);
    for (const response of [read, made]) expect(response.headers.has('retry-after')).toBe(response.status === 503);
    expect(api.lines.join()).not.toContain('marie');
  });

  it('leaves a log line with the trace of the answer when it is a bug', async () => {
    api = await startApi({ routes: sampleRoutes({ read: async () => { throw new TypeError('where is it'); } }) });
    const { traceId } = await problemIn(await api.request('/api/v1/notes'));
    expect(api.lines.find((line) => line.includes('where is it'))).toContain(traceId);
  });
});

describe('a real PostgreSQL that is away', () => {
  it('is 503 with Retry-After, and the keyed command was not begun', async () => {
    let begun = 0;
    const pool = new pg.Pool({ connectionString: awayDatabaseUrl, connectionTimeoutMillis: 500 });
    api = await startApi({ pool, routes: sampleRoutes({ make: async () => { begun += 1; return { id: 'N-001' }; } }) });
    const response = await api.request('/api/v1/notes', json({ title: 'x' }, { 'idempotency-key': 'k1' }));
    expect([response.status, (await problemIn(response)).code, response.headers.get('retry-after'), begun]).toEqual([503, 'dependency-away', '5', 0]);
    await pool.end();
  });
});
