/** Every route × every profile × own and foreign object, over real HTTP and a real database (C-05). The engine is away: whoever is let in is told so before anything is done. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { z } from 'zod';
import { createBillingAccountPort } from '../../../activities/outside/billing-account.ts';
import { createEligibilityPort } from '../../../activities/outside/eligibility.ts';
import { createInventoryPort } from '../../../activities/outside/inventory.ts';
import { createKnowledgePort } from '../../../activities/outside/knowledge.ts';
import { createMonitoringPort } from '../../../activities/outside/monitoring.ts';
import { defineRoute, type Route } from '../../../api/http/route.ts';
import { createLive } from '../../../api/live/live.ts';
import { allRoutes } from '../../../api/routes.ts';
import type { Services } from '../../../api/services.ts';
import type { Verifier } from '../../../api/sign-in/verify.ts';
import { givePositions } from '../../../db/outbox/positions.ts';
import { record } from '../../../db/journey/record.ts';
import { loadDefaultPolicies } from '../../../db/policy/store.ts';
import { createPool, type Pool } from '../../../db/pool.ts';
import { complaintModel } from '../../../domain/complaint/model.ts';
import { terminationModel } from '../../../domain/termination/model.ts';
import { orderModel } from '../../../domain/order/model.ts';
import { profileNames } from '../../../domain/people/profiles.ts';
import { startApi, testSaleFiles, testScheduleFiles, verifyByName, type RunningApi } from '../../support/api.ts';
import { consoleHeadersOf } from '../../support/browsers.ts';
import { freshDatabase } from '../../support/database.ts';
import { bearer, type HeadersOf } from '../../support/guards.ts';
import { launchFileOf } from '../../support/launch-file.ts';
import { matrixFaults, readTable, type Ground } from '../../support/matrix.ts';
import { matrixTable } from '../../support/matrix-table.ts';
import { samplePdf } from '../../support/sample-files.ts';
import { givenDeployment, launch } from '../../unit/deployment/given.ts';
import { opened as openedComplaint, when as whenComplaint } from '../../unit/complaint/given.ts';
import { opened as openedOrder, when as whenOrder } from '../../unit/order/given.ts';
import { opened, when } from '../../unit/termination/given.ts';
import { opening, told } from '../../unit/ticket/given.ts';

let pool: Pool;
let api: RunningApi;
let services: Services;

/** `coordinator@lille` is what the directory makes of him. */
const verify: Verifier = async (header) => (header?.includes('@') ? { outcome: 'signed-in', identity: { subject: header.replace('Bearer ', ''), profiles: [] } } : await verifyByName(header));

const uuid = (n: number, kind: number) => `0190d0c0-0000-7000-8000-0000000${kind}000${n}`;
const away = { baseUrl: 'http://127.0.0.1:9', token: 'x', timeoutMs: 200 };

const objectsOf = (n: 1 | 2) => ({
  '-': { subject: 'coordinator@lille', desk: 'operator', name: 'calendars', key: 'lille', id: uuid(9, 9), partId: uuid(9, 9), ordinal: '1', site: 'S001', job: `job-${n}` },
  'deployment': { id: `AFF-2026-00000${n}` }, 'document': { id: uuid(n, 1) }, 'task': { id: `AFF-2026-00000${n}.technical-collection.1` }, 'ticket': { number: `TCK-2026-00000${n}` },
  'replacement': { id: `REP-2026-00000${n}` }, 'termination': { id: `RES-2026-00000${n}`, documentId: uuid(n, 3) }, 'mail': { id: uuid(n, 2) }, 'proposal': { id: `PRO-2026-00000${n}` }, 'order': { id: `CMD-2026-00000${n}`, documentId: uuid(n, 4) }, 'opportunity': { id: `OPP-2026-00000${n}` }, 'complaint': { id: `REC-2026-00000${n}` }, 'follow-up': { id: `REL-2026-00000${n}` }, 'appointment': { id: `RDV-2026-00000${n}` }, 'customer': { id: `CLI-00000${n}`, customerId: `CLI-00000${n}` }, 'job': { job: `job-${n}` },
});
type ObjectName = keyof ReturnType<typeof objectsOf>;

const party = { contacts: [{ role: 'administrative', name: 'Jeanne Martin', email: 'jeanne@martin.invalid' }], targetActivationDate: '2030-03-01', collection: { existingLineToMigrate: false, numberPortability: false } };

