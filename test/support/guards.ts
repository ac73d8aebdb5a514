/** Looks for doors without a guard, in the application as it really is: its router, and what it answers to whom. */
import type { Express, RequestHandler } from 'express';
import { publicPaths } from '../../api/app.ts';
import { basePath, isForPersons, permissionsOfGuard, type Route } from '../../api/http/route.ts';
import { isGuarded } from '../../api/http/serve.ts';
import { principalOf } from '../../domain/people/principal.ts';
import { profileNames } from '../../domain/people/profiles.ts';
import { scopeOf } from '../../domain/people/permissions.ts';

interface Layer {
  readonly name: string;
  readonly handle: RequestHandler & { readonly stack?: readonly Layer[] };
  readonly route?: { readonly path: string; readonly stack: readonly Layer[] };
}

/** Headers by which somebody is known. */
export type HeadersOf = (token: string) => Record<string, string> | Promise<Record<string, string>>;
export const bearer: HeadersOf = (token) => ({ authorization: `Bearer ${token}` });

/** Middleware of the frame, in its order; whatever else answers there answers to everybody. */
const frame = ['observeRequest', 'dataHeaders', 'readSession', 'router', 'allowPages', 'router', 'serveConsole', 'refuseUnknownAddress', 'refuseFailedRequest'];

/** One sentence per handler in the router that no guard stands before. */
export function unguardedHandlers(app: Express): string[] {
  const layers = app.router.stack as unknown as readonly Layer[];
  const routes = layers.flatMap(({ route }) => (route === undefined ? [] : [route]));
  const middleware = layers.filter(({ route }) => route === undefined).map(({ name }) => name);
  const open: readonly string[] = publicPaths;
  return [
    ...routes.filter(({ path }) => !open.includes(path)).flatMap(({ path, stack }) => stack
      .filter(({ handle }) => !isGuarded(handle) && handle.name !== 'refuseOtherMethods').map(() => `${path} has a handler without a guard`)),
    ...(middleware.join() === frame.join() ? [] : [`the middleware is ${middleware.join()}`]),
  ];
}

/** One sentence per route that answers a person it should not. @param headersOf how he says who he is. */
export async function wronglyGuardedRoutes(baseUrl: string, routes: readonly Route[], headersOf: HeadersOf = bearer): Promise<string[]> {
  const found: string[] = [];
  for (const { method, path, guard } of routes) {
    const address = `${baseUrl}${basePath}${path.replaceAll(/\{\w+\}/g, 'x')}`;
    const statusFor = async (token?: string): Promise<number> => {
      const response = await fetch(address, { method, headers: token === undefined ? {} : await headersOf(token) });
      await response.arrayBuffer();
      return response.status;
    };
    const expectStatus = async (who: string | undefined, expected: number): Promise<void> => {
      const status = await statusFor(who);
      if (status !== expected) found.push(`${method} ${path} answers ${status} to ${who ?? 'nobody signed in'}`);
    };
    if (guard === 'public') continue;
    await expectStatus(undefined, 401);
    if (!isForPersons(guard)) {
      await expectStatus('admin', 401);
      continue;
    }
    const permissions = permissionsOfGuard(guard);
    if (permissions === null) continue;
    await expectStatus('nobody', 403);
    // Who is allowed is not tried: the handlers of the real list would act.
    const refused = profileNames.filter((profile) => !permissions.some((permission) => scopeOf(principalOf({ subject: profile, profiles: [profile], customerId: 'CLI-000001' }, []), permission) !== undefined));
    await Promise.all(refused.map((profile) => expectStatus(profile, 403)));
  }
  return found;
}
