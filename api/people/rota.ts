/** The routes of the first line's rota (T-19): a desk's weeks, who is on duty, a plan for up to a year. */
import { z } from 'zod';
import { listAbsences } from '../../db/people/absences.ts';
import { readDesk } from '../../db/people/desk.ts';
import { firstLineOf } from '../../db/people/directory.ts';
import { planRota, readRota } from '../../db/people/rota.ts';
import { dateOf, requireDayNumber } from '../../domain/clock/localDate.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { Desk } from '../../domain/people/desk.ts';
import { onDutyIn, plannedWeeksMax, rotaFaults, weekAt, weekSpan, type Handover } from '../../domain/people/rota.ts';
import { etagOf } from '../http/conditional.ts';
import { faultyBody } from '../http/domain-faults.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { deskName, rotaPlan, rotaView } from './views.schema.ts';

const byDesk = z.object({ desk: deskName });
const etag = { etag: { fr: 'La version du planning, pour « If-Match »', en: 'The version of the plan, for `If-Match`' } };

export function rotaRoutes({ pool, nowMs }: Pick<Services, 'pool' | 'nowMs'>): Route[] {
  /** @throws {Problem} `not-found`. */
  async function existing(name: string): Promise<Desk> {
    const desk = await readDesk(pool, name);
    if (!desk) throw problem(refuse('not-found', { id: name }));
    return desk;
  }

  async function answer({ desk, handover, timeZone }: Desk, atMs: number) {
    if (!handover) return { status: 200 as const, headers: { etag: etagOf(0) }, body: { desk, timeZone, handover, onDuty: null, weeks: [] } };
    const current = weekAt(handover, atMs);
    // One planned before the handover was moved may still run.
    const { version, weeks } = await readRota(pool, desk, dateOf(requireDayNumber(current) - 6));
    const onDuty = onDutyIn(weeks, current);
    const [from, until] = span(handover, current);
    return {
      status: 200 as const, headers: { etag: etagOf(version) },
      body: {
        desk, timeZone, handover: { weekday: handover.weekday, time: handover.time },
        onDuty: onDuty === null ? null : { subject: onDuty, from, until, absent: await isAbsent(onDuty, atMs) },
        weeks: weeks.slice(0, plannedWeeksMax + 1).map((planned) => { const [begins, ends] = span(handover, planned.week); return { ...planned, from: begins, until: ends }; }),
      },
    };
  }

  async function isAbsent(subject: string, atMs: number): Promise<boolean> {
    return (await listAbsences(pool, { subject, from: new Date(atMs), until: new Date(atMs + 1), limit: 1 })).length > 0;
  }

  return [
    defineRoute({
      method: 'GET', path: '/rota/{desk}', operationId: 'readRota', tags: ['people'],
      summary: { fr: 'Lire la première ligne d’un guichet : qui est de service, et les semaines à venir (T-19)', en: 'Read a desk’s first line: who is on duty, and the weeks to come (T-19)' },
      guard: { permission: 'people:read' }, params: byDesk,
      answers: { 200: { description: { fr: 'Le planning', en: 'The rota' }, schema: rotaView, headers: etag } },
      refusals: ['not-found'],
      handle: async ({ params: { desk } }) => await answer(await existing(desk), nowMs()),
    }),
    defineRoute({
      method: 'PUT', path: '/rota/{desk}', operationId: 'planRota', tags: ['people'],
      summary: { fr: 'Planifier la première ligne d’un guichet, un an au plus (T-19)', en: 'Plan a desk’s first line, a year at most (T-19)' },
      description: {
        fr: 'Le planning remplace toutes les semaines à partir de celle en cours ; celles d’avant restent. Le relais se fait au jour et à l’heure de la politique « desks ».',
        en: 'The plan takes the place of all weeks from the running one on; those before stay. The handover is at the day and time of the policy “desks”.',
      },
      guard: { permission: 'people:manage' }, conditional: true, params: byDesk, body: rotaPlan,
      answers: { 200: { description: { fr: 'Le planning', en: 'The rota' }, schema: rotaView, headers: etag } },
      refusals: ['not-found', 'stale-version', 'T-19.no-rota', 'T-19.impossible-rota'],
      handle: async ({ params: { desk }, body: { weeks }, principal, matches }) => {
        const atMs = nowMs();
        const known = await existing(desk);
        if (!known.handover) return problem(refuse('T-19.no-rota', { desk }));
        const faults = rotaFaults(known.handover, weeks, await firstLineOf(pool, desk), atMs);
        if (faults.length > 0) return faultyBody('T-19.impossible-rota', faults);
        const { outcome, version } = await planRota(pool, { desk, from: weekAt(known.handover, atMs), weeks, enteredBy: principal.subject, hasRead: (read) => matches(etagOf(read)) });
        if (outcome === 'stale') return problem(refuse('stale-version', { version }), { headers: { etag: etagOf(version) } });
        return await answer(known, atMs);
      },
    }),
  ];
}

function span(handover: Handover, week: string): [from: string, until: string] {
  const [fromMs, untilMs] = weekSpan(handover, week);
  return [new Date(fromMs).toISOString(), new Date(untilMs).toISOString()];
}
