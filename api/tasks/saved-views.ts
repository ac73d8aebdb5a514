/** The routes of saved views (C-07): a list of a basket under a name, for oneself or for one's team. */
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { readTeamMember } from '../../db/people/team.ts';
import { changeView, deleteView, keepView, listSavedViews, readOwnView, type SavedView } from '../../db/tasks/saved-views.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { etagOf } from '../http/conditional.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { basketFilters } from './views.schema.ts';

const byId = z.object({ id: z.uuid() });
const proposal = z.strictObject({
  name: z.string().trim().min(1).max(80),
  shared: z.boolean().default(false).meta({ description: 'true: one’s whole team sees it; only its author changes it' }),
  filters: basketFilters,
}).meta({ id: 'BasketViewProposal' });
const savedView = z.object({
  id: z.uuid(), name: z.string(), owner: z.string(), shared: z.boolean(), filters: basketFilters, version: z.int(),
  href: z.string().meta({ description: 'The list itself' }),
}).meta({ id: 'BasketView' });

function shown({ id, name, owner, team, query, version }: SavedView) {
  const asked = new URLSearchParams(query).toString();
  return { id, name, owner, shared: team !== null, filters: query as z.input<typeof basketFilters>, version, href: `${basePath}/tasks${asked === '' ? '' : `?${asked}`}` };
}

export function basketViewRoutes({ pool }: Services): Route[] {
  const etag = { etag: { fr: 'La version, pour « If-Match »', en: 'The version, for `If-Match`' } };

  async function kept(subject: string, { name, shared, filters }: z.output<typeof proposal>) {
    const team = shared ? (await readTeamMember(pool, subject))?.team ?? null : null;
    if (shared && team === null) throw problem(refuse('C-07.no-team', { person: subject }, '/shared'));
    return { owner: subject, team, name, query: Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as Record<string, string> };
  }

  return [
    defineRoute({
      method: 'GET', path: '/basket-views', operationId: 'listBasketViews', tags: ['tasks'],
      summary: { fr: 'Lister ses vues de corbeille et celles de son équipe (C-07)', en: 'List one’s saved baskets and those of one’s team (C-07)' },
      guard: { permission: 'task:read' },
      answers: { 200: { description: { fr: 'Par nom', en: 'By name' }, schema: z.object({ items: z.array(savedView) }) } },
      refusals: [],
      handle: async ({ principal }) => ({ status: 200, body: { items: (await listSavedViews(pool, principal.subject)).map(shown) } }),
    }),
    defineRoute({
      method: 'POST', path: '/basket-views', operationId: 'saveBasketView', tags: ['tasks'],
      summary: { fr: 'Garder une vue de corbeille (C-07)', en: 'Save a list of a basket (C-07)' },
      guard: { permission: 'task:read' }, body: proposal,
      answers: { 201: { description: { fr: 'Gardée', en: 'Saved' }, schema: savedView, headers: etag } },
      refusals: ['C-07.no-team', 'C-07.view-name-taken'],
      handle: async ({ principal, body, allocate }) => {
        const id = await allocate(async () => uuidv7());
        const view = await keepView(pool, { id, ...await kept(principal.subject, body) });
        if (view === undefined) return problem(refuse('C-07.view-name-taken', { name: body.name }, '/name'));
        return { status: 201, headers: { etag: etagOf(view.version) }, body: shown(view) };
      },
    }),
    defineRoute({
      method: 'PUT', path: '/basket-views/{id}', operationId: 'changeBasketView', tags: ['tasks'],
      summary: { fr: 'Changer une de ses vues (C-07)', en: 'Change one of one’s saved baskets (C-07)' },
      guard: { permission: 'task:read' }, conditional: true, params: byId, body: proposal,
      answers: { 200: { description: { fr: 'Changée', en: 'Changed' }, schema: savedView, headers: etag } },
      refusals: ['not-found', 'stale-version', 'C-07.no-team', 'C-07.view-name-taken'],
      handle: async ({ params: { id }, principal, body, matches }) => {
        const known = await readOwnView(pool, id, principal.subject);
        if (!known) return problem(refuse('not-found', { id }));
        const changed = matches(etagOf(known.version)) ? await changeView(pool, { id, version: known.version, ...await kept(principal.subject, body) }) : 'stale';
        if (changed === 'taken') return problem(refuse('C-07.view-name-taken', { name: body.name }, '/name'));
        if (changed === 'stale') return problem(refuse('stale-version', { version: known.version }), { headers: { etag: etagOf(known.version) } });
        return { status: 200, headers: { etag: etagOf(changed.version) }, body: shown(changed) };
      },
    }),
    defineRoute({
      method: 'DELETE', path: '/basket-views/{id}', operationId: 'deleteBasketView', tags: ['tasks'],
      summary: { fr: 'Supprimer une de ses vues (C-07)', en: 'Delete one of one’s saved baskets (C-07)' },
      guard: { permission: 'task:read' }, params: byId,
      answers: { 204: { description: { fr: 'Supprimée', en: 'Deleted' } } },
      refusals: ['not-found'],
      handle: async ({ params: { id }, principal }) => (await deleteView(pool, id, principal.subject) ? { status: 204 } : problem(refuse('not-found', { id }))),
    }),
  ];
}
