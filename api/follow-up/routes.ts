/** The routes of follow-ups (S-09): planned for a day, listed, put off, given to another seller, called off. Done they are in the basket. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import { z } from 'zod';
import type { Pool } from 'pg';
import { keepFollowUpNote, listFollowUps, readFollowUp, type FollowUpRead } from '../../db/follow-up/follow-ups.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { nextNumber } from '../../db/numbers.ts';
import { customerId } from '../../domain/customer/customer.schema.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { followUpKindNames, followUpKinds, followUpPhaseNames, followUpPhases, type FollowUpOpening } from '../../domain/follow-up/follow-up.ts';
import { followUpModel } from '../../domain/follow-up/model.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { searchAttributes } from '../../workflows/deployment/messages.ts';
import { followUpSummary } from '../../workflows/follow-up/details.ts';
import { cancelFollowUpUpdate, followUpType, giveFollowUpUpdate, moveFollowUpUpdate, openFollowUpUpdate, type FollowUpStart } from '../../workflows/follow-up/messages.ts';
import { taskQueues, workflowIdOf } from '../../workflows/journey/messages.ts';
import { visibleCustomer } from '../customer/visible.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { act, metaOf, open, unlessRecorded } from '../journey/act.ts';
import { personName } from '../people/views.schema.ts';
import { opportunityId, seller } from '../sales/opportunity-views.schema.ts';
import { demandOpportunityOf, sellerOf } from '../sales/sellers.ts';
import type { Services } from '../services.ts';

const label = z.object({ fr: z.string(), en: z.string() });
const byFollowUpId = z.object({ id: z.string().regex(/^REL-\d{4}-\d{6,}$/) });
const instant = z.iso.datetime({ offset: true });
const newFollowUp = z.strictObject({
  customerId, opportunityId: opportunityId.optional(), what: z.enum(followUpKindNames), dueAt: instant.meta({ description: 'Quand elle apparaît dans la corbeille du vendeur' }),
  note: z.string().trim().min(1).max(2000).optional().meta({ description: 'Ce qu’il y a à faire ; effaçable avec le client' }), seller: seller.optional(),
}).meta({ id: 'NewFollowUp' });
const followUpView = z.object({
  id: z.string(), customerId: z.string(), customerName: z.string(), opportunityId: z.string().nullable(), what: z.enum(followUpKindNames), whatLabel: label, note: z.string().nullable(), seller: z.string(), sellerName: personName, phase: z.enum(followUpPhaseNames), label,
  dueAt: z.iso.datetime(), openedAt: z.iso.datetime(), endedAt: z.iso.datetime().nullable(),
}).meta({ id: 'FollowUp' });
const shown = { description: { fr: 'La relance', en: 'The follow-up' }, schema: followUpView } as const;

export function followUpRoutes(services: Services): Route[] {
  const { pool, nowMs } = services;
  const current = async (id: string, scope: Scope) => followUp(await visibleFollowUp(pool, id, scope));

  return [
    defineRoute({
      method: 'POST', path: '/follow-ups', operationId: 'planFollowUp', tags: ['sales'],
      summary: { fr: 'Planifier une relance : une tâche pour le jour J (S-09)', en: 'Plan a follow-up: a task for its day (S-09)' },
      guard: { permission: 'opportunity:edit' }, body: newFollowUp,
      answers: { 201: { ...shown, headers: { location: { fr: 'Son adresse', en: 'Its address' } } } }, refusals: ['not-found', 'S-09.no-seller', 'S-09.other-customer', 'S-09.in-the-past', 'outcome-unknown'],
      handle: async (request) => {
        const { body, principal, scope, allocate } = request;
        const customer = await visibleCustomer(pool, body.customerId, scope);
        const doer = await sellerOf(pool, principal, customer.id, body.seller);
        const dueAtMs = Date.parse(body.dueAt);
        const opening: Omit<FollowUpOpening, 'id'> = { customerId: customer.id, opportunityId: await demandOpportunityOf(pool, body.opportunityId, customer.id), what: body.what };
        // Before anything is kept or started; asked again after its day, it is what it was.
        const id = await allocate(() => {
          const decision = followUpModel.decide(followUpModel.initial, { type: 'open', opening: { id: '', ...opening }, doer, dueAtMs }, nowMs());
          if (!decision.accepted) throw problem(decision.refusal);
          return nextNumber(pool, 'REL', new Date(nowMs()).getUTCFullYear());
        });
        if (body.note !== undefined) await keepFollowUpNote(pool, id, body.note);
        const meta = metaOf(request);
        const start: FollowUpStart = { journeyId: id, opening: { command: { type: 'open', opening: { id, ...opening }, doer, dueAtMs }, meta } };
        await open(services, id, openFollowUpUpdate, { meta }, new WithStartWorkflowOperation(followUpType, {
          workflowId: workflowIdOf(id), taskQueue: taskQueues.journeys, args: [start], workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'REJECT_DUPLICATE',
          staticSummary: followUpSummary({ id, ...opening }), typedSearchAttributes: [{ key: searchAttributes.customer, value: customer.id }],
        }));
        return { status: 201, headers: { location: `${basePath}/follow-ups/${id}` }, body: await current(id, scope) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/follow-ups', operationId: 'listFollowUps', tags: ['sales'],
      summary: { fr: 'Lister les relances, les plus proches d’abord (S-09)', en: 'List follow-ups, the first to be due first (S-09)' },
      guard: { permission: 'opportunity:read' },
      query: pageQuery.extend({ customerId: customerId.optional(), opportunityId: opportunityId.optional(), seller: z.string().max(255).optional(), open: z.enum(['true', 'false']).optional() }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(followUpView) }) } }, refusals: [],
      handle: async ({ query, scope }) => {
        const { limit, cursor, open: isOpen, ...filters } = query;
        const page = await listFollowUps(pool, { scope, ...filters, isOpen: isOpen === undefined ? undefined : isOpen === 'true', after: readCursor(cursor, z.tuple([z.string(), z.string()])), limit });
        return { status: 200, headers: nextLink('/follow-ups', query, page, limit, () => { const last = page.at(-1); return last && [last.dueAt.toISOString(), last.id]; }), body: { items: page.map(followUp) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/follow-ups/{id}', operationId: 'readFollowUp', tags: ['sales'],
      summary: { fr: 'Lire une relance (S-09)', en: 'Read a follow-up (S-09)' },
      guard: { permission: 'opportunity:read' }, params: byFollowUpId, answers: { 200: shown }, refusals: ['not-found'],
      handle: async ({ params, scope }) => ({ status: 200, body: await current(params.id, scope) }),
    }),
    defineRoute({
      method: 'POST', path: '/follow-ups/{id}/move', operationId: 'moveFollowUp', tags: ['sales'],
      summary: { fr: 'Reporter une relance (S-09)', en: 'Put a follow-up off (S-09)' },
      guard: { permission: 'opportunity:edit' }, params: byFollowUpId, body: z.strictObject({ dueAt: instant }).meta({ id: 'FollowUpMove' }), answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'S-09.in-the-past', 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id }, body, scope } = request;
        await visibleFollowUp(pool, id, scope);
        await act(services, id, moveFollowUpUpdate, { dueAtMs: Date.parse(body.dueAt), meta: metaOf(request) });
        return { status: 200, body: await current(id, scope) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/follow-ups/{id}/give', operationId: 'giveFollowUp', tags: ['sales'],
      summary: { fr: 'Confier une relance à un autre vendeur (S-09)', en: 'Give a follow-up to another seller (S-09)' },
      guard: { permission: 'opportunity:edit' }, params: byFollowUpId, body: z.strictObject({ seller }).meta({ id: 'FollowUpGift' }), answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'S-09.no-seller', 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id }, body, principal, scope } = request;
        const known = await visibleFollowUp(pool, id, scope);
        await unlessRecorded(services, request, async () => (
          act(services, id, giveFollowUpUpdate, { doer: await sellerOf(pool, principal, known.customerId, body.seller), meta: metaOf(request) })));
        return { status: 200, body: await current(id, scope) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/follow-ups/{id}/cancel', operationId: 'cancelFollowUp', tags: ['sales'],
      summary: { fr: 'Annuler une relance (S-09)', en: 'Call a follow-up off (S-09)' },
      guard: { permission: 'opportunity:edit' }, params: byFollowUpId, body: z.strictObject({ reason: z.string().trim().min(1).max(500) }).meta({ id: 'FollowUpCancellation' }), answers: { 200: shown }, refusals: ['not-found', 'wrong-state', 'outcome-unknown'],
      handle: async (request) => {
        const { params: { id }, body: { reason }, scope } = request;
        await visibleFollowUp(pool, id, scope);
        await act(services, id, cancelFollowUpUpdate, { reason, meta: metaOf(request) });
        return { status: 200, body: await current(id, scope) };
      },
    }),
  ];
}

/** @throws {Problem} `not-found`, also when the person may not see it. */
async function visibleFollowUp(pool: Pool, id: string, scope: Scope): Promise<FollowUpRead> {
  const found = await readFollowUp(pool, id);
  if (!found || !(await seesCustomer(pool, scope, found.customerId))) throw problem(refuse('not-found', { id }));
  return found;
}

function followUp({ dueAt, openedAt, endedAt, ...rest }: FollowUpRead): z.input<typeof followUpView> {
  return { ...rest, whatLabel: followUpKinds[rest.what].label, label: followUpPhases[rest.phase], dueAt: dueAt.toISOString(), openedAt: openedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
}
