/** The routes that erase personal data on request (docs/personal-data.md). */
import { z } from 'zod';
import { eraseContact, eraseCustomer, type Erased } from '../../db/customer/erase.ts';
import { customerId } from '../../domain/customer/customer.schema.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { byCustomerId } from './views.schema.ts';
import { editOf, visibleCustomer } from './visible.ts';

const erased = z.object({
  persons: z.int().meta({ description: 'Whose data was looked for' }), values: z.int().meta({ description: 'Texts that named or reached one of them' }),
}).meta({ id: 'PersonalDataErased' });
const answers = { 200: { description: { fr: 'Effacées, pour toujours', en: 'Erased, for good' }, schema: erased } } as const;

export function erasureRoutes({ pool, nowMs }: Pick<Services, 'pool' | 'nowMs'>): Route[] {
  return [
    defineRoute({
      method: 'POST', path: '/customers/{id}/erase-personal-data', operationId: 'eraseCustomerData', tags: ['customers'],
      summary: { fr: 'Effacer les données personnelles d’un client (C-04)', en: 'Erase a customer’s personal data (C-04)' },
      description: { fr: 'Refusé tant qu’un parcours ou un service en a besoin. Tout ou rien, et sans retour.', en: 'Refused while a journey or a service needs it. All or nothing, and there is no way back.' },
      guard: { permission: 'customer:erase' }, params: byCustomerId, body: z.strictObject({}), answers,
      refusals: ['not-found', 'C-04.journeys-open'],
      handle: async (request) => {
        const { id } = await visibleCustomer(pool, request.params.id, request.scope);
        return { status: 200, body: answerOf(await eraseCustomer(pool, id, editOf(request, nowMs)), id) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/customers/{id}/contacts/{partId}/erase-personal-data', operationId: 'eraseContactData', tags: ['customers'],
      summary: { fr: 'Effacer les données personnelles d’un contact (C-04)', en: 'Erase a contact’s personal data (C-04)' },
      description: { fr: 'Aussi d’un contact retiré auparavant. Refusé tant qu’un parcours ouvert le nomme.', en: 'Of a contact that was removed before too. Refused while an open journey names him.' },
      guard: { permission: 'customer:erase' }, params: z.object({ id: customerId, partId: z.uuid() }), body: z.strictObject({}), answers,
      refusals: ['not-found', 'C-04.journeys-open'],
      handle: async (request) => {
        const { partId } = request.params;
        const { id } = await visibleCustomer(pool, request.params.id, request.scope);
        return { status: 200, body: answerOf(await eraseContact(pool, id, partId, editOf(request, nowMs)), partId) };
      },
    }),
  ];
}

/** @throws {Problem} `not-found`, `C-04.journeys-open`. */
function answerOf(outcome: Erased, id: string): z.input<typeof erased> {
  if (outcome.outcome === 'unknown') throw problem(refuse('not-found', { id }));
  if (outcome.outcome === 'needed') throw problem(refuse('C-04.journeys-open', { subjects: outcome.subjects.join(', ') }));
  return { persons: outcome.persons, values: outcome.values };
}
