/** The development identity provider: a real OIDC provider (authorization code with PKCE, JWT access tokens) without passwords. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { ClientMetadata, Configuration, interactionPolicy as policies } from 'oidc-provider';
import type { Logger } from 'pino';
import { type IdentityKeys, loadKeys } from './keys.ts';
import { failurePage, type Language, pagePolicy, signInPage, signOutPage } from './page.ts';
import { developmentUsers, findUser } from './users.ts';

// Not a static import: a bundler would lift it above what main.ts does about the warnings of the library's loading.
const { Provider, errors, interactionPolicy } = await import('oidc-provider');

/** Anybody becomes anybody here: nothing but this machine may reach it. No setting changes it. */
const loopback = '127.0.0.1';
/** A working day, so that nobody signs in again during it; a production provider gives minutes. */
const tokenLifetimeSeconds = 8 * 60 * 60;
/** A browser's are renewed meanwhile, as a production provider has it: short enough that every working day of ours does it too. */
const consoleTokenLifetimeSeconds = 60 * 60;
const consoleClient = 'jalon-console';
/** The only resource there is; the tokens' audience is a setting, and need not be a URI. */
const apiResource = 'urn:jalon:api';

const clients: ClientMetadata[] = [
  publicClient('jalon-cli', ['/callback'], []),
  { ...publicClient(consoleClient, ['/sign-in/callback'], ['/']), grant_types: ['authorization_code', 'refresh_token'] },
];

export interface IdentityOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Folder of the keys. */
  readonly dataDirectory: string;
  /** `aud` of the access tokens. */
  readonly audience: string;
  readonly log: Logger;
}

export interface RunningIdentity {
  readonly issuer: string;
  close(): Promise<void>;
}

/** Listens on loopback, and answers once it resolves. */
export async function startIdentity(options: IdentityOptions): Promise<RunningIdentity> {
  const keys = loadKeys(options.dataDirectory);
  const server = createServer();
  server.listen(options.port, loopback);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The identity provider listens on no port.');
  const issuer = `http://${loopback}:${address.port}`;
  server.on('request', identityApp(issuer, keys, options));
  return { issuer, close: () => closeServer(server) };
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // Browsers keep connections that have not asked anything yet; a sign-in cut short is begun again.
  server.closeAllConnections();
  await closed;
}

function identityApp(issuer: string, keys: IdentityKeys, { audience, log }: IdentityOptions): express.Express {
  const provider = new Provider(issuer, configuration(keys, audience));
  provider.on('server_error', (_ctx, error) => log.error({ err: error }, 'identity provider failed'));
  provider.on('grant.success', (ctx) => log.info({ user: ctx.oidc.account?.accountId, client: ctx.oidc.client?.clientId }, 'signed in'));

  const app = express();
  app.disable('x-powered-by');
  // A page of another site whose name resolves to loopback (DNS rebinding) must not sign in.
  app.use((request, response, next) => {
    if (request.headers.host === new URL(issuer).host) next();
    else response.status(421).json({ detail: `Only ${issuer} answers here.` });
  });
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));

  app.get('/interaction/:uid', async (request, response) => {
    const { params } = await provider.interactionDetails(request, response);
    const hint = params['login_hint'];
    if (hint !== undefined) return finish(provider, request, response, hint);
    html(response, 200, signInPage(request.path, languageOf(request)));
  });
  app.post('/interaction/:uid', express.urlencoded({ extended: false, limit: '1kb' }), (request, response) =>
    finish(provider, request, response, (request.body as Record<string, unknown> | undefined)?.['user']));

  app.use(provider.callback());
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const isOurs = error instanceof errors.OIDCProviderError;
    if (!isOurs) log.error({ err: error }, 'identity provider failed');
    html(response, isOurs ? error.statusCode : 500, failurePage(isOurs ? (error.error_description ?? error.message) : 'server_error', languageOf(request)));
  });
  return app;
}

