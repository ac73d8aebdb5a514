/** `POST /previews/schedule`: a schedule of nothing yet, or what a change would do to a deployment (D-20, D-21); nothing is stored. */
import { z } from 'zod';
import { readStates } from '../../db/deployment/reads.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { calendarBusinessDays } from '../../domain/calendar/businessDays.ts';
import { dateInZone } from '../../domain/calendar/zone.ts';
import { calendarFaults } from '../../domain/calendar/validate.ts';
import { under, type Fault } from '../../domain/clock/faults.ts';
import { backwardSchedule } from '../../domain/deployment/backward.ts';
import { operatorCalendar } from '../../domain/calendar/freeze.ts';
import { scheduleOverview } from '../../domain/deployment/overview.ts';
import { scheduleImpact } from '../../domain/deployment/preview.ts';
import { previewScheduleRequest, type PreviewScheduleRequest } from '../../domain/deployment/preview.schema.ts';
import { scheduleOf } from '../../domain/deployment/schedule.ts';
import { refuse, type Language } from '../../domain/errors/codes.ts';
import { scopeOf } from '../../domain/people/permissions.ts';
import type { Principal } from '../../domain/people/principal.ts';
import { milestoneFaults } from '../../domain/policy/faults.ts';
import type { Policies } from '../../domain/policy/policies.schema.ts';
import { figures } from '../deployment/schedule.ts';
import { scheduleFigures } from '../deployment/schedule-views.schema.ts';
import { visibleDeployment } from '../deployment/visible.ts';
import { faultyBody } from '../http/domain-faults.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';

const dates = z.object({ latestOn: z.iso.date(), expectedOn: z.iso.date(), doneOn: z.iso.date().nullable(), floatDays: z.int() });
const of = { site: z.string().nullable().meta({ description: 'null: the deployment itself' }), milestone: z.string() };

const previewScheduleAnswer = scheduleFigures.extend({
  impact: z.object({
    milestones: z.array(z.object({ ...of, before: dates, after: dates })).meta({ description: 'What changes' }),
    raised: z.array(z.object({ ...of, threshold: z.enum(['approaching', 'passed']), latestOn: z.iso.date() })).meta({ description: 'Alerts that the change would raise (D-21)' }),
    cleared: z.array(z.object(of)).meta({ description: 'Alerts that it would take back' }),
  }).nullable().meta({ description: 'null where no deployment was named' }),
}).meta({ id: 'SchedulePreview', description: 'The schedule as it would be computed; of a named deployment, as it stands, with the impact of the change' });

type Request = Extract<PreviewScheduleRequest, { targetActivationDate: string }>;
type ImpactRequest = Extract<PreviewScheduleRequest, { deploymentId: string }>;

export function schedulePreviewRoute({ pool, nowMs }: Pick<Services, 'pool' | 'nowMs'>): Route {
  async function invented(body: Request, language: Language) {
    const { values } = await currentPolicies(pool, ['lead-times', 'calendars']);
    const times = body.leadTimes ?? values['lead-times'];
    const faults = [...(body.calendar ? under('/calendar', calendarFaults(body.calendar)) : []), ...timesFaults('', body, times)];
    if (faults.length > 0) return faultyBody('D-20.impossible-schedule', faults);
    const calendar = body.calendar ?? operatorCalendar(values.calendars);
    const days = calendarBusinessDays(calendar);
    const from = body.from ?? dateInZone(calendar.timeZone, nowMs());
    // The plan as it was launched: today is its first day.
    const schedule = scheduleOf(times, backwardSchedule(times, body.targetActivationDate, days.add), { launchedOn: from, doneOn: body.done ?? {}, plannedOn: body.moved ?? {}, notBefore: {} }, from, days);
    return { status: 200 as const, body: { ...figures(schedule, language), impact: null } };
  }

  async function impact({ deploymentId, changes }: ImpactRequest, principal: Principal, language: Language) {
    const scope = scopeOf(principal, 'deployment:read');
    if (!scope) throw problem(refuse('not-found', { id: deploymentId }));
    await visibleDeployment(pool, deploymentId, scope);
    const states = await readStates(pool, deploymentId);
    const times = states?.deployment.launch?.policy.leadTimes;
    if (!states || !times) throw problem(refuse('not-found', { id: deploymentId }));
    const faults = timesFaults('/changes', changes, changes.leadTimes ?? times);
    if (faults.length > 0) return faultyBody('D-20.impossible-schedule', faults);
    const { milestones, raised, cleared } = scheduleImpact(states.deployment, states.sites, changes, nowMs());
    const { whole } = scheduleOverview(states.deployment, states.sites, nowMs());
    return { status: 200 as const, body: { ...figures(whole, language), impact: { milestones: [...milestones], raised: [...raised], cleared: [...cleared] } } };
  }

  return defineRoute({
    method: 'POST', path: '/previews/schedule', operationId: 'previewSchedule', tags: ['previews'],
    summary: { fr: 'Calculer un planning, ou l’effet d’un changement sur un déploiement (D-20)', en: 'Compute a schedule, or what a change would do to a deployment (D-20)' },
    description: {
      fr: 'Rien n’est enregistré. Un jalon est attendu à son délai après ceux qu’il attend, ou à la date convenue, mais ni avant eux ni avant aujourd’hui.',
      en: 'Nothing is stored. A milestone is expected at its lead time after those it waits for, or on the date agreed, but neither before them nor before today.',
    },
    guard: { permission: 'preview:use' }, body: previewScheduleRequest, idempotent: false,
    answers: { 200: { description: { fr: 'Le planning, et l’effet du changement', en: 'The schedule, and what the change would do' }, schema: previewScheduleAnswer } },
    refusals: ['D-20.impossible-schedule', 'not-found'],
    handle: ({ body, principal, language }) => ('deploymentId' in body ? impact(body, principal, language) : invented(body, language)),
  });
}

/** Lead times that contradict themselves, and dates of milestones that do not exist. */
function timesFaults(base: string, { leadTimes, done = {}, moved = {} }: Pick<Request, 'leadTimes' | 'done' | 'moved'>, times: Policies['lead-times']): Fault[] {
  const unknown = (name: string, given: Readonly<Record<string, string>>): Fault[] =>
    Object.keys(given).filter((milestone) => !Object.hasOwn(times.milestones, milestone)).map((milestone) => ({ pointer: `${base}/${name}/${milestone}`, code: 'unknown-milestone' }));
  return [...(leadTimes ? under(`${base}/leadTimes`, milestoneFaults(leadTimes)) : []), ...unknown('done', done), ...unknown('moved', moved)];
}
