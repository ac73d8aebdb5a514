/** The backward schedule against dates computed by hand, and against its own law: nothing later than what waits for it allows (D-20). */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addBusinessDays, businessDaysBetween } from '../../../domain/calendar/businessDays.ts';
import type { Calendar } from '../../../domain/calendar/calendar.ts';
import { backwardSchedule, type LeadTimes } from '../../../domain/deployment/backward.ts';
import { policySchemas, type Policies } from '../../../domain/policy/policies.schema.ts';

function shipped<Name extends 'lead-times' | 'calendars'>(name: Name): Policies[Name] {
  return policySchemas[name].parse(JSON.parse(readFileSync(new URL(`../../../domain/policy/defaults/${name}.json`, import.meta.url), 'utf8'))) as Policies[Name];
}

const leadTimes = shipped('lead-times');
const calendar = shipped('calendars').calendars['operator'] as Calendar;
const inFrance = (date: string, days: number): string => addBusinessDays(calendar, date, days);
const scheduleFor = (target: string, times: LeadTimes = leadTimes) => backwardSchedule(times, target, inFrance);
const datesOf = (lines: ReturnType<typeof backwardSchedule>) => Object.fromEntries(lines.map(({ milestone, latestOn }) => [milestone, latestOn]));

describe('the schedule of the shipped lead times (D-20)', () => {
  it('crosses 14 July and Whit Monday, for an activation on Monday 20 July 2026', () => {
    expect(datesOf(scheduleFor('2026-07-20'))).toEqual({
      'technical-validation': '2026-05-27', 'welcome-call': '2026-06-01', 'customer-launch': '2026-06-03', 'obl-order': '2026-06-04', 'obl-acknowledgement': '2026-06-11',
      // Two wait for it: the delivery, 15 days later, decides over the configuration, 8 days later.
      'technical-visit': '2026-06-25', 'intervention-planning': '2026-06-25',
      'configuration': '2026-07-17', 'delivery': '2026-07-17', 'activation': '2026-07-20',
      'acceptance': '2026-07-21', 'invoice-simulation': '2026-07-23', 'billing': '2026-07-30', 'handover': '2026-07-31',
    });
  });
  it('crosses Easter Monday, 1 and 8 May, Ascension and Whit Monday, for an activation on Tuesday 12 May 2026', () => {
    expect(datesOf(scheduleFor('2026-05-12'))).toEqual({
      'technical-validation': '2026-03-17', 'welcome-call': '2026-03-20', 'customer-launch': '2026-03-24', 'obl-order': '2026-03-25', 'obl-acknowledgement': '2026-04-01',
      'technical-visit': '2026-04-16', 'intervention-planning': '2026-04-16',
      'configuration': '2026-05-11', 'delivery': '2026-05-11', 'activation': '2026-05-12',
      'acceptance': '2026-05-13', 'invoice-simulation': '2026-05-18', 'billing': '2026-05-26', 'handover': '2026-05-27',
    });
  });
  it('holds every milestone of the policy, in the order of the dates, then of the steps', () => {
    const lines = scheduleFor('2026-07-20');
    expect(lines.map(({ milestone }) => milestone).toSorted()).toEqual(Object.keys(leadTimes.milestones).toSorted());
    expect(lines.map(({ latestOn }) => latestOn)).toEqual(lines.map(({ latestOn }) => latestOn).toSorted());
    expect(lines.map(({ milestone }) => milestone).slice(5, 9)).toEqual(['intervention-planning', 'technical-visit', 'configuration', 'delivery']);
  });
});

describe('a schedule (D-20)', () => {
  it('of a target that is no business day keeps its lead times all the same', () => {
    // Sunday 19 July: a day before it is Thursday, so that a whole business day lies between.
    expect(datesOf(scheduleFor('2026-07-19'))).toMatchObject({ activation: '2026-07-19', delivery: '2026-07-16', acceptance: '2026-07-20' });
  });
  it('gives a side branch that the target does not wait for the earliest date it can have', () => {
    const times: LeadTimes = { anchor: 'c', milestones: { a: { step: 1, after: { launch: 1 } }, b: { step: 2, after: { a: 3 } }, c: { step: 3, after: { a: 10 } } } };
    expect(datesOf(scheduleFor('2026-06-19', times))).toEqual({ a: '2026-06-05', b: '2026-06-10', c: '2026-06-19' });
  });
  it('counts a side branch from what is known of what it waits for', () => {
    const times: LeadTimes = { anchor: 'a', milestones: { a: { step: 1, after: { launch: 1 } }, b: { step: 2, after: { launch: 40, a: 3 } } } };
    expect(datesOf(scheduleFor('2026-06-19', times))).toEqual({ a: '2026-06-19', b: '2026-06-24' });
  });
  it('leaves out what nothing ties to the target', () => {
    const times: LeadTimes = { anchor: 'a', milestones: { a: { step: 1, after: { launch: 1 } }, alone: { step: 2, after: { launch: 4 } } } };
    expect(datesOf(scheduleFor('2026-06-19', times))).toEqual({ a: '2026-06-19' });
  });
  it('of as many milestones as a policy may have, each waiting for twenty, asks the calendar once for each wait', () => {
    const milestones = Object.fromEntries(Array.from({ length: 200 }, (_, index) => {
      const waits = Array.from({ length: Math.min(20, index) }, (__, back) => [`m${index - back - 1}`, 1] as const);
      return [`m${index}`, { step: 1, after: waits.length === 0 ? { launch: 1 } : Object.fromEntries(waits) }];
    }));
    const asked: string[] = [];
    const everyDay = (date: string, days: number): string => {
      asked.push(date);
      return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
    };
    expect(backwardSchedule({ anchor: 'm199', milestones }, '2026-06-19', everyDay)).toHaveLength(200);
    expect(asked.length).toBeLessThan(200 * 20 + 10);
  });
  it('puts every milestone at least its lead time after what it waits for, whatever the lead times and the target', () => {
    const drawn = fc.integer({ min: 2, max: 9 }).chain((count) => fc.record({
      anchor: fc.nat(count - 1),
      waits: fc.tuple(...Array.from({ length: count }, (_, index) => fc.array(fc.tuple(fc.integer({ min: -1, max: index - 1 }), fc.nat(12)), { minLength: 1, maxLength: 3 }))),
      day: fc.nat(720),
    }));
    let pairs = 0;
    fc.assert(fc.property(drawn, ({ anchor, waits, day }) => {
      const milestones = Object.fromEntries(waits.map((after, index) => [`m${index}`, { step: index, after: Object.fromEntries(after.map(([from, days]) => [from < 0 ? 'launch' : `m${from}`, days])) }]));
      const target = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
      const dates = datesOf(scheduleFor(target, { anchor: `m${anchor}`, milestones }));
      expect(dates[`m${anchor}`]).toBe(target);
      for (const [name, { after }] of Object.entries(milestones)) {
        for (const [before, days] of Object.entries(after)) {
          const [from, to] = [dates[before], dates[name]];
          if (from === undefined || to === undefined) continue;
          pairs += 1;
          expect(businessDaysBetween(calendar, from, to)).toBeGreaterThanOrEqual(days);
        }
      }
    }), { numRuns: 300 });
    expect(pairs).toBeGreaterThan(300);
  });
});