const ground = (): Ground => ({
  baseUrl: api.baseUrl, foreignMarks: ['CLI-000002', 'AFF-2026-000002', 'TCK-2026-000002', 'RES-2026-000002', 'PRO-2026-000002', 'CMD-2026-000002', 'OPP-2026-000002', 'REL-2026-000002', 'RDV-2026-000002', 'REC-2026-000002', 'job-2'],
  objects: Object.fromEntries((Object.keys(objectsOf(1)) as ObjectName[]).map((name) => [name, { own: objectsOf(1)[name], foreign: objectsOf(2)[name] }])),
  queries: { exportCsdpSheet: '?year=2026', followEvents: '?after=0&follow=false', compareProposals: '?ids=PRO-2026-000001,PRO-2026-000003' },
  bodies: {
    mergeCustomers: () => ({ other: 'CLI-000001' }),
    openTermination: () => ({ services: ['RDS-000002'], receivedOn: '2026-01-05', letterReference: '1A 001', contact: { name: 'Jeanne Martin' } }),
    launchMove: () => {
      const file = launchFileOf(['Lyon']);
      return { launch: { ...file, customerId: 'CLI-000002', sites: file.sites.map((site) => ({ ...site, replaces: ['RDS-000002'] })) } };
    },
    placeOrder: () => ({ proposalId: 'PRO-2026-000002', market: 'private', party }),
    changeOrderParty: () => party,
    signOrder: () => ({ code: '000000', accepted: true }),
    prepareSignature: () => ({ mode: 'paper', signatory: { name: 'Jeanne Martin', email: 'jeanne@martin.invalid' }, invoice: { channel: 'paper' } }),
    addOrderFile: () => {
      const form = new FormData();
      form.append('kind', 'deal-simulator');
      form.append('file', new File([new Uint8Array(samplePdf)], 'calcul.pdf'));
      return form;
    },
    openOpportunity: () => ({ customerId: 'CLI-000002', purpose: 'Fibre', amountCents: 1, probability: 10, closesOn: '2030-01-02' }),
    transferOpportunity: () => ({ channel: 'phone', comment: 'x' }),
    noteDiscovery: () => ({ facts: ['a', 'b', 'c'] }),
    planFollowUp: () => ({ customerId: 'CLI-000002', what: 'call', dueAt: '2030-01-02T10:00:00Z' }),
    planAppointment: () => ({ customerId: 'CLI-000002', subject: 'x', invitee: { name: 'Jeanne Martin', email: 'jeanne@martin.invalid' }, startsAt: '2030-01-02T10:00:00Z', endsAt: '2030-01-02T11:00:00Z' }),
    moveAppointment: () => ({ startsAt: '2030-01-02T10:00:00Z', endsAt: '2030-01-02T11:00:00Z' }),
    openComplaint: () => ({ customerId: 'CLI-000002', subject: 'billing', orderNumber: 'BC-2', edition: 2026, comment: 'Deux fois la même ligne facturée en mai.', contact: { name: 'Jeanne Martin', email: 'jeanne@martin.invalid' } }),
    makeProposal: () => ({ customerId: 'CLI-000002', name: 'Fibre' }),
    launchDeployment: () => ({ ...launchFileOf(['Lyon']), customerId: 'CLI-000002' }),
    addDocument: () => {
      const form = new FormData();
      form.append('kind', 'purchase-order');
      form.append('file', new File([new Uint8Array(samplePdf)], 'bon.pdf'));
      return form;
    },
  },
});

