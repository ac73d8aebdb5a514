/** The timeline of a journey (C-04), read in the same way whatever its kind, by who may read what it tells of (C-05). */
import { z } from 'zod';
import { readTicketTimeline } from '../../db/ticket/reads.ts';
import type { Text } from '../../domain/errors/codes.ts';
import { readingOf, type ChangeKind } from '../../domain/live/change.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { timelineEntry } from '../deployment/views.schema.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { demandTowards } from '../people/reach.ts';
import type { Services } from '../services.ts';

interface Timeline {
  /** Of the journeys: `/orders`. */
  readonly path: `/${string}`;
  readonly kind: ChangeKind;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: Text;
  readonly params: z.ZodObject<{ id: z.ZodString }>;
  /** @throws {Problem} `not-found`, also when the person may not see it. */
  readonly visible: (id: string, scope: Scope) => Promise<{ readonly customerId: string }>;
}

export function timelineRoute({ pool }: Pick<Services, 'pool'>, { path, kind, operationId, tag, summary, params, visible }: Timeline): Route {
  return defineRoute({
    method: 'GET', path: `${path}/{id}/timeline`, operationId, tags: [tag], summary, guard: { permission: 'timeline:read', also: readingOf[kind] }, params, query: pageQuery,
    answers: { 200: { description: { fr: 'Une page, du plus ancien au plus récent', en: 'A page, oldest first' }, schema: z.object({ items: z.array(timelineEntry) }) } }, refusals: ['not-found'],
    handle: async ({ params: { id }, query, scope, principal }) => {
      const { customerId } = await visible(id, scope);
      await demandTowards(pool, principal, readingOf[kind], customerId, id);
      const page = await readTicketTimeline(pool, id, { after: readCursor(query.cursor, z.int()), limit: query.limit });
      return {
        status: 200, headers: nextLink(`${path}/${id}/timeline`, query, page, query.limit, () => page.at(-1)?.number),
        body: { items: page.map((entry) => ({ ...entry, at: entry.at.toISOString(), payload: entry.payload as Record<string, unknown> })) },
      };
    },
  });
}
