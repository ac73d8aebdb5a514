/** The routes of API keys (C-05): made by an administrator, shown once, ended by their instant or by hand. */
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { readCustomerPlace } from '../../db/deployment/reads.ts';
import { listTeams } from '../../db/people/directory.ts';
import { keepKey, listKeys, readKey, revokeKey, type ApiKeyRead } from '../../db/people/keys.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { scopeOfBound } from '../../domain/people/giving.ts';
import { covers, type Scope } from '../../domain/people/scope.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { digestOfKey, newKey } from '../sign-in/keys.ts';
import type { Services } from '../services.ts';
import { apiKeyEntry, apiKeyView, byUuid, newApiKeyView } from './access.schema.ts';
import { demandEnd, demandKnown, demandMayGive, doerOf, knownCentres } from './giving.ts';

export function keyRoutes({ pool, nowMs }: Pick<Services, 'pool' | 'nowMs'>): Route[] {
  return [
    defineRoute({
      method: 'POST', path: '/api-keys', operationId: 'createApiKey', tags: ['people'],
      summary: { fr: 'Créer une clé pour un programme ; elle n’est montrée qu’ici (C-05)', en: 'Create a key for a program; it is shown here only (C-05)' },
      description: { fr: 'Répéter la requête crée une autre clé : une réponse gardée garderait la clé.', en: 'To repeat the request creates another key: an answer that was kept would keep the key.' },
      // No idempotency: the memory of answers is no place for a secret.
      guard: { permission: 'key:manage' }, body: apiKeyEntry, idempotent: false,
      answers: { 201: { description: { fr: 'Créée', en: 'Created' }, schema: newApiKeyView, headers: { 'location': { fr: 'Son adresse', en: 'Its address' }, 'cache-control': { fr: 'Jamais gardée', en: 'Never kept' } } } },
      refusals: ['C-05.unknown-entry', 'C-05.ends-in-the-past', 'C-05.profile-not-given', 'C-05.beyond-own-access', 'C-05.customer-profile', 'T-02.unknown-customer'],
      handle: async (request) => {
        const { body, principal } = request;
        const { name, profiles, permissions, customerId, team } = body;
        const isOfCustomer = profiles.some(({ profile }) => profile === 'customer');
        if (isOfCustomer !== (customerId !== null) || (isOfCustomer && (profiles.length > 1 || team !== null))) throw problem(refuse('C-05.customer-profile', {}, '/customerId'));
        const centres = await knownCentres(pool, profiles, '/profiles');
        if (team !== null) demandKnown(team, (await listTeams(pool)).map((one) => one.key), '/team');
        if (customerId !== null && !(await readCustomerPlace(pool, customerId))) throw problem(refuse('T-02.unknown-customer', { customerId }, '/customerId'));
        const expiresAt = demandEnd(body.expiresAt, nowMs());
        demandMayGive(profiles, { giver: principal, by: 'key:manage', until: expiresAt, centres });
        const [id, key] = [uuidv7(), newKey()];
        await keepKey(pool, { id, name, profiles, permissions, customerId, team, expiresAt }, digestOfKey(key), doerOf(request));
        return { status: 201, headers: { 'location': `${basePath}/api-keys/${id}`, 'cache-control': 'no-store' }, body: { ...view(await existing(id)), key } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/api-keys', operationId: 'listApiKeys', tags: ['people'],
      summary: { fr: 'Lister les clés, sans leur secret', en: 'List the keys, without their secrets' },
      guard: { permission: 'key:manage' }, query: pageQuery,
      answers: { 200: { description: { fr: 'Une page, les plus récentes d’abord', en: 'A page, newest first' }, schema: z.object({ items: z.array(apiKeyView) }) } },
      refusals: [],
      handle: async ({ query, scope }) => {
        const centres = await knownCentres(pool, []);
        const page: ApiKeyRead[] = [];
        // Few keys, made by few: what he may not take back he is not shown either.
        for (let after = readCursor(query.cursor, z.uuid()); page.length < query.limit;) {
          const some = await listKeys(pool, { after, limit: query.limit });
          page.push(...some.filter((key) => reaches(scope, key, centres)).slice(0, query.limit - page.length));
          if (some.length < query.limit) break;
          after = some.at(-1)?.id;
        }
        return { status: 200, headers: nextLink('/api-keys', query, page, query.limit, () => page.at(-1)?.id), body: { items: page.map(view) } };
      },
    }),
    defineRoute({
      method: 'DELETE', path: '/api-keys/{id}', operationId: 'revokeApiKey', tags: ['people'],
      summary: { fr: 'Retirer une clé', en: 'Take a key back' },
      guard: { permission: 'key:manage' }, params: byUuid,
      answers: { 204: { description: { fr: 'Retirée ; compte dès la requête suivante', en: 'Taken back; counts from the next request on' } } },
      refusals: ['not-found', 'C-05.beyond-own-access'],
      handle: async (request) => {
        const key = await existing(request.params.id);
        if (!reaches(request.scope, key, await knownCentres(pool, []))) throw problem(refuse('C-05.beyond-own-access'));
        await revokeKey(pool, key.id, new Date(nowMs()), doerOf(request));
        return { status: 204 };
      },
    }),
  ];

  /** @throws {Problem} `not-found`. */
  async function existing(id: string): Promise<ApiKeyRead> {
    const found = await readKey(pool, id);
    if (!found) throw problem(refuse('not-found', { id }));
    return found;
  }
}

/** Whether all that a key reaches is within the reach of who looks (C-05). */
function reaches(scope: Scope, { profiles }: ApiKeyRead, centres: Parameters<typeof scopeOfBound>[1]): boolean {
  return scope.reach !== 'own' && profiles.every((bound) => covers(scope, scopeOfBound(bound, centres, '')));
}

function view({ createdAt, expiresAt, revokedAt, lastUsedAt, profiles, permissions, ...key }: ApiKeyRead): z.input<typeof apiKeyView> {
  return {
    ...key, subject: `key:${key.id}`, profiles: [...profiles], permissions: permissions && [...permissions], createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(), revokedAt: revokedAt?.toISOString() ?? null, lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
