/** No route without a guard: in the list, in the router, and in what is answered; and the check itself finds what is planted. */
import { afterEach, describe, expect, it } from 'vitest';
import { refuse } from '../../../domain/errors/codes.ts';
import { problem } from '../../../api/http/problem.ts';
import { allRoutes } from '../../../api/routes.ts';
import type { Services } from '../../../api/services.ts';
import { startApi, type RunningApi } from '../../support/api.ts';
import { consoleHeadersOf } from '../../support/browsers.ts';
import { unguardedHandlers, wronglyGuardedRoutes } from '../../support/guards.ts';
import { sampleRoutes } from '../../support/sample-routes.ts';

let api: RunningApi | undefined;
afterEach(async () => { await api?.close(); api = undefined; });

describe.each([
  ['the API', allRoutes({} as Services)],
  ['the sample', sampleRoutes()],
])('every route of %s', (_name, routes) => {
  it('has a guard in the router', async () => {
    api = await startApi({ routes });
    expect(unguardedHandlers(api.app)).toEqual([]);
  });

  it('answers 401 without a token, and 403 to every profile without its permission', async () => {
    api = await startApi({ routes });
    expect(await wronglyGuardedRoutes(api.baseUrl, routes)).toEqual([]);
  });

  it('answers browsers that are signed in by a cookie as it does programs', async () => {
    api = await startApi({ routes });
    expect(await wronglyGuardedRoutes(api.baseUrl, routes, consoleHeadersOf)).toEqual([]);
  });
});

describe('the check', () => {
  it('finds a route planted beside the list', async () => {
    api = await startApi({ routes: sampleRoutes() });
    api.app.get('/api/v1/planted', (_request, response) => { response.json({}); });
    expect(unguardedHandlers(api.app)).toEqual(['/api/v1/planted has a handler without a guard']);
  });

  it('finds a middleware planted before the routes', async () => {
    api = await startApi({ routes: sampleRoutes() });
    api.app.use(function planted(_request, response) { response.json({}); });
    expect(unguardedHandlers(api.app)).toEqual([expect.stringContaining('planted')]);
  });

  it('finds a route that lets everybody in', async () => {
    const [first, ...others] = sampleRoutes();
    if (first === undefined) throw new Error('no sample');
    const listed = [first, ...others];
    api = await startApi({ routes: [{ ...first, guard: 'public' }, ...others] });
    expect(await wronglyGuardedRoutes(api.baseUrl, listed)).toContain('POST /notes answers 400 to nobody signed in');
  });
});

describe('a route of the list', () => {
  it('is refused at start when its path and its parameters differ, or when it is there twice', async () => {
    const { defineRoute } = await import('../../../api/http/route.ts');
    const text = { fr: '', en: '' };
    expect(() => defineRoute({
      method: 'GET', path: '/a/{id}', operationId: 'a', summary: text, tags: ['a'], guard: 'public', answers: { 204: { description: text } }, refusals: [],
      handle: async () => problem(refuse('internal')),
    })).toThrow('/a/{id}');
    await expect(startApi({ routes: [...sampleRoutes(), ...sampleRoutes()] })).rejects.toThrow('Two routes');
  });

  it('reaches only the person’s own customer when his permission says so', async () => {
    api = await startApi({ routes: sampleRoutes() });
    const reachOf = async (profile: string): Promise<unknown> => (await api?.request('/api/v1/notes', { headers: { authorization: `Bearer ${profile}` } }))?.json();
    expect(await reachOf('customer')).toMatchObject({ reach: 'own' });
    expect(await reachOf('supervisor')).toMatchObject({ reach: 'all' });
  });
});
