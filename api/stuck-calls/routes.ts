/** The list of calls to outside systems that keep failing (D-24); each is retried or skipped by completing its task. */
import { z } from 'zod';
import { listStuckCalls, type StuckCallRead } from '../../db/journey/stuck-calls.ts';
import { appointmentCalls } from '../../domain/appointment/appointment.ts';
import { backupCalls } from '../../domain/backup/backup.ts';
import { complaintCalls } from '../../domain/complaint/complaint.ts';
import { deploymentCalls } from '../../domain/deployment/deployment.ts';
import { siteCalls } from '../../domain/deployment/site-calls.ts';
import { orderCalls } from '../../domain/order/order.ts';
import { replacementCalls } from '../../domain/replacement/replacement.ts';
import { terminationCalls } from '../../domain/termination/termination.ts';
import { ticketCalls } from '../../domain/ticket/ticket.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { stuckCallView } from './views.schema.ts';

const calls = [appointmentCalls, backupCalls, complaintCalls, deploymentCalls, orderCalls, replacementCalls, siteCalls, terminationCalls, ticketCalls];
const systems = [...new Set<string>(calls.flatMap((each) => Object.values(each)))].sort() as [string, ...string[]];
const cursor = z.object({ since: z.iso.datetime(), journeyId: z.string(), call: z.string() });

export function stuckCallRoutes({ pool }: Pick<Services, 'pool'>): Route[] {
  return [
    defineRoute({
      method: 'GET', path: '/stuck-calls', operationId: 'listStuckCalls', tags: ['stuck-calls'],
      summary: { fr: 'Lister les appels extérieurs bloqués, les plus anciens d’abord (D-24)', en: 'List the stuck outside calls, stuck longest first (D-24)' },
      description: {
        fr: 'Un appel se réessaie ou se passe en terminant sa tâche : « POST /tasks/{taskId}/complete » avec « retry » ou « skip » et un commentaire.',
        en: 'A call is retried or skipped by completing its task: “POST /tasks/{taskId}/complete” with “retry” or “skip” and a comment.',
      },
      guard: { permission: 'stuck-call:handle' },
      query: pageQuery.extend({ system: z.enum(systems).optional(), deploymentId: z.string().max(30).optional() }),
      answers: { 200: { description: { fr: 'Une page', en: 'A page' }, schema: z.object({ items: z.array(stuckCallView) }) } },
      refusals: [],
      handle: async ({ query, scope }) => {
        const { system, deploymentId, limit } = query;
        const page = await listStuckCalls(pool, { scope, system, deploymentId, after: readCursor(query.cursor, cursor), limit });
        return {
          status: 200, body: { items: page.map(view) },
          headers: nextLink('/stuck-calls', query, page, limit, () => {
            const last = page.at(-1);
            return { since: last?.since.toISOString(), journeyId: last?.journeyId, call: last?.call };
          }),
        };
      },
    }),
  ];
}

function view({ journeyId, deploymentId, site, system, call, since, rounds, nextTryAt, code, message, taskId, verdict }: StuckCallRead) {
  return { journeyId, deploymentId, site, system, call, since: since.toISOString(), attempts: rounds, nextTryAt: nextTryAt.toISOString(), lastError: { code, message }, taskId, verdict };
}
