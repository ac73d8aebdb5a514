/** What an operator sees of a life that is played whole: its traces from request to adapter, its metrics, its logs without a name, and histories that nobody reads without a key. */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCaller, orderOf, type Caller } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';
import { openInstallation, type Installation } from '../support/installation.ts';
import { play, type Shown } from '../support/players.ts';
import { observeBriefly } from '../support/policies.ts';
import { clearTextIn, historiesOf } from '../support/raw-histories.ts';
import { collectSpans, type SpanCollector } from '../support/spans.ts';

/** Nobody else is called so, lives there or can be reached so. */
const marks = ['Zénobie', 'Quatrefages', 'zenobie.q@client.invalid', '639981077', 'Passage Marqué', 'Anselme', 'Vaucresson', '639981088', 'Panne décrite'];
const keys = `2026-11:${randomBytes(32).toString('base64')}`;

let spans: SpanCollector;
let on: Installation;
let caller: Caller;
let deployment = '';
let ticket = '';
/** Of the request that registered the ticket. */
let traceparent = '';

beforeAll(async () => {
  spans = await collectSpans();
  on = await openInstallation({ env: { JALON_TRACES_URL: spans.url, JALON_PAYLOAD_KEYS: keys, JALON_LOG_LEVEL: 'debug' } });
  caller = createCaller(on);
  await observeBriefly(caller);
  const order = orderOf(['Lyon']);
  const launched = await caller.post('/deployments', {
    ...order,
    contacts: [{ role: 'administrative', name: 'Zénobie Quatrefages', email: 'zenobie.q@client.invalid' }],
    sites: order.sites.map((site) => ({ ...site, address: { ...site.address, street: '7 Passage Marqué' }, contacts: [{ role: 'site', name: 'Zénobie Quatrefages', phone: '+33 6 39 98 10 77' }] })),
  });
  deployment = (JSON.parse(launched.text) as { id: string }).id;
  const { rows: [service] } = await on.pool.query<{ rds: string; customer_id: string }>('SELECT rds, customer_id FROM services ORDER BY rds LIMIT 1');
  const registered = await caller.request('/tickets', {
    method: 'POST', headers: { 'idempotency-key': randomUUID(), 'content-type': 'application/json', 'traceparent': `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01` },
    body: JSON.stringify({
      customerId: service?.customer_id, rds: service?.rds, impact: 'outage', description: 'Panne décrite par Anselme Vaucresson.', despiteDuplicates: true,
      caller: { name: 'Anselme Vaucresson', phone: '+33639981088', relation: 'self' },
    }),
  }, 'service-agent');
  expect(registered.status).toBe(201);
  traceparent = registered.headers.get('traceparent') ?? '';
  ticket = (await registered.json() as { number: string }).number;
  await play(caller, [deployment], {});
  await eventually(async () => expect((await caller.get<Shown>(`/deployments/${deployment}`)).phase).toBe('completed'), 60_000);
});
afterAll(async () => {
  await on.close();
  await spans.close();
});

/** Some trace went this way, each span the parent of the next. */
async function expectWay(...way: readonly RegExp[]): Promise<void> {
  const last = way.at(-1) as RegExp;
  await eventually(() => {
    const ways = spans.spans.filter(({ name }) => last.test(name)).map((span) => spans.wayTo(span));
    const found = ways.some((names) => names.length === way.length && way.every((pattern, index) => pattern.test(names[index] as string)));
    expect(found, `${way.join(' > ')} is none of\n${[...new Set(ways.map((names) => names.join(' > ')))].join('\n')}`).toBe(true);
    return Promise.resolve();
  }, 20_000);
}

describe('A trace', () => {
  it('goes from the request through the Update, the workflow and the activity to the call of the outside system', async () => {
    await expectWay(/^POST \/tasks\/\{id\}\/complete$/, /^update completeTask$/, /^workflow completeTask$/, /^activity recordEvents$/);
    await expectWay(/^POST \/tasks\/\{id\}\/complete$/, /^update completeTask$/, /^workflow completeTask$/, /^activity \w+$/, /^jarvis [\w-]+$/);
  });

  it('goes from a callback through the inbox to the journey', async () => {
    await expectWay(/^POST \/callbacks\/obl$/, /^inbox obl$/, /^update \w+$/, /^workflow \w+$/, /^activity recordEvents$/);
  });

  it('goes on into what the journey tells its parent and its children', async () => {
    await eventually(() => {
      const traces = new Set(spans.spans.filter(({ name }) => name === 'workflow siteReported').map(({ traceId }) => traceId));
      expect(traces.size).toBeGreaterThan(0);
      return Promise.resolve();
    }, 20_000);
  });

  it('is the one that the answer names: the request’s own, under a span that came', async () => {
    const [, traceId, spanId] = traceparent.split('-');
    await eventually(() => {
      const found = spans.spans.find((span) => span.spanId === spanId);
      expect(found).toMatchObject({ traceId, name: 'POST /tickets', service: 'jalon-api' });
      return Promise.resolve();
    }, 20_000);
    await expectWay(/^\?$/, /^POST \/tickets$/, /^update \w+$/, /^workflow \w+$/, /^activity recordEvents$/).catch(async () => {
      await expectWay(/^\?$/, /^POST \/tickets$/, /^update \w+$/, /^activity recordEvents$/);
    });
  });

  it('is made of no probe', () => { expect(spans.spans.filter(({ name }) => /healthz|readyz|metrics/.test(name))).toEqual([]); });

  it('holds no name, address or phone', () => {
    expect(spans.spans.length).toBeGreaterThan(100);
    expect(marks.filter((mark) => JSON.stringify(spans.spans).includes(mark))).toEqual([]);
  });
});

