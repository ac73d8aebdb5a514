/** The route of live events. */
import { changeKinds, readingOf } from '../../domain/live/change.ts';
import type { Permission } from '../../domain/people/permissions.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { liveEvent, liveQuery } from './views.schema.ts';

const readings = [...new Set(changeKinds.map((kind) => readingOf[kind]))] as [Permission, ...Permission[]];

export function eventRoutes({ live }: Pick<Services, 'live'>): Route[] {
  return [
    defineRoute({
      method: 'GET', path: '/events', operationId: 'followEvents', tags: ['live'],
      summary: { fr: 'Suivre en direct ce qui change (server-sent events)', en: 'Follow what changes, live (server-sent events)' },
      description: {
        fr: 'Chaque message dit qu’un sujet a changé, jamais ce qu’il contient. «heartbeat» vient au début et toutes les quinze secondes ; «reset» dit qu’il faut tout relire : la position demandée est trop ancienne ; «presence» dit que quelqu’un arrive à un ticket ou le quitte, sans position.',
        en: 'Each message says that a subject changed, never what it holds. `heartbeat` comes first and every fifteen seconds; `reset` says to read everything anew: the position asked for is too old; `presence` says that somebody came to a ticket or left it, and has no position.',
      },
      guard: { anyOf: readings }, query: liveQuery,
      answers: { 200: { description: { fr: 'Les messages, à mesure', en: 'The messages, as they come' }, schema: liveEvent, isStream: true } },
      refusals: [],
      handle: async ({ principal: { subject }, query: { kind, id, customerId, deploymentId, after, follow } }) => {
        await live.ready(subject);
        return { status: 200, stream: (events) => live.follow(events, { subject, filter: { kinds: kind, id, customerId, deploymentId }, after, isFollowing: follow === 'true' }) };
      },
    }),
  ];
}
