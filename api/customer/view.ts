/** The 360° view (C-01): one call, one statement of ours, every outside system asked beside the others and missing alone. */
import { readCustomerView, rememberAnswers, type CustomerViewRow, type Sight } from '../../db/customer/view.ts';
import { dateInZone } from '../../domain/calendar/zone.ts';
import { ranks, shownOf, type Rank, type Reading, type ViewBlock } from '../../domain/customer/view-blocks.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { scopeOf } from '../../domain/people/permissions.ts';
import type { Principal } from '../../domain/people/principal.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { customerView } from '../../domain/policy/relations.schema.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { blocksOf } from './view-blocks.ts';
import { hear, type NamedPlace } from './readings.ts';
import { customer360 } from './view.schema.ts';
import { byCustomerId } from './views.schema.ts';

export function customerViewRoutes(services: Pick<Services, 'pool' | 'outside' | 'nowMs'>): Route[] {
  const { pool, nowMs } = services;
  return [
    defineRoute({
      method: 'GET', path: '/customers/{id}/360', operationId: 'readCustomerView', tags: ['customers'],
      summary: { fr: 'Lire la vue 360° d’un client (C-01)', en: 'Read the 360° view of a customer (C-01)' },
      description: {
        fr: 'Les blocs que le lecteur a le droit de voir, par rang. Un système extérieur qui ne répond pas en une seconde et demie laisse ce qu’on en a su en dernier (`stale`, avec son âge), ou rien (`unknown`) ; les autres blocs sont là.',
        en: 'The blocks that the reader may see, by rank. An outside system that does not answer within a second and a half leaves what was last heard of it (`stale`, with its age), or nothing (`unknown`); the other blocks are there.',
      },
      guard: { permission: 'customer:view' }, params: byCustomerId,
      answers: { 200: { description: { fr: 'Le client', en: 'The customer' }, schema: customer360 } },
      refusals: ['not-found'],
      handle: async ({ params, principal, scope, language }) => {
        const row = await readCustomerView(pool, params.id, sightOf(principal, scope));
        if (!row) throw problem(refuse('not-found', { id: params.id }));
        const policy = customerView.parse(row.policy);
        const { heard, news } = await hear(services, {
          customerIds: [row.id, ...row.formerIds], places: placesOf(row), remembered: row.remembered, reuseFor: policy.reuseFor, isWanted: (reading) => row.seesAccount || !ofAccount.has(reading),
        });
        if (news.length > 0) await rememberAnswers(pool, row.id, news);
        const atMs = nowMs();
        const blocks = blocksOf({
          row, heard, language, nowMs: atMs, todayOn: dateInZone(row.timeZone, atMs), mayEdit: row.mayEdit,
          rankOf: (block) => ranks.find((rank) => policy.ranks[rank].includes(block)) ?? 'secondary',
        });
        const isSeen = (block: ViewBlock) => blocks[block] !== undefined;
        const seen = Object.fromEntries(ranks.map((rank) => [rank, policy.ranks[rank].filter(isSeen)])) as Record<Rank, ViewBlock[]>;
        return { status: 200, body: { customerId: row.id, readAt: new Date(atMs).toISOString(), ranks: seen, blocks } };
      },
    }),
  ];
}

/** What billing tells. */
const ofAccount = new Set<Reading>(['account', 'invoices', 'consumption']);

/** Nobody sees of it what no profile of his shows him of this customer (C-05). */
function sightOf(principal: Principal, customer: Scope): Sight {
  return {
    customer, edit: scopeOf(principal, 'customer:edit'), deployments: scopeOf(principal, 'deployment:read'), tickets: scopeOf(principal, 'ticket:read'), terminations: scopeOf(principal, 'termination:read'), complaints: scopeOf(principal, 'complaint:read'), orders: scopeOf(principal, 'order:read'),
    timeline: scopeOf(principal, 'timeline:read'), account: scopeOf(principal, 'account:read'),
    opportunities: scopeOf(principal, 'opportunity:read'), appointments: scopeOf(principal, 'appointment:read'), drops: scopeOf(principal, 'proposal:read'), backups: scopeOf(principal, 'backup:read'),
  };
}

/** Where he is: his sites, else the address of his record. No more than are shown are tested for what they can have: each is a call. */
function placesOf({ sites, identity }: CustomerViewRow): NamedPlace[] {
  const named = sites.map(({ label, street, postalCode, city, country }) => ({ label, street, postalCode, city, country }));
  const { address } = identity;
  return named.length > 0 ? named.slice(0, shownOf.places) : address === null ? [] : [{ label: address.city, ...address }];
}
