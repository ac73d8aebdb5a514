/** `./jalon up` as the README has it: from a token and a JSON file to two sites billed and handed over, also over a stop in the middle. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playDemo } from '../../cli/demo/play.ts';
import { roughScenario } from '../../cli/demo/rough.ts';
import { readSettings, testSettings } from '../../config.ts';
import { launchFile } from '../../domain/deployment/launch.schema.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import { projectRoot } from '../../project-root.ts';
import { createCaller, type Caller } from '../support/caller.ts';
import { createTokens } from '../support/installation.ts';
import { play, type Shown } from '../support/players.ts';
import { observeBriefly } from '../support/policies.ts';
import { makeHome, type Home, type RunningUp } from '../support/up.ts';
import { setFaults } from '../support/webhooks.ts';

const single = ['api', 'billing', 'identity', 'jarvis', 'mail', 'obl', 'postgres', 'ref-tech', 'relay', 'sms', 'support', 'temporal', 'temporal-ui', 'worker'];
const { JALON_TEST_STACK: isStack } = readSettings(testSettings);
const processes = !isStack ? single : single.flatMap((name) => name === 'temporal' ? ['frontend', 'history', 'matching', 'worker'].map((service) => `temporal-${service}`)
  : ['api', 'relay', 'worker'].includes(name) ? [`${name}-1`, `${name}-2`] : [name]).toSorted();

let home: Home;
beforeAll(async () => { home = await makeHome(); });
afterAll(async () => { await home.remove(); });

describe.sequential('an installation from an empty folder', () => {
  let running: RunningUp;
  let deploymentId: string;
  const api = (): string => home.at.JALON_API_PORT;
  // The coordinator as the README has it, the others by the same sign-in without a process each.
  const signedIn = async (): Promise<Caller> => {
    const [coordinator, others] = [await home.jalon('token', 'coordinator'), createTokens(home.at.JALON_IDENTITY_PORT)];
    return createCaller({ apiUrl: `${api()}/api/v1`, tokenOf: async (profile) => profile === 'coordinator' ? coordinator : await others(profile) });
  };
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

  it('takes the launch of the README as far as the OBL, stops at SIGTERM in the middle, and leaves no process', async () => {
    const caller = await signedIn();
    await observeBriefly(caller);
    await setFaults(await obl(), { lateMs: 3_600_000 });
    const { status, text } = await caller.post('/deployments', await example());
    expect(status).toBe(201);
    deploymentId = (JSON.parse(text) as Shown).id;
    await play(caller, [deploymentId], { until: ({ sites }) => sites.length === 2 && sites.every(({ phase }) => phase === 'acknowledgement') });
    expect(await running.stop()).toEqual({ code: 0, left: [] });
  });

  it('goes on where it was after the next start, and brings both sites to billing and handover', async () => {
    running = await home.up();
    const caller = await signedIn();
    expect((await caller.get<Shown>(`/deployments/${deploymentId}`)).phase).toBe('delivering');
    await setFaults(await obl(), {});
    await play(caller, [deploymentId]);
    const done = await caller.get<Shown>(`/deployments/${deploymentId}`);
    expect(done.phase).toBe('completed');
    expect(done.sites.map(({ site, phase }) => [site, phase])).toEqual([['S001', 'in-service'], ['S002', 'in-service']]);
    for (const reference of ['oblReference', 'rds', 'subscriptionReference'] as const) expect(new Set(done.sites.map((site) => site[reference])).size, reference).toBe(2);
  });

  it('plays the demonstration in which things go wrong, and its timeline tells each of them (D-02 to D-23)', async () => {
    const file = launchFile.parse(JSON.parse(await readFile(join(projectRoot(), 'docs', 'examples', roughScenario.launchFile), 'utf8')));
    const tokenOf = createTokens(home.at.JALON_IDENTITY_PORT);
    const access = { baseUrl: `${api()}/api/v1`, tokenOf: (user: string) => tokenOf(user as Profile) };
    const told: string[] = [];
    const played = await playDemo(access, ({ site, what }) => { told.push(`${site ?? ''} ${what}`); }, { scenario: roughScenario, file, whereToSee: (id) => id, signal: AbortSignal.timeout(240_000) });
    expect(played.sites.map(({ isAbandoned, subscriptionReference }) => isAbandoned || subscriptionReference !== null)).toEqual([true, true, true, true]);
    const caller = await signedIn();
    const types = new Map<string, number>();
    for (let path: string | undefined = `/deployments/${played.deploymentId}/timeline?limit=200`; path !== undefined;) {
      const page: Response = await caller.request(path, {}, 'coordinator');
      for (const { journeyId, type } of (await page.json() as { items: { journeyId: string; type: string }[] }).items) {
        const key = `${journeyId.split('/')[1] ?? 'all'} ${type}`;
        types.set(key, (types.get(key) ?? 0) + 1);
      }
      path = /<\/api\/v1([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1];
    }
    const wanted = {
      'all approvalRefused': 1, 'all documentRejected': 1, 'S001 oblReminded': 0, 'S001 slotAgreed': 3, 'S002 accessOrderRefused': 1, 'S002 accessOrderPlaced': 2, 'S002 worksQuoted': 1,
      'S003 deliveryReservationsSettled': 1, 'S003 activationTested': 2, 'S003 invoiceContested': 1, 'S004 siteCancelled': 1,
    };
    expect(Object.fromEntries(Object.keys(wanted).map((key) => [key, types.get(key) ?? 0]))).toEqual(wanted);
    expect(told.some((line) => line.startsWith('S001 acknowledges'))).toBe(true);
    expect(await running.stop()).toEqual({ code: 0, left: [] });
  });
});
