/** The routes of the directory's people: who they are, what they may do, when they work (C-05). */
import { joinTeam, keepPerson, listPersons, readPerson, type PersonRead } from '../../db/people/users.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { z } from 'zod';
import { refuse } from '../../domain/errors/codes.ts';
import { reachesPerson, type Bound } from '../../domain/people/giving.ts';
import { scopeOf } from '../../domain/people/permissions.ts';
import type { Principal } from '../../domain/people/principal.ts';
import { listTeams } from '../../db/people/directory.ts';
import { etagOf } from '../http/conditional.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { bySubject, personEntry, personView, profile } from './access.schema.ts';
import { demandKnown, demandMayGive, doerOf, knownCentres, stale } from './giving.ts';
import { key } from '../../domain/policy/parts.schema.ts';

const etag = { etag: { fr: 'La version de la fiche, pour « If-Match »', en: 'The version of the entry, for `If-Match`' } };

export function userRoutes({ pool }: Pick<Services, 'pool'>): Route[] {
  /** @throws {Problem} `not-found`. */
  async function answer(subject: string, reader: Principal) {
    const person = await readPerson(pool, subject);
    if (!person) throw problem(refuse('not-found', { id: subject }));
    return { status: 200 as const, headers: { etag: etagOf(person.version) }, body: viewOf(person, reader) };
  }

  return [
    defineRoute({
      method: 'GET', path: '/users', operationId: 'listUsers', tags: ['people'],
      summary: { fr: 'Lister les personnes de l’annuaire', en: 'List the directory’s people' },
      guard: { permission: 'people:read' }, query: pageQuery.extend({ centre: key.optional(), team: key.optional(), profile: profile.optional() }),
      answers: { 200: { description: { fr: 'Une page, par identifiant', en: 'A page, by subject' }, schema: z.object({ items: z.array(personView) }) } },
      refusals: [],
      handle: async ({ query, principal }) => {
        const page = await listPersons(pool, { ...query, after: readCursor(query.cursor, z.string()) });
        return { status: 200, headers: nextLink('/users', query, page, query.limit, () => page.at(-1)?.subject), body: { items: page.map((person) => viewOf(person, principal)) } };
      },
    }),
    defineRoute({
      method: 'GET', path: '/users/{subject}', operationId: 'readUser', tags: ['people'],
      summary: { fr: 'Lire la fiche d’une personne', en: 'Read a person’s entry' },
      guard: { permission: 'people:read' }, params: bySubject,
      answers: { 200: { description: { fr: 'La fiche', en: 'The entry' }, schema: personView, headers: etag } },
      refusals: ['not-found'],
      handle: async ({ params: { subject }, principal }) => await answer(subject, principal),
    }),
    defineRoute({
      method: 'PUT', path: '/users/{subject}', operationId: 'keepUser', tags: ['people'],
      summary: { fr: 'Créer ou changer la fiche d’une personne, avec ses profils (C-05)', en: 'Create or change a person’s entry, with the profiles (C-05)' },
      description: { fr: '« If-Match: "0" » crée. Personne ne change ses propres profils.', en: '`If-Match: "0"` creates. Nobody changes his own profiles.' },
      guard: { permission: 'user:manage' }, conditional: true, params: bySubject, body: personEntry,
      answers: { 200: { description: { fr: 'La fiche', en: 'The entry' }, schema: personView, headers: etag } },
      refusals: ['stale-version', 'C-05.unknown-entry', 'C-05.own-access', 'C-05.profile-not-given', 'C-05.beyond-own-access', 'C-05.customer-profile'],
      handle: async (request) => {
        const { params: { subject }, body, principal, scope, matches } = request;
        const { values } = await currentPolicies(pool, ['calendars', 'classification']);
        const centres = await knownCentres(pool, body.assignments, '/assignments');
        demandKnown(body.centre, centres.map((one) => one.key), '/centre');
        demandKnown(body.calendar, Object.keys(values.calendars.calendars), '/calendar');
        const skills = [...Object.keys(values.classification.categories), ...Object.keys(values.classification.symptoms)];
        for (const [index, skill] of body.skills.entries()) demandKnown(skill, skills, `/skills/${index}`);
        const kept = await keepPerson(pool, { subject, ...body }, {
          hasRead: (version) => matches(etagOf(version)), doer: doerOf(request),
          demand: (before) => {
            const giving = { giver: principal, by: 'user:manage' as const, until: null, centres };
            for (const person of [before, { centre: body.centre }]) if (person && scope.reach !== 'own' && !reachesPerson(scope, person)) throw problem(refuse('C-05.beyond-own-access'));
            demandMayGive(missingIn(body.assignments, before?.assignments ?? []), { ...giving, to: { subject, centre: body.centre } });
            demandMayGive(missingIn(before?.assignments ?? [], body.assignments), { ...giving, to: { subject, centre: before?.centre ?? null } });
          },
        });
        return kept.outcome === 'stale' ? stale(kept.version) : await answer(subject, principal);
      },
    }),
    defineRoute({
      method: 'PUT', path: '/users/{subject}/team', operationId: 'joinTeam', tags: ['people'],
      summary: { fr: 'Changer une personne d’équipe', en: 'Move a person to another team' },
      guard: { anyOf: ['people:manage', 'user:manage'] }, conditional: true, params: bySubject, body: z.strictObject({ team: key }),
      answers: { 200: { description: { fr: 'La fiche', en: 'The entry' }, schema: personView, headers: etag } },
      refusals: ['not-found', 'stale-version', 'C-05.unknown-entry', 'C-05.beyond-own-access'],
      handle: async (request) => {
        const { params: { subject }, body: { team }, principal, scope, matches } = request;
        const person = await readPerson(pool, subject);
        if (!person) throw problem(refuse('not-found', { id: subject }));
        if (scope.reach === 'own' || !reachesPerson(scope, person)) throw problem(refuse('C-05.beyond-own-access'));
        demandKnown(team, (await listTeams(pool)).map((one) => one.key), '/team');
        const { outcome, version } = await joinTeam(pool, { subject, team }, (read) => matches(etagOf(read)), doerOf(request));
        return outcome === 'stale' ? stale(version) : await answer(subject, principal);
      },
    }),
  ];
}

/** What the one has and the other has not. */
function missingIn(these: readonly Bound[], those: readonly Bound[]): Bound[] {
  const idOf = ({ profile: held, centre, region, ownCustomers }: Bound): string => JSON.stringify([held, centre, region, ownCustomers]);
  const known = new Set(those.map(idOf));
  return these.filter((one) => !known.has(idOf(one)));
}

export function viewOf({ email, skills, assignments, ...person }: PersonRead, reader: Principal): z.input<typeof personView> {
  const isTold = reader.subject === person.subject || scopeOf(reader, 'user:manage') !== undefined;
  return { ...person, email: isTold ? email : null, skills: [...skills], assignments: [...assignments] };
}
