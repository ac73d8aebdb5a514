/** The routes of hardware replacements (T-20): opened on a ticket, read, and the yearly sheet of CSDP. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import { z } from 'zod';
import { seesCustomer } from '../../db/people/scope.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { orderedIn, readReplacement, replacementsOf, type ReplacementRead } from '../../db/replacement/replacements.ts';
import { nextNumber } from '../../db/numbers.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { freezeReplacementPolicy, replacementPolicies } from '../../domain/replacement/freeze-policy.ts';
import type { ReplacementOpening } from '../../domain/replacement/replacement.ts';
import { fault, model, typedSerialNumber } from '../../domain/replacement/tasks.schema.ts';
import { searchAttributes } from '../../workflows/deployment/messages.ts';
import { taskQueues, workflowIdOf } from '../../workflows/journey/messages.ts';
import { openReplacementUpdate, replacementType, type ReplacementStart } from '../../workflows/replacement/messages.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import { metaOf, open } from '../journey/act.ts';
import type { Services } from '../services.ts';
import { demandOfTheDesk } from '../ticket/of-the-desk.ts';
import { byNumber } from '../ticket/view.ts';
import { visibleTicket } from '../ticket/visible.ts';
import { csdpSheet } from './csdp.ts';

const day = z.iso.date().nullable();

const replacementView = z.object({
  id: z.string(), ticket: z.string(), customerId: z.string(), phase: z.string().meta({ description: 'The step under way (T-20)' }),
  serialNumber: z.string().nullable(), fault: z.string().nullable(), model: z.string().nullable(), partNumber: z.string().nullable(),
  isBilled: z.boolean().meta({ description: 'Out of warranty, and the customer has agreed' }),
  orderReference: z.string().nullable(), orderedOn: day, receivedOn: day, replacedOn: day, returnedOn: day, openedAt: z.iso.datetime(), endedAt: z.iso.datetime().nullable(),
}).meta({ id: 'Replacement' });

export function replacementRoutes(services: Services): Route[] {
  const { pool, nowMs } = services;

  async function existing(id: string): Promise<ReplacementRead> {
    const found = await readReplacement(pool, id);
    if (!found) throw problem(refuse('not-found', { id }));
    return found;
  }

  return [
    defineRoute({
      method: 'POST', path: '/tickets/{number}/replacements', operationId: 'openReplacement', tags: ['replacements'],
      summary: { fr: 'Ouvrir un remplacement de matériel sur un ticket (T-20)', en: 'Open a hardware replacement on a ticket (T-20)' },
      description: { fr: 'Ce qui manque devient une tâche du technicien.', en: 'What is missing becomes a task of the technician.' },
      guard: { permission: 'ticket:act' }, params: byNumber,
      body: z.strictObject({ serialNumber: typedSerialNumber.optional(), fault: fault.optional(), model: model.optional() }),
      answers: { 201: { description: { fr: 'Ouvert', en: 'Opened' }, schema: replacementView, headers: { location: { fr: 'Son adresse', en: 'Its address' } } } },
      refusals: ['not-found', 'wrong-state', 'outcome-unknown', 'T-11.not-of-the-desk'],
      handle: async (request) => {
        const { params: { number }, body, principal, scope } = request;
        const ticket = await visibleTicket(pool, number, scope);
        await demandOfTheDesk(pool, principal, ticket);
        if (ticket.endedAt !== null) throw problem(refuse('wrong-state', { state: ticket.phase, states: 'open' }));
        const id = await request.allocate(() => nextNumber(pool, 'REP', new Date(nowMs()).getUTCFullYear()));
        const { values, versions } = await currentPolicies(pool, replacementPolicies);
        const opening: ReplacementOpening = {
          id, ticket: number, customerId: ticket.customerId, serialNumber: body.serialNumber ?? null, fault: body.fault ?? null, model: body.model ?? null,
          policy: freezeReplacementPolicy(values, versions),
        };
        const meta = metaOf(request);
        const start: ReplacementStart = { journeyId: id, opening: { command: { type: 'open', opening }, meta } };
        await open(services, id, openReplacementUpdate, { meta }, new WithStartWorkflowOperation(replacementType, {
          workflowId: workflowIdOf(id), taskQueue: taskQueues.journeys, args: [start], workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'REJECT_DUPLICATE',
          staticSummary: `Remplacement ${id} · ticket ${number}`, typedSearchAttributes: [{ key: searchAttributes.customer, value: ticket.customerId }],
        }));
        return { status: 201, headers: { location: `${basePath}/replacements/${id}` }, body: view(await existing(id)) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/tickets/{number}/replacements', operationId: 'listReplacements', tags: ['replacements'],
      summary: { fr: 'Lire les remplacements d’un ticket', en: 'Read the replacements of a ticket' },
      guard: { permission: 'ticket:read' }, params: byNumber,
      answers: { 200: { description: { fr: 'Tous, du premier au dernier', en: 'All of them, first to last' }, schema: z.object({ items: z.array(replacementView) }) } },
      refusals: ['not-found'],
      handle: async ({ params: { number }, scope }) => {
        await visibleTicket(pool, number, scope);
        return { status: 200, body: { items: (await replacementsOf(pool, number)).map(view) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/replacements/{id}', operationId: 'readReplacement', tags: ['replacements'],
      summary: { fr: 'Lire un remplacement', en: 'Read a replacement' },
      guard: { permission: 'ticket:read' }, params: z.object({ id: z.string().regex(/^REP-\d{4}-\d{6,}$/) }),
      answers: { 200: { description: { fr: 'Le remplacement', en: 'The replacement' }, schema: replacementView } },
      refusals: ['not-found'],
      handle: async ({ params: { id }, scope }) => {
        const found = await existing(id);
        if (!(await seesCustomer(pool, scope, found.customerId))) throw problem(refuse('not-found', { id }));
        return { status: 200, body: view(found) };
      },
    }),
    defineRoute({
      method: 'GET', path: '/reports/csdp', operationId: 'exportCsdpSheet', tags: ['reports'],
      summary: { fr: 'Exporter la feuille CSDP d’une année (T-20)', en: 'Export the CSDP sheet of a year (T-20)' },
      guard: { permission: 'ticket:act' }, query: z.object({ year: z.coerce.number().int().min(2000).max(2199) }),
      answers: { 200: { description: { fr: 'Une ligne par commande', en: 'A line for each order' }, mediaTypes: ['text/csv'] } },
      refusals: [],
      handle: async ({ query: { year }, scope }) => ({
        status: 200, headers: { 'content-type': 'text/csv', 'content-disposition': `attachment; filename="csdp-commande-${year}.csv"` }, bytes: Buffer.from(csdpSheet(await orderedIn(pool, year, scope))),
      }),
    }),
  ];
}

function view({ openedAt, endedAt, ...rest }: ReplacementRead): z.input<typeof replacementView> {
  return { ...rest, openedAt: openedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
}
