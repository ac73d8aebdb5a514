/** The routes of drops (S-07): all that a customer does not go on with, a range, or products; entered with the reason, listed and summed up. */
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { holdCustomer } from '../../db/customer/record.ts';
import { inTransaction } from '../../db/pool.ts';
import { readDate } from '../../db/policy/store.ts';
import { keepDrop, listDrops, sumDrops, type DropKind } from '../../db/sales/drops.ts';
import { heldByCustomer } from '../../db/sales/proposals.ts';
import { dateOfOurTime } from '../../domain/calendar/date.schema.ts';
import { customerId } from '../../domain/customer/customer.schema.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { ProposalLine } from '../../domain/sales/proposal.ts';
import type { Range } from '../../domain/sales/ranges.ts';
import { byCustomerId } from '../customer/views.schema.ts';
import { editOf, visibleCustomer } from '../customer/visible.ts';
import { etagOf } from '../http/conditional.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { change, changeRefusals } from './change.ts';
import { proposal, visibleProposal } from './view.ts';
import { byProposalId, drop, newDrop, proposalView, totalDrop } from './views.schema.ts';

const filters = z.object({ customerId: customerId.optional(), kind: z.enum(['total', 'partial', 'product']).optional(), from: dateOfOurTime.optional(), until: dateOfOurTime.optional(), enteredBy: z.string().max(255).optional() });

export function dropRoutes(services: Services): Route[] {
  const { pool, nowMs } = services;
  return [
    defineRoute({
      method: 'POST', path: '/proposals/{id}/drops', operationId: 'dropFromProposal', tags: ['sales'],
      summary: { fr: 'Déclarer la chute d’une gamme ou de produits (S-07)', en: 'Enter that a range or products are dropped (S-07)' },
      guard: { permission: 'proposal:edit' }, params: byProposalId, body: newDrop,
      answers: { 200: { description: { fr: 'La proposition sans ce qui a chuté', en: 'The proposal without what was dropped' }, schema: proposalView } }, refusals: [...changeRefusals, 'S-07.nothing-to-drop'],
      handle: async (request) => {
        const { params: { id }, body, language } = request;
        const ranges: readonly Range[] = 'ranges' in body ? body.ranges : [];
        const named: readonly string[] = 'ranges' in body ? [] : body.lines;
        await visibleProposal(pool, id, request.scope);
        const dropId = await request.allocate(() => Promise.resolve(uuidv7()));
        const [droppedOn, edit] = [await readDate(pool, nowMs()), editOf(request, nowMs)];
        const read = await change(services, id, request, ({ lines, customerId: customer }) => {
          const dropped = lines.filter((line) => ranges.includes(line.range) || named.includes(line.id));
          const held = dropped.filter(({ rds }) => rds !== null);
          if (held.length === 0 || named.some((line) => !held.some((one) => one.id === line))) throw problem(refuse('S-07.nothing-to-drop'));
          const left = lines.filter((line) => !dropped.includes(line));
          const kind: DropKind = ranges.length > 0 ? 'partial' : 'product';
          return {
            change: { lines: left }, also: async (client) => {
              await keepDrop(client, { id: dropId, customerId: customer, kind, proposalId: id, ranges: [...new Set(held.map((line) => line.range))], ...whatWas(held), reason: body.reason, droppedOn }, edit);
            },
          };
        });
        return { status: 200, headers: { etag: etagOf(read.version) }, body: proposal(read, language) };
      },
    }),
    defineRoute({
      method: 'POST', path: '/customers/{id}/drop', operationId: 'dropCustomer', tags: ['sales'],
      summary: { fr: 'Déclarer la chute totale d’un client : rien n’est commandé (S-07)', en: 'Enter that a customer drops everything: nothing is ordered (S-07)' },
      guard: { permission: 'proposal:edit' }, params: byCustomerId, body: totalDrop,
      answers: { 201: { description: { fr: 'Déclarée', en: 'Entered' }, schema: z.object({ id: z.uuid() }) } }, refusals: ['not-found', 'S-07.nothing-to-drop'],
      handle: async (request) => {
        const customer = await visibleCustomer(pool, request.params.id, request.scope);
        const held = await heldByCustomer(pool, customer.id);
        if (held.length === 0) throw problem(refuse('S-07.nothing-to-drop'));
        const id = await request.allocate(() => Promise.resolve(uuidv7()));
        const lines = held.map(({ rds, product, label, monthlyCents }) => ({ rds, product, label, monthlyCents }));
        const drop = { id, customerId: customer.id, kind: 'total', proposalId: null, ranges: [], lines, monthlyCents: lines.reduce((sum, { monthlyCents }) => sum + monthlyCents, 0), ...request.body } as const;
        await inTransaction(pool, async (client) => {
          await holdCustomer(client, customer.id);
          await keepDrop(client, drop, editOf(request, nowMs));
        });
        return { status: 201, body: { id } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/sales-drops', operationId: 'listDrops', tags: ['sales'],
      summary: { fr: 'Suivre les chutes : totales, partielles, de produits (S-07)', en: 'Follow what was dropped: everything, ranges, products (S-07)' },
      guard: { permission: 'proposal:read' }, query: pageQuery.extend(filters.shape),
      answers: { 200: { description: { fr: 'Une page, les plus récentes d’abord, et les sommes', en: 'A page, newest first, and the sums' }, schema: z.object({
        items: z.array(drop), sums: z.array(z.object({ kind: z.enum(['total', 'partial', 'product']), count: z.int(), monthlyCents: z.int() })),
      }) } }, refusals: [],
      handle: async ({ query, scope }) => {
        const { limit, cursor, ...asked } = query;
        const [page, sums] = await Promise.all([listDrops(pool, { scope, ...asked, after: readCursor(cursor, z.tuple([z.string(), z.uuid()])), limit }), sumDrops(pool, { scope, ...asked })]);
        return {
          status: 200, headers: nextLink('/sales-drops', query, page, limit, () => { const last = page.at(-1); return last && [last.droppedOn, last.id]; }),
          body: { items: page.map((one) => ({ ...one, ranges: one.ranges.slice(), lines: one.lines.slice(), enteredAt: one.enteredAt.toISOString() })), sums },
        };
      },
    }),
  ];
}

function whatWas(held: readonly ProposalLine[]) {
  return {
    lines: held.map(({ rds, product, label, heldMonthlyCents }) => ({ rds: rds ?? '', product, label, monthlyCents: heldMonthlyCents })),
    monthlyCents: held.reduce((sum, { heldMonthlyCents }) => sum + heldMonthlyCents, 0),
  };
}