async function addObjects(n: 1 | 2): Promise<void> {
  const [{ id: customerId }, { id: deploymentId }, { number }] = [objectsOf(n).customer, objectsOf(n).deployment, objectsOf(n).ticket];
  await pool.query('INSERT INTO customers (id, name, centre) VALUES ($1, $1, $2)', [customerId, n === 1 ? 'lille' : 'lyon']);
  const meta = { actor: 'a', channel: 'api', commandId: `c-${n}` } as const;
  await record(pool, { journeyId: number, kind: 'ticket', events: told([], { ...opening, number, customerId }).events.map(({ event, atMs }, index) => ({ number: index + 1, event, atMs, meta })) });
  const launched = givenDeployment().events({ type: 'launch', launch: { ...launch, deploymentId, customerId } });
  if (typeof launched === 'string') throw new Error(launched);
  await record(pool, { journeyId: deploymentId, kind: 'deployment', events: launched.map((event, index) => ({ number: index + 1, event, atMs: 1_000, meta })) });
  await pool.query("INSERT INTO successions (deployment_id, site, origin, services) VALUES ($1, 'S001', 'move', '{RDS-1}')", [deploymentId]);
  await pool.query("INSERT INTO tasks (id, journey_id, deployment_id, customer_id, step, owner, status, context, opened_at) VALUES ($1, $2, $2, $3, 'technical-collection', 'customer', 'open', '{}', now())", [objectsOf(n).task.id, deploymentId, customerId]);
  await pool.query("INSERT INTO documents (id, deployment_id, kind, media_type, size_bytes, sha256, status, added_by, added_at) VALUES ($1, $2, 'purchase-order', 'application/pdf', 1, $3, 'added', 'a', now())", [objectsOf(n).document.id, deploymentId, '0'.repeat(64)]);
  await pool.query("INSERT INTO replacements (id, ticket, customer_id, phase, is_billed, order_reference, ordered_on, opened_at) VALUES ($1, $2, $3, 'order', false, $3, '2026-03-01', now())", [objectsOf(n).replacement.id, number, customerId]);
  await pool.query("INSERT INTO inbound_mails (id, inbox_id, desk, subject, text, raw_sha256, raw_size_bytes, files_left_out, customer_id, received_at, status) VALUES ($1, $2, 'operator', $2, '', $3, 1, 0, $2, now(), 'waiting')", [objectsOf(n).mail.id, customerId, '0'.repeat(64)]);
  const { id } = objectsOf(n).termination;
  await pool.query('INSERT INTO services (rds, customer_id, access_type, termination, termination_since) VALUES ($1, $2, $3, $4, now())', [`RDS-00000${n}`, customerId, 'ftth', id]);
  await record(pool, { journeyId: id, kind: 'termination', events: when(terminationModel.initial, opened({ id, customerId })).events.map((event, index) => ({ number: index + 1, event, atMs: 1_000, meta })) });
  for (const proposal of n === 1 ? [1, 3] : [2]) await pool.query("INSERT INTO proposals (id, customer_id, name, engagement_months, vat_basis_points, lines, catalogue_version, created_by, created_at, changed_at) VALUES ($1, $2, 'x', 36, 2000, '[]', 1, 'a', now(), now())", [`PRO-2026-00000${proposal}`, customerId]);
  const order = { id: objectsOf(n).order.id, customerId, proposalId: objectsOf(n).proposal.id };
  await record(pool, { journeyId: order.id, kind: 'order', events: whenOrder(orderModel.initial, openedOrder(order)).events.map((event, index) => ({ number: index + 1, event, atMs: 1_000, meta })) });
  await pool.query("INSERT INTO opportunities (id, customer_id, description, stage, amount_cents, probability, period, closes_on, channel, seller, created_by, created_at, changed_at) VALUES ($1, $2, 'x', 'discovery', 1, 10, '2030-Q1', '2030-01-02', 'field', 'a', 'a', now(), now())", [objectsOf(n).opportunity.id, customerId]);
  await pool.query("INSERT INTO follow_ups (id, customer_id, what, seller, phase, due_at, opened_at) VALUES ($1, $2, 'call', 'a', 'waiting', '2030-01-02', now())", [objectsOf(n)['follow-up'].id, customerId]);
  await pool.query("INSERT INTO appointments (id, customer_id, form, seller, phase, starts_at, ends_at, details, sequence, opened_at) VALUES ($1, $2, 'visit', 'a', 'planned', '2030-01-02 10:00Z', '2030-01-02 11:00Z', 1, 0, now())", [objectsOf(n).appointment.id, customerId]);
  const complaint = { id: objectsOf(n).complaint.id, customerId };
  await record(pool, { journeyId: complaint.id, kind: 'complaint', events: whenComplaint(complaintModel.initial, openedComplaint(complaint)).events.map((event, index) => ({ number: index + 1, event, atMs: 1_000, meta })) });
  await pool.query('INSERT INTO backup_jobs (job, label, customer_id, is_critical) VALUES ($1, $1, $2, false)', [objectsOf(n).job.job, customerId]);
  await pool.query("INSERT INTO referents (desk, customer_id, subject, entered_by) VALUES ('operator', $1, 'coordinator@lille', 'a')", [customerId]);
  await pool.query("INSERT INTO projects (key, customer_id, technicians) VALUES ($1, $2, '{}')", [`project-${n}`, customerId]);
}

