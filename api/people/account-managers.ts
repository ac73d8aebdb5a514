/** The routes of customers' account managers: who is told of the work on a customer's tickets, and decides what of it is extra (T-17, T-18). */
import { z } from 'zod';
import { accountManagers, nameAccountManager, readAccountManager, type AccountManagerRead } from '../../db/people/account-managers.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { problem, type Problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { metaOf } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { customerId, subject } from './views.schema.ts';

const ofCustomer = z.object({ customerId });
const named = z.object({
  customerId, subject: subject.nullable().meta({ description: 'Null: everybody of the profile' }), namedBy: z.string().nullable().meta({ description: 'Null where nobody ever said' }), namedAt: z.iso.datetime().nullable(),
}).meta({ id: 'AccountManager' });

export function accountManagerRoutes({ pool, nowMs }: Pick<Services, 'pool' | 'nowMs'>): Route[] {
  return [
    defineRoute({
      method: 'GET', path: '/account-managers/{customerId}', operationId: 'readAccountManager', tags: ['people'],
      summary: { fr: 'Lire le chargé d’affaire d’un client (T-17)', en: 'Read a customer’s account manager (T-17)' },
      guard: { permission: 'people:read' }, params: ofCustomer,
      answers: { 200: { description: { fr: 'Le sien, ou aucun', en: 'His own, or none' }, schema: named } },
      refusals: ['not-found'],
      handle: async ({ params, scope }) => answer(params.customerId, await seesCustomer(pool, scope, params.customerId) ? await readAccountManager(pool, params.customerId) : undefined),
    }),
    defineRoute({
      method: 'PUT', path: '/account-managers/{customerId}', operationId: 'nameAccountManager', tags: ['people'],
      summary: { fr: 'Nommer le chargé d’affaire d’un client (T-18)', en: 'Name a customer’s account manager (T-18)' },
      guard: { permission: 'people:manage' }, params: ofCustomer, body: z.strictObject({ subject: subject.nullable() }),
      answers: { 200: { description: { fr: 'Nommé', en: 'Named' }, schema: named } },
      refusals: ['not-found', 'T-18.not-an-account-manager'],
      handle: async (request) => {
        const { params, body, scope } = request;
        if (!(await seesCustomer(pool, scope, params.customerId))) return answer(params.customerId, undefined);
        const known = await accountManagers(pool);
        if (body.subject !== null && !known.includes(body.subject)) return problem(refuse('T-18.not-an-account-manager', { subject: body.subject, subjects: known.join(', ') || '–' }, '/subject'));
        return answer(params.customerId, await nameAccountManager(pool, params.customerId, body.subject, { meta: metaOf(request), atMs: nowMs() }));
      },
    }),
  ];
}

function answer(id: string, found: AccountManagerRead | undefined): Problem | { readonly status: 200; readonly body: z.input<typeof named> } {
  if (!found) return problem(refuse('not-found', { id }));
  return { status: 200, body: { customerId: id, subject: found.subject, namedBy: found.namedBy, namedAt: found.namedAt?.toISOString() ?? null } };
}
