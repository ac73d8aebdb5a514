/** The routes of webhooks: subscriptions of an administrator, their secrets, and what became of their deliveries. */
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { readCustomerPlace } from '../../db/deployment/reads.ts';
import { lastPosition } from '../../db/outbox/changes.ts';
import { listCentres } from '../../db/people/centres.ts';
import { askAgain, askForTest, listDeliveries, type DeliveryRead } from '../../db/webhooks/deliveries.ts';
import { createWebhook, editWebhook, listWebhooks, readWebhook, removeWebhook, rewindWebhook, rotateSecret, type WebhookEntry, type WebhookRead } from '../../db/webhooks/webhooks.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { etagOf } from '../http/conditional.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { byUuid } from '../people/access.schema.ts';
import { demandKnown, doerOf, stale } from '../people/giving.ts';
import type { Services } from '../services.ts';
import { newWebhookView, rewinding, rotation, webhookDelivery, webhookEntry, webhookView } from './views.schema.ts';

const guard = { permission: 'webhook:manage' } as const;
const etag = { etag: { fr: 'Sa version, pour « If-Match »', en: 'Its version, for `If-Match`' } };
const noStore = { 'cache-control': { fr: 'Jamais gardée', en: 'Never kept' } };
const tags = ['webhooks'] as const;
const byDelivery = z.object({ id: z.uuid(), deliveryId: z.uuid() });

