/** What makes a set of policies contradict itself, although each has the right shape: calendars and milestones that are named but not there. */
import { knownTimeZone } from '../calendar/zone.ts';
import { calendarFaults } from '../calendar/validate.ts';
import { under, type Fault } from '../clock/faults.ts';
import { filedByUs } from '../ticket/filed-by-us.ts';
import type { Policies } from './policies.schema.ts';
import type { PolicyName } from './catalogue.ts';

/** The milestone from which a schedule counts. */
export const launchMilestone = 'launch';

/** Faults by policy, with pointers from each policy's root; an empty map for a set that can be used. */
export function policyFaults(policies: Policies): ReadonlyMap<PolicyName, readonly Fault[]> {
  const known = new Set(Object.keys(policies.calendars.calendars));
  const named = (calendar: string | null, pointer: string): Fault[] =>
    (calendar === null || known.has(calendar) ? [] : [{ pointer, code: 'unknown-calendar' }]);
  const all: readonly (readonly [PolicyName, readonly Fault[]])[] = [
    ['calendars', [
      ...named(policies.calendars.operatorCalendar, '/operatorCalendar'),
      ...Object.entries(policies.calendars.calendars).flatMap(([name, calendar]) => under(`/calendars/${name}`, calendarFaults(calendar))),
      ...Object.entries(policies.calendars.siteTimeZones).flatMap(([region, timeZone]) => zoneFault(timeZone, `/siteTimeZones/${region}`)),
    ]],
    ['obls', Object.hasOwn(policies.obls.obls, policies.obls.default) ? [] : [{ pointer: '/default', code: 'unknown-obl' }]],
    ['lead-times', milestoneFaults(policies['lead-times'])],
    ['service-levels', Object.entries(policies['service-levels'].contracts).flatMap(([name, { calendar }]) => named(calendar, `/contracts/${name}/calendar`))],
    ['desks', Object.entries(policies.desks.desks).flatMap(([name, { calendar }]) => named(calendar, `/desks/${name}/calendar`))],
    ['classification', Object.values(filedByUs).flatMap((filed) => neededFaults(policies.classification, filed))],
    ['scripts', Object.keys(policies.scripts.categories).flatMap((name) => (Object.hasOwn(policies.classification.categories, name) ? [] : [{ pointer: `/categories/${name}`, code: 'unknown-category' as const }]))],
    ['notices', named(policies.notices.goOutDuring, '/goOutDuring')],
    ['field-service', zoneFault(policies['field-service'].backupCheck.timeZone, '/backupCheck/timeZone')],
  ];
  return new Map(all.filter(([, faults]) => faults.length > 0));
}

/** What the product itself files under has to be there. */
function neededFaults({ types, symptoms, categories }: Policies['classification'], { type, symptom, category }: (typeof filedByUs)[keyof typeof filedByUs]): Fault[] {
  const needed = [[types, type, 'types'], [symptoms, symptom, 'symptoms'], [categories, category, 'categories']] as const;
  return needed.flatMap(([entries, name, field]) => (Object.hasOwn(entries, name) ? [] : [{ pointer: `/${field}/${name}`, code: 'needed-entry' as const }]));
}

function zoneFault(timeZone: string, pointer: string): Fault[] {
  return knownTimeZone(timeZone) === null ? [{ pointer, code: 'unknown-time-zone' }] : [];
}

/** Milestones that are named but not there, or wait for each other in a circle; pointers from the policy's root. */
export function milestoneFaults({ anchor, milestones }: Policies['lead-times']): Fault[] {
  const waitingFor = new Map(Object.keys(milestones).map((name) => [name, waitsFor(milestones, name)]));
  const faults: Fault[] = Object.hasOwn(milestones, anchor) ? [] : [{ pointer: '/anchor', code: 'unknown-milestone' }];
  for (const [name, { after }] of Object.entries(milestones)) {
    for (const earlier of Object.keys(after)) {
      const pointer = `/milestones/${name}/after/${earlier}`;
      if (earlier !== launchMilestone && !Object.hasOwn(milestones, earlier)) faults.push({ pointer, code: 'unknown-milestone' });
      else if (earlier === name || waitingFor.get(earlier)?.has(name)) faults.push({ pointer, code: 'circular-milestones' });
    }
  }
  return faults;
}

/** All that the milestone waits for, directly or not. */
function waitsFor(milestones: Policies['lead-times']['milestones'], milestone: string): ReadonlySet<string> {
  const earlierOnes = new Set(Object.keys(milestones[milestone]?.after ?? {}));
  // A set is walked in the order of its additions, those made on the way too: each milestone is looked at once, however many ways lead to it.
  for (const earlier of earlierOnes) for (const before of Object.keys(milestones[earlier]?.after ?? {})) earlierOnes.add(before);
  return earlierOnes;
}