describe('The logs', () => {
  it('are JSON lines that hold no name, address or phone of those who were served', async () => {
    const lines = Object.entries(await on.logs()).flatMap(([name, said]) => said.filter((line) => line !== '').map((line) => ({ name, line })));
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter(({ line }) => marks.some((mark) => line.includes(mark)))).toEqual([]);
    const ours = lines.filter(({ name }) => ['api', 'worker', 'relay'].includes(name));
    // The SDK's own word, once, of what workers/forgetful.mjs takes from it.
    const isOfTheSdk = (line: string): boolean => line.startsWith('v8.promiseHooks.createHook is not available');
    expect(ours.filter(({ line }) => !isOfTheSdk(line) && (!line.startsWith('{') || !line.endsWith('}')))).toEqual([]);
  });

  it('name the trace that they belong to', async () => {
    const { api = [] } = await on.logs();
    const traceId = traceparent.split('-')[1] as string;
    expect(api.filter((line) => line.includes(traceId) && line.includes('"route":"/tickets"')).length).toBe(1);
  });
});

describe('The metrics', () => {
  it('of the three processes show all that the dashboards, the alerts and the document name, with their labels', async () => {
    const texts = await Promise.all(on.metricsUrls.map(async (url) => await (await fetch(url)).text()));
    const series = texts.join('\n').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const labelsOf = (name: string): Set<string> => new Set(series.filter((line) => new RegExp(`^${name}(?:_bucket|_count|_sum)?[{ ]`).test(line)).flatMap((line) => [...line.matchAll(/(\w+)="/g)].map(([, label]) => label as string)));
    // What fails on no good day is not shown on one.
    const onBadDays = ['temporal_workflow_task_execution_failed', 'temporal_workflow_failed', 'temporal_request_failure'];
    const engine = JSON.parse(await readFile(new URL('../../ops/prometheus/engine-metrics.json', import.meta.url), 'utf8')) as Record<string, string[]>;
    for (const [name, labels] of Object.entries(engine)) if (!onBadDays.includes(name)) expect([name, labels.filter((label) => !labelsOf(name).has(label))]).toEqual([name, []]);
    expect((await on.logs())['relay']?.filter((line) => line.includes('gauges of the record'))).toEqual([]);
    expect([...labelsOf('jalon_journeys_open')].toSorted()).toEqual(['age', 'kind', 'step']);
    expect([...labelsOf('jalon_relay_round_duration_seconds')].toSorted()).toEqual(['le', 'task']);
    expect(series.filter((line) => line.startsWith('jalon_database_connections{')).length).toBe(9);
    expect(series.some((line) => line.startsWith('jalon_http_request_duration_seconds_count{method="POST",route="/tickets",status="201"}'))).toBe(true);
  });
});

describe('The Temporal Web UI', () => {
  it.each([['deployment', '', () => `/deployments/${deployment}`], ['site', '/S001', () => `/deployments/${deployment}?site=S001`], ['ticket', '', () => `/tickets/${ticket}`]] as const)('shows where a %s stands, and leads to its page of the console', async (kind, below, page) => {
    const workflow = on.client.workflow.getHandle(kind === 'ticket' ? `ticket/${ticket}` : `deployment/${deployment}${below}`);
    const { currentDetails } = await workflow.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toMatch(/^\*\*\S/);
    expect(currentDetails.split('\n').at(-1)).toBe(`[Ouvrir dans la console](${new URL(on.apiUrl).origin}${page()})`);
  });
});

describe('The histories in the engine', () => {
  it('hold no clear text where a key is configured', async () => {
    const histories = await historiesOf(on.client, [`deployment/${deployment}`, `deployment/${deployment}/S001`, `ticket/${ticket}`]);
    expect(histories.map(({ payloads }) => payloads.length).every((n) => n > 5)).toBe(true);
    expect(histories.flatMap(clearTextIn)).toEqual([]);
  });

  it('are read by a supervisor through the codec of the Web UI, and by no technician', async () => {
    const [{ payloads } = { payloads: [] }] = await historiesOf(on.client, [`ticket/${ticket}`]);
    const sent = { payloads: payloads.filter(({ isSealed }) => isSealed).slice(0, 3).map(({ payload }) => payload) };
    const decode = (as: 'supervisor' | 'technician-n1', origin: string) => caller.request('/codec/decode', {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-namespace': 'default', origin }, body: JSON.stringify(sent),
    }, as);
    const read = await decode('supervisor', 'http://127.0.0.1:8233');
    const { payloads: decoded } = await read.json() as { payloads: { metadata: Record<string, string>; data: string }[] };
    expect([read.status, read.headers.get('access-control-allow-origin')]).toEqual([200, 'http://127.0.0.1:8233']);
    expect(decoded.map(({ metadata }) => Buffer.from(metadata['encoding'] ?? '', 'base64').toString())).toEqual(sent.payloads.map(() => 'json/plain'));
    expect(decoded.map(({ data }) => Buffer.from(data, 'base64').toString()).join('\n')).toContain(ticket);
    expect((await decode('supervisor', 'http://evil.invalid')).headers.get('access-control-allow-origin')).toBeNull();
    expect((await decode('technician-n1', 'http://127.0.0.1:8233')).status).toBe(403);
  });
});