export function webhookRoutes({ pool, nowMs }: Pick<Services, 'pool' | 'nowMs'>): Route[] {
  /** @throws {Problem} `C-05.beyond-own-access`: what is told may be of any customer. */
  function demandAll(scope: Scope): void {
    if (scope.reach !== 'all') throw problem(refuse('C-05.beyond-own-access'));
  }

  /** @throws {Problem} `C-05.unknown-entry`, `T-02.unknown-customer`. */
  async function demandEntry({ centres, customerId }: WebhookEntry): Promise<void> {
    if (centres) {
      const known = (await listCentres(pool)).map(({ key }) => key);
      for (const [index, centre] of centres.entries()) demandKnown(centre, known, `/centres/${index}`);
    }
    if (customerId !== null && !(await readCustomerPlace(pool, customerId))) throw problem(refuse('T-02.unknown-customer', { customerId }, '/customerId'));
  }

  /** @throws {Problem} `not-found`. */
  async function existing(id: string): Promise<WebhookRead> {
    const found = await readWebhook(pool, id);
    if (!found) throw problem(refuse('not-found', { id }));
    return found;
  }

  return [
    defineRoute({
      method: 'POST', path: '/webhooks', operationId: 'createWebhook', tags,
      summary: { fr: 'Abonner un programme à ce qui se passe ; son secret n’est montré qu’ici', en: 'Subscribe a program to what happens; its secret is shown here only' },
      // No idempotency: the memory of answers is no place for a secret.
      guard, body: webhookEntry, idempotent: false,
      answers: { 201: { description: { fr: 'Abonné à ce qui se passe désormais', en: 'Subscribed to what happens from now on' }, schema: newWebhookView, headers: { location: { fr: 'Son adresse', en: 'Its address' }, ...noStore } } },
      refusals: ['C-05.beyond-own-access', 'C-05.unknown-entry', 'T-02.unknown-customer'],
      handle: async (request) => {
        demandAll(request.scope);
        await demandEntry(request.body);
        const [id, secret] = [uuidv7(), newSecret()];
        await createWebhook(pool, id, request.body, secret, doerOf(request));
        return { status: 201, headers: { 'location': `${basePath}/webhooks/${id}`, 'cache-control': 'no-store' }, body: { ...view(await existing(id)), secret } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/webhooks', operationId: 'listWebhooks', tags,
      summary: { fr: 'Lister les abonnements', en: 'List the subscriptions' }, guard,
      answers: { 200: { description: { fr: 'Tous, et la dernière position donnée', en: 'All of them, and the last position that was given' }, schema: z.object({ items: z.array(webhookView), lastPosition: z.int() }) } },
      refusals: [],
      handle: async () => ({ status: 200, body: { items: (await listWebhooks(pool)).map(view), lastPosition: await lastPosition(pool) } }),
    }),
    defineRoute({
      method: 'GET', path: '/webhooks/{id}', operationId: 'readWebhook', tags,
      summary: { fr: 'Lire un abonnement', en: 'Read a subscription' }, guard, params: byUuid,
      answers: { 200: { description: { fr: 'L’abonnement', en: 'The subscription' }, schema: webhookView, headers: etag } },
      refusals: ['not-found'],
      handle: async ({ params }) => answer(await existing(params.id)),
    }),
    defineRoute({
      method: 'PUT', path: '/webhooks/{id}', operationId: 'editWebhook', tags,
      summary: { fr: 'Changer un abonnement, le suspendre, le reprendre', en: 'Change a subscription, pause it, take it up again' }, guard, params: byUuid, body: webhookEntry, conditional: true,
      answers: { 200: { description: { fr: 'L’abonnement', en: 'The subscription' }, schema: webhookView, headers: etag } },
      refusals: ['not-found', 'stale-version', 'C-05.beyond-own-access', 'C-05.unknown-entry', 'T-02.unknown-customer'],
      handle: async (request) => {
        demandAll(request.scope);
        await demandEntry(request.body);
        const { id } = request.params;
        const edited = await editWebhook(pool, id, request.body, (version) => request.matches(etagOf(version)), doerOf(request));
        if (edited.outcome === 'unknown') throw problem(refuse('not-found', { id }));
        return edited.outcome === 'stale' ? stale(edited.version) : answer(await existing(id));
      },
    }),
    defineRoute({
      method: 'DELETE', path: '/webhooks/{id}', operationId: 'removeWebhook', tags,
      summary: { fr: 'Retirer un abonnement', en: 'Remove a subscription' }, guard, params: byUuid,
      answers: { 204: { description: { fr: 'Retiré', en: 'Removed' } } }, refusals: ['not-found', 'C-05.beyond-own-access'],
      handle: async (request) => {
        demandAll(request.scope);
        if (!(await removeWebhook(pool, request.params.id, doerOf(request)))) throw problem(refuse('not-found', { id: request.params.id }));
        return { status: 204 };
      },
    }),
    defineRoute({
      method: 'POST', path: '/webhooks/{id}/rotate-secret', operationId: 'rotateWebhookSecret', tags,
      summary: { fr: 'Donner un nouveau secret ; l’ancien signe encore quelque temps', en: 'Give a new secret; the one there was signs for some time yet' }, guard, params: byUuid, body: rotation, idempotent: false,
      answers: { 200: { description: { fr: 'Le secret, montré ici seulement', en: 'The secret, shown here only' }, schema: z.object({ secret: z.string() }), headers: noStore } },
      refusals: ['not-found', 'C-05.beyond-own-access'],
      handle: async (request) => {
        demandAll(request.scope);
        const [{ id }, secret] = [request.params, newSecret()];
        const endsAt = new Date(nowMs() + request.body.overlapHours * 3_600_000);
        if (!(await rotateSecret(pool, id, secret, endsAt, doerOf(request)))) throw problem(refuse('not-found', { id }));
        return { status: 200, headers: { 'cache-control': 'no-store' }, body: { secret } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/webhooks/{id}/deliveries', operationId: 'listWebhookDeliveries', tags,
      summary: { fr: 'Lister les envois d’un abonnement, les plus récents d’abord', en: 'List the deliveries of a subscription, newest first' }, guard, params: byUuid,
      query: pageQuery.extend({ status: z.enum(['waiting', 'delivered', 'failing', 'failed']).optional() }),
      answers: { 200: { description: { fr: 'Une page ; gardés trente jours', en: 'A page; kept for thirty days' }, schema: z.object({ items: z.array(webhookDelivery) }) } },
      refusals: ['not-found'],
      handle: async ({ params: { id }, query, scope }) => {
        // They name subjects of any customer.
        if (scope.reach !== 'all') throw problem(refuse('not-found', { id }));
        await existing(id);
        const page = await listDeliveries(pool, id, { after: readCursor(query.cursor, z.uuid()), status: query.status, limit: query.limit });
        return { status: 200, headers: nextLink(`/webhooks/${id}/deliveries`, query, page, query.limit, () => page.at(-1)?.id), body: { items: page.map(deliveryView) } };
      },
    }),
    defineRoute({
      method: 'POST', path: '/webhooks/{id}/ping', operationId: 'testWebhook', tags,
      summary: { fr: 'Envoyer un message d’essai', en: 'Send a message to try it' }, guard, params: byUuid,
      answers: { 202: { description: { fr: 'Part dans l’instant', en: 'Goes in a moment' }, schema: webhookDelivery } }, refusals: ['not-found', 'C-05.beyond-own-access'],
      handle: async ({ params: { id }, scope }) => {
        demandAll(scope);
        const asked = await askForTest(pool, id);
        if (!asked) throw problem(refuse('not-found', { id }));
        return { status: 202, body: deliveryView(asked) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/webhooks/{id}/replay', operationId: 'replayWebhook', tags,
      summary: { fr: 'Envoyer de nouveau tout ce qui suit une position, dans l’ordre', en: 'Send everything after a position again, in order' }, guard, params: byUuid, body: rewinding,
      answers: { 200: { description: { fr: 'L’abonnement, à cette position', en: 'The subscription, at that position' }, schema: webhookView } }, refusals: ['not-found', 'C-05.beyond-own-access'],
      handle: async (request) => {
        demandAll(request.scope);
        const { id } = request.params;
        if (!(await rewindWebhook(pool, id, Math.min(request.body.after, await lastPosition(pool)), doerOf(request)))) throw problem(refuse('not-found', { id }));
        return { status: 200, body: view(await existing(id)) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/webhooks/{id}/deliveries/{deliveryId}/replay', operationId: 'replayWebhookDelivery', tags,
      summary: { fr: 'Envoyer de nouveau un message, une fois, hors de son tour', en: 'Send one message again, once, out of its turn' }, guard, params: byDelivery,
      answers: { 202: { description: { fr: 'Part dans l’instant, sous le même «webhook-id»', en: 'Goes in a moment, under the same `webhook-id`' }, schema: webhookDelivery } }, refusals: ['not-found', 'C-05.beyond-own-access'],
      handle: async ({ params: { id, deliveryId }, scope }) => {
        demandAll(scope);
        const asked = await askAgain(pool, id, deliveryId);
        if (!asked) throw problem(refuse('not-found', { id: deliveryId }));
        return { status: 202, body: deliveryView(asked) };
      },
    }),
  ];
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

function answer(webhook: WebhookRead) {
  return { status: 200 as const, headers: { etag: etagOf(webhook.version) }, body: view(webhook) };
}

function view({ failingSince, nextAt, createdAt, types, centres, ...webhook }: WebhookRead): z.input<typeof webhookView> {
  return { ...webhook, types: [...types], centres: centres && [...centres], failingSince: failingSince?.toISOString() ?? null, nextAt: nextAt?.toISOString() ?? null, createdAt: createdAt.toISOString() };
}

function deliveryView({ firstAt, lastAt, ...delivery }: DeliveryRead): z.input<typeof webhookDelivery> {
  return { ...delivery, firstAt: firstAt.toISOString(), lastAt: lastAt?.toISOString() ?? null };
}
