/** The API as one Express application, made from the list of routes; the frame answers whatever no route does. */
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Registry } from 'prom-client';
import { refuse } from '../domain/errors/codes.ts';
import { allowOrigin, codecPath } from './codec/cross-origin.ts';
import { serveConsole } from './console/serve.ts';
import { documentationPage } from './http/documentation.ts';
import { live, metrics, ready, type HealthChecks } from './http/health.ts';
import { observe } from './http/observe.ts';
import { openApiDocument } from './http/openapi.ts';
import { problem } from './http/problem.ts';
import { basePath, type Method, type Route } from './http/route.ts';
import { dataHeaders } from './http/security-headers.ts';
import { answerFailure, send, serve, type Frame } from './http/serve.ts';
import { browserSignIn } from './sign-in/browser.ts';
import { sessionReader, type Browsers } from './sign-in/sessions.ts';

export interface AppOptions extends Frame {
  readonly routes: readonly Route[];
  readonly health: HealthChecks;
  /** What `/metrics` shows; the request histogram is added to it. */
  readonly registry: Registry;
  readonly browsers: Browsers;
  /** Addresses and networks of proxies whose `X-Forwarded-For` says who is behind them; from anybody else it says nothing. */
  readonly trustedProxies: readonly string[];
}

/** Addresses outside the list of routes, open to everybody on purpose. */
export const publicPaths = ['/healthz', '/readyz', '/metrics', '/openapi.json', `${basePath}/openapi.json`] as const;

/** An idle connection is kept for longer than the usual proxy and client keep theirs: what is closed just as a request comes on it is a reset that the caller has not earned. */
export const keepAliveMs = 75_000;

/** Makes the application; the caller listens. */
export function createApp({ routes, health, registry, browsers, trustedProxies, ...frame }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').enable('strict routing').set('query parser', 'simple').set('trust proxy', trustedProxies);
  app.use(observe(frame.logger, registry), dataHeaders, sessionReader(browsers, frame.nowMs));

  app.get('/healthz', live);
  app.get('/readyz', ready(health, frame.logger));
  app.get('/metrics', metrics(registry));
  // Made for the first who asks: it takes a third of a second that no start should wait for.
  let document: string | undefined;
  for (const path of ['/openapi.json', `${basePath}/openapi.json`]) {
    app.get(path, (_request, response) => { response.type('application/json').send(document ??= JSON.stringify(openApiDocument(routes))); });
  }
  app.all([...publicPaths], refuseMethod(['GET']));
  app.use('/docs', documentationPage());

  app.use(codecPath, allowOrigin(browsers.webUiOrigin));
  for (const [path, here] of byPath(routes)) {
    for (const route of here) app[expressMethod(route.method)](path, serve(route, frame));
    app.all(path, refuseMethod(here.map(({ method }) => method)));
  }
  app.use(browserSignIn(browsers, frame), serveConsole(browsers), refuseUnknownAddress, refuseFailure(frame));
  return app;
}

/** Routes by their address in Express' spelling. */
function byPath(routes: readonly Route[]): Map<string, Route[]> {
  const paths = new Map<string, Route[]>();
  for (const route of routes) {
    const path = `${basePath}${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    const here = paths.get(path) ?? [];
    if (here.some(({ method }) => method === route.method)) throw new Error(`Two routes for ${route.method} ${route.path}.`);
    paths.set(path, [...here, route]);
  }
  return paths;
}

function expressMethod(method: Method): 'get' | 'post' | 'put' | 'patch' | 'delete' {
  return method.toLowerCase() as Lowercase<Method>;
}

function refuseMethod(methods: readonly Method[]): RequestHandler {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  return function refuseOtherMethods() {
    throw problem(refuse('method-not-allowed', { methods: allow }), { headers: { allow } });
  };
}

const shownPathMax = 200;

const refuseUnknownAddress: RequestHandler = function refuseUnknownAddress(request) {
  throw problem(refuse('not-found', { id: request.path.slice(0, shownPathMax) }));
};

function refuseFailure({ logger }: Frame): ErrorRequestHandler {
  return function refuseFailedRequest(thrown: unknown, request, response, _next) {
    if (response.headersSent) response.destroy();
    else send(response, answerFailure(thrown, false, request, logger));
  };
}