/** Ends the interaction with the user of that name, or tells the application that there is none. */
async function finish(provider: InstanceType<typeof Provider>, request: Request, response: Response, name: unknown): Promise<void> {
  const found = findUser(name);
  const result = found
    ? { login: { accountId: found.user } }
    : { error: 'access_denied', error_description: `unknown user, choose one of ${developmentUsers.map(({ user }) => user).join(', ')}` };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

function configuration(keys: IdentityKeys, audience: string): Configuration {
  return {
    clients,
    jwks: { keys: [...keys.signingKeys] },
    cookies: { keys: [...keys.cookieKeys] },
    scopes: ['openid'],
    responseTypes: ['code'],
    claims: { openid: ['sub', 'name', 'profiles', 'customerId'] },
    // The console shows who is signed in from the ID token: there is no userinfo for a token made for the API.
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => {
      const found = findUser(id);
      return found && { accountId: found.user, claims: () => ({ sub: found.user, ...claimsOf(id) }) };
    },
    extraTokenClaims: (_ctx, token) => ('accountId' in token ? claimsOf(token.accountId) : undefined),
    interactions: { policy: signInPolicy(), url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    // Our own applications ask for nothing that a person could refuse: a sign-in is the consent.
    loadExistingGrant: async (ctx) => {
      const { client, session } = ctx.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    clientBasedCORS: (_ctx, origin) => ['127.0.0.1', 'localhost'].includes(new URL(origin).hostname),
    ttl: {
      AuthorizationCode: 60, Interaction: 600,
      AccessToken: (_ctx, _token, client) => (client.clientId === consoleClient ? consoleTokenLifetimeSeconds : tokenLifetimeSeconds),
      RefreshToken: tokenLifetimeSeconds, IdToken: tokenLifetimeSeconds, Grant: tokenLifetimeSeconds, Session: tokenLifetimeSeconds,
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => {
        ctx.type = 'html';
        ctx.set('Content-Security-Policy', pagePolicy);
        ctx.body = signOutPage(form, ctx.acceptsLanguages('fr', 'en') === 'en' ? 'en' : 'fr');
      } },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => apiResource,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== apiResource) throw new errors.InvalidTarget();
          return { scope: '', audience, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } };
        },
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.set('Content-Security-Policy', pagePolicy);
      ctx.body = failurePage(out.error_description ?? out.error, ctx.acceptsLanguages('fr', 'en') === 'en' ? 'en' : 'fr');
    },
  };
}

/** The provider's own policy, without its question to owners of native applications, and with `login_hint` meaning it. */
function signInPolicy(): policies.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.get('consent')?.checks.remove('native_client_prompt');
  policy.get('login')?.checks.add(new interactionPolicy.Check('other_user', 'another user is signed in', (ctx) => {
    const hint = ctx.oidc.params?.['login_hint'];
    return hint !== undefined && ctx.oidc.session?.accountId !== hint;
  }));
  return policy;
}

/** An application that keeps no secret; on loopback any port will do (RFC 8252, 7.3). */
function publicClient(id: string, redirectPaths: readonly string[], logoutPaths: readonly string[]): ClientMetadata {
  const onLoopback = (path: string): string[] => [`http://127.0.0.1${path}`, `http://localhost${path}`];
  return {
    client_id: id,
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: redirectPaths.flatMap(onLoopback),
    post_logout_redirect_uris: logoutPaths.flatMap(onLoopback),
  };
}

function claimsOf(user: unknown): { name: string; profiles: string[]; customerId?: string } | undefined {
  const found = findUser(user);
  return found && { name: found.name, profiles: [found.user], ...(found.customerId === undefined ? {} : { customerId: found.customerId }) };
}

function languageOf(request: Request): Language {
  return request.acceptsLanguages('fr', 'en') === 'en' ? 'en' : 'fr';
}

function html(response: Response, status: number, body: string): void {
  response.status(status).type('html').set({ 'Content-Security-Policy': pagePolicy, 'Cache-Control': 'no-store' }).send(body);
}
