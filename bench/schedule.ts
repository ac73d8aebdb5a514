/**
 * What a fact costs a deployment of 200 sites: the forward pass of every site over the fourteen milestones, and the backward pass of all (D-20). Fails above 50 ms.
 * Run: npm run bench -- schedule
 */
import { readFileSync } from 'node:fs';
import { freezeDays } from '../domain/calendar/businessDays.ts';
import type { Calendar } from '../domain/calendar/calendar.ts';
import { frozenBusinessDays } from '../domain/clock/frozenDays.ts';
import { backwardSchedule } from '../domain/deployment/backward.ts';
import { scheduleOf } from '../domain/deployment/schedule.ts';
import { policySchemas } from '../domain/policy/policies.schema.ts';

const allowedMs = 50;
const siteCount = 200;
const read = (name: string): unknown => JSON.parse(readFileSync(`domain/policy/defaults/${name}.json`, 'utf8'));
const leadTimes = policySchemas['lead-times'].parse(read('lead-times'));
const { calendars, operatorCalendar } = policySchemas.calendars.parse(read('calendars'));
const days = frozenBusinessDays(freezeDays(calendars[operatorCalendar] as Calendar, '2025-11-01', '2027-12-31'));

/** Every site somewhere else on its way. */
const facts = Array.from({ length: siteCount }, (_, index) => ({
  launchedOn: '2026-03-13', notBefore: {}, doneOn: { 'obl-order': '2026-03-25', ...(index % 2 === 0 ? { 'obl-acknowledgement': '2026-04-01' } : {}) },
  plannedOn: index % 3 === 0 ? { 'technical-visit': days.add('2026-04-16', index % 20) } : {},
}));

function recompute(): number {
  const latest = backwardSchedule(leadTimes, '2026-05-12', days.add);
  return facts.filter((fact) => scheduleOf(leadTimes, latest, fact, '2026-04-02', days).activationOn > '2026-05-12').length;
}

const times = Array.from({ length: 60 }, () => {
  const beganMs = performance.now();
  recompute();
  return performance.now() - beganMs;
});
const [first = 0] = times;
const median = times.toSorted((one, other) => one - other)[times.length / 2] ?? 0;
process.stdout.write(`${siteCount} sites × ${Object.keys(leadTimes.milestones).length} milestones: ${first.toFixed(1)} ms the first time, ${median.toFixed(1)} ms after that\n`);
if (median > allowedMs) throw new Error(`more than ${allowedMs} ms`);
