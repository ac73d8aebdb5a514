/** `./jalon up` as the README has it: from a token and a JSON file to billing for two sites, over a stop in the middle. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../project-root.ts';
import { createCaller } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';
import { makeHome, type Home, type RunningUp } from '../support/up.ts';
import { setFaults } from '../support/webhooks.ts';

const patientMs = 60_000;
const processes = ['api', 'billing', 'identity', 'jarvis', 'mail', 'obl', 'postgres', 'ref-tech', 'relay', 'sms', 'temporal', 'temporal-ui', 'worker'];

let home: Home;
beforeAll(async () => { home = await makeHome(); });
afterAll(async () => { await home.remove(); });

interface Shown {
  readonly id: string;
  readonly phase: string;
  readonly sites: readonly { readonly site: string; readonly phase: string; readonly subscriptionReference: string | null }[];
}

describe.sequential('an installation from an empty folder', () => {
  let running: RunningUp;
  let deploymentId: string;
  const api = (): string => home.at.JALON_API_PORT;
  const signedIn = async () => createCaller({ apiUrl: `${api()}/api/v1`, token: await home.jalon('token', 'coordinator') });
  const example = async (): Promise<object> => JSON.parse(await readFile(join(projectRoot(), 'docs', 'examples', 'launch.json'), 'utf8')) as object;
  const obl = async () => ({ url: home.at.JALON_OBL_PORT, token: (await home.secrets()).oblToken });

  it('starts, and its Web UI knows the engine', async () => {
    running = await home.up();
    expect(Object.keys(await running.pids()).toSorted()).toEqual(processes);
    expect((await fetch(`${api()}/readyz`)).status).toBe(200);
    expect((await fetch(home.at.JALON_TEMPORAL_UI_PORT)).status).toBe(200);
    const found = await (await fetch(`${home.at.JALON_TEMPORAL_UI_PORT}/api/v1/namespaces/default`)).json() as { namespaceInfo: { name: string } };
    expect(found.namespaceInfo.name).toBe('default');
  });

  it('refuses who is not signed in, and bad bodies with a pointer to each fault', async () => {
    const launch = (body: string, headers: Record<string, string>): Promise<Response> =>
      fetch(`${api()}/api/v1/deployments`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
    for (const path of ['deployments', 'deployments/AFF-2026-000001', 'tasks', 'callbacks']) expect((await fetch(`${api()}/api/v1/${path}`)).status, path).toBe(401);
    expect((await launch(JSON.stringify(await example()), {})).status).toBe(401);
    expect((await launch(JSON.stringify(await example()), { authorization: 'Bearer nonsense' })).status).toBe(401);

    const authorization = `Bearer ${await home.jalon('token', 'coordinator')}`;
    const refusalOf = async (body: string) => {
      const response = await launch(body, { authorization });
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      const { code, errors = [] } = await response.json() as { code: string; errors?: { pointer: string; code: string }[] };
      return { status: response.status, code, pointers: errors.map(({ pointer }) => pointer).toSorted() };
    };
    expect(await refusalOf('{')).toMatchObject({ status: 400, code: 'malformed-request' });
    expect(await refusalOf(JSON.stringify({ ...await example(), customerId: 7, surprise: true }))).toEqual({ status: 400, code: 'malformed-request', pointers: ['/customerId', '/surprise'] });
    expect(await refusalOf(JSON.stringify({ ...await example(), customerId: 'CLI-999999' }))).toEqual({ status: 422, code: 'D-01.unknown-customer', pointers: ['/customerId'] });
    const supervisor = await home.jalon('token', 'supervisor');
    expect((await launch(JSON.stringify(await example()), { authorization: `Bearer ${supervisor}` })).status).toBe(403);
  });

  it('brings the launch of the README to billing for two sites', async () => {
    const caller = await signedIn();
    const { status, text } = await caller.post('/deployments', await example());
    expect(status).toBe(201);
    const { id } = JSON.parse(text) as Shown;
    expect((await caller.validate(id)).status).toBe(200);
    const done = await eventually(async () => {
      const shown = await caller.get<Shown>(`/deployments/${id}`);
      expect(shown.phase).toBe('completed');
      expect(shown.sites.map(({ site, phase }) => [site, phase])).toEqual([['S001', 'in-service'], ['S002', 'in-service']]);
      return shown;
    }, patientMs);
    expect(new Set(done.sites.map(({ subscriptionReference }) => subscriptionReference)).size).toBe(2);
  });

  it('stops at SIGTERM in the middle of a journey, and leaves no process', async () => {
    await setFaults(await obl(), { lateMs: 3_600_000 });
    const caller = await signedIn();
    deploymentId = (JSON.parse((await caller.post('/deployments', await example())).text) as Shown).id;
    expect((await caller.validate(deploymentId)).status).toBe(200);
    await eventually(async () => {
      const { sites } = await caller.get<Shown>(`/deployments/${deploymentId}`);
      expect(sites.map(({ phase }) => phase)).toEqual(['awaiting-acknowledgement', 'awaiting-acknowledgement']);
    }, patientMs);
    expect(await running.stop()).toEqual({ code: 0, left: [] });
  });

  it('goes on where it was after the next start, and finishes the journey', async () => {
    running = await home.up();
    const caller = await signedIn();
    expect((await caller.get<Shown>(`/deployments/${deploymentId}`)).phase).toBe('delivering');
    await setFaults(await obl(), {});
    await eventually(async () => expect((await caller.get<Shown>(`/deployments/${deploymentId}`)).phase).toBe('completed'), patientMs);
    expect(await running.stop()).toEqual({ code: 0, left: [] });
  });
});