beforeAll(async () => {
  pool = createPool(await freshDatabase(), () => undefined, 20);
  await loadDefaultPolicies(pool);
  await pool.query(`INSERT INTO centres (key, label, region) VALUES ('lille', '{"fr": "Lille", "en": "Lille"}', 'nord'), ('lyon', '{"fr": "Lyon", "en": "Lyon"}', 'sud-est')`);
  const bounded = profileNames.filter((profile) => profile !== 'customer');
  await pool.query("INSERT INTO team_members (subject, name, profile, team, centre) SELECT profile || '@lille', profile, profile, 'production', 'lille' FROM unnest($1::text[]) AS profile", [bounded]);
  await pool.query("INSERT INTO assignments (subject, profile, centre) SELECT profile || '@lille', profile, 'lille' FROM unnest($1::text[]) AS profile", [bounded]);
  for (const n of [1, 2] as const) await addObjects(n);
  await givePositions(pool);
  services = {
    live: createLive({ pool, logger: pino({ level: 'silent' }), nowMs: () => Date.now() }), pool, linkSecret: 'a secret of the links of the matrix', temporalUiUrl: null, codec: null, scheduleFiles: testScheduleFiles, saleFiles: testSaleFiles, nowMs: () => Date.now(), client: {} as Services['client'],
    documents: { get: async () => samplePdf } as unknown as Services['documents'],
    tools: { inventory: createInventoryPort(away), knowledge: createKnowledgePort(away), monitoring: createMonitoringPort(away) },
    outside: { accounts: createBillingAccountPort(away), eligibility: createEligibilityPort(away), inventory: createInventoryPort(away) },
  };
});
afterAll(async () => {
  await services.live.close();
  await pool.end();
});

async function faultsWith(routes: readonly Route[], table = matrixTable, headersOf: HeadersOf = bearer): Promise<string[]> {
  api = await startApi({ routes, pool, verify });
  try {
    return await matrixFaults(routes, readTable(table), { ...ground(), headersOf });
  } finally {
    await api.close();
  }
}

describe('C-05: every route', () => {
  it.each([['a token', bearer], ['the cookie of a browser', consoleHeadersOf]])('lets in by %s whom a profile of his allows, as far as it reaches, and nobody else', async (_name, headersOf) => {
    expect(await faultsWith(allRoutes(services), matrixTable, headersOf)).toEqual([]);
    // Some ten thousand requests.
  }, 300_000);
});

describe('C-05: the matrix', () => {
  const words = { fr: 'x', en: 'x' };
  const leaky = (guard: Route['guard'], path = '/deployments/{id}') => defineRoute({
    method: 'GET', path, operationId: 'leak', summary: words, tags: ['x'], guard, params: z.object({ id: z.string() }), refusals: [],
    answers: { 200: { description: words, schema: z.object({ id: z.string() }) } }, handle: async ({ params }) => ({ status: 200, body: { id: params.id } }),
  });
  const line = (object: string) => `GET /deployments/{id} deployment:read ${object}`;

  it.each([
    ['one that is in no table', leaky({ permission: 'deployment:read' }, '/leaks/{id}'), line('-'), 'GET /leaks/{id} is not in the table'],
    ['one without a guard', leaky('public'), line('deployment'), 'GET /deployments/{id} answers 200 undefined to nobody signed in for what is own: it should be 401'],
    ['one with another guard', leaky({ permission: 'people:read' }), line('deployment'), 'GET /deployments/{id} answers 200 undefined to admin for what is own: it should be forbidden'],
    ['one that asks only to sign in', leaky('signed-in'), line('deployment'), 'GET /deployments/{id} answers 200 undefined to dispatcher for what is own: it should be forbidden'],
    ['one that forgets whose the object is', leaky({ permission: 'deployment:read' }), line('deployment'), 'GET /deployments/{id} answers 200 undefined to coordinator@lille for what is foreign: it should be not-found'],
    ['one that shows a customer another’s', leaky({ permission: 'deployment:read' }), line('deployment'), 'GET /deployments/{id} answers 200 undefined to customer for what is foreign: it should be not-found'],
  ])('finds a planted route: %s', async (_, route, table, sentence) => {
    expect(await faultsWith([route], table)).toContain(sentence);
  });
});
