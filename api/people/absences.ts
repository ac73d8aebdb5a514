/** The routes of absences: one's own, or anybody's for those who plan (T-11, T-19). */
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { enterAbsence, listAbsences, readAbsence, removeAbsence, type AbsenceRead } from '../../db/people/absences.ts';
import { readPerson } from '../../db/people/users.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { reachesPerson, type Receiver } from '../../domain/people/giving.ts';
import { scopeOf } from '../../domain/people/permissions.ts';
import type { Principal } from '../../domain/people/principal.ts';
import { nextLink, pageQuery, readCursor } from '../http/paging.ts';
import { problem } from '../http/problem.ts';
import { basePath, defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { absenceEntry, absenceView, deskName, subject } from './views.schema.ts';

export function absenceRoutes({ pool, nowMs }: Pick<Services, 'pool' | 'nowMs'>): Route[] {
  return [
    defineRoute({
      method: 'GET', path: '/absences', operationId: 'listAbsences', tags: ['people'],
      summary: { fr: 'Lister les absences, en cours et à venir si rien n’est demandé', en: 'List absences, running and to come unless asked otherwise' },
      guard: { permission: 'people:read' },
      query: pageQuery.extend({ subject: subject.optional(), desk: deskName.optional(), from: z.iso.datetime({ offset: true }).optional(), until: z.iso.datetime({ offset: true }).optional() }),
      answers: { 200: { description: { fr: 'Une page, par début', en: 'A page, by beginning' }, schema: z.object({ items: z.array(absenceView) }) } },
      refusals: [],
      handle: async ({ query, principal }) => {
        const { from, until, limit } = query;
        const after = readCursor(query.cursor, z.object({ startsAt: z.iso.datetime(), id: z.uuid() }));
        const page = await listAbsences(pool, { subject: query.subject, desk: query.desk, from: new Date(from ?? nowMs()), until: until === undefined ? undefined : new Date(until), after, limit });
        const last = page.at(-1);
        return {
          status: 200, headers: nextLink('/absences', query, page, limit, () => ({ startsAt: last?.startsAt.toISOString(), id: last?.id })),
          body: { items: page.map((absence) => view(absence, principal)) },
        };
      },
    }),
    defineRoute({
      method: 'POST', path: '/absences', operationId: 'enterAbsence', tags: ['people'],
      summary: { fr: 'Saisir une absence, la sienne ou celle d’un autre (T-11)', en: 'Enter an absence, one’s own or another’s (T-11)' },
      guard: { permission: 'absence:enter' }, body: absenceEntry,
      answers: { 201: { description: { fr: 'Saisie', en: 'Entered' }, schema: absenceView, headers: { location: { fr: 'Adresse de l’absence', en: 'Address of the absence' } } } },
      refusals: ['forbidden', 'T-11.unknown-person', 'T-11.absence-ends-before-it-starts'],
      handle: async ({ body, principal, allocate }) => {
        const { startsAt, endsAt, reason } = body;
        const who = body.subject ?? principal.subject;
        const absent = await readPerson(pool, who);
        demandMayEnter(principal, { subject: who, centre: absent?.centre ?? null });
        if (Date.parse(endsAt) <= Date.parse(startsAt)) return problem(refuse('T-11.absence-ends-before-it-starts', { startsAt, endsAt }, '/endsAt'));
        if (!absent) return problem(refuse('T-11.unknown-person', { subject: who }, '/subject'));
        const id = await allocate(() => Promise.resolve(uuidv7()));
        await enterAbsence(pool, { id, subject: who, startsAt: new Date(startsAt), endsAt: new Date(endsAt), reason, enteredBy: principal.subject });
        return { status: 201, headers: { location: `${basePath}/absences/${id}` }, body: view(await existing(id), principal) };
      },
    }),
    defineRoute({
      method: 'DELETE', path: '/absences/{id}', operationId: 'removeAbsence', tags: ['people'],
      summary: { fr: 'Retirer une absence', en: 'Remove an absence' },
      guard: { permission: 'absence:enter' }, params: z.object({ id: z.uuid() }),
      answers: { 204: { description: { fr: 'Retirée', en: 'Removed' } } },
      refusals: ['not-found', 'forbidden'],
      handle: async ({ params: { id }, principal }) => {
        demandMayEnter(principal, await existing(id));
        await removeAbsence(pool, id);
        return { status: 204 };
      },
    }),
  ];

  /** @throws {Problem} `not-found`. */
  async function existing(id: string): Promise<AbsenceRead> {
    const absence = await readAbsence(pool, id);
    if (!absence) throw problem(refuse('not-found', { id }));
    return absence;
  }
}

/** C-05: for the people of his centres. */
function plans(principal: Principal, { centre }: Pick<Receiver, 'centre'>): boolean {
  const scope = scopeOf(principal, 'people:manage');
  return scope !== undefined && scope.reach !== 'own' && reachesPerson(scope, { centre });
}

/** @throws {Problem} `forbidden` for another's absence without the permission to plan for him. */
function demandMayEnter(principal: Principal, absent: Receiver): void {
  if (absent.subject !== principal.subject && !plans(principal, absent)) throw problem(refuse('forbidden', { permission: 'people:manage' }));
}

function view({ startsAt, endsAt, enteredAt, reason, centre, ...absence }: AbsenceRead, principal: Principal) {
  const isTold = absence.subject === principal.subject || plans(principal, { centre });
  return {
    ...absence, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), enteredAt: enteredAt.toISOString(), reason: isTold ? absenceView.shape.reason.parse(reason) : null,
  };
}
