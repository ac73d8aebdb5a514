/** The forward schedule against dates computed by hand, and against its laws (D-20). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarBusinessDays, freezeDays } from '../../../domain/calendar/businessDays.ts';
import type { Calendar } from '../../../domain/calendar/calendar.ts';
import { frozenBusinessDays } from '../../../domain/clock/frozenDays.ts';
import { dateOf, dayNumber } from '../../../domain/clock/localDate.ts';
import { backwardSchedule, type LeadTimes } from '../../../domain/deployment/backward.ts';
import { scheduleOf, type ScheduleFacts } from '../../../domain/deployment/schedule.ts';
import { shippedPolicy } from '../../support/delivery-policies.ts';

const leadTimes = shippedPolicy('lead-times');
const calendar = shippedPolicy('calendars').calendars['operator'] as Calendar;
const inFrance = calendarBusinessDays(calendar);
const frozen = frozenBusinessDays(freezeDays(calendar, '2025-06-01', '2028-06-01'));
const nothing: ScheduleFacts = { launchedOn: '2026-03-13', doneOn: {}, plannedOn: {}, notBefore: {} };
const latestFor = (target: string, times: LeadTimes = leadTimes) => backwardSchedule(times, target, inFrance.add);
const schedule = (facts: Partial<ScheduleFacts>, today: string, target = '2026-05-12') => scheduleOf(leadTimes, latestFor(target), { ...nothing, ...facts }, today, inFrance);
const line = (of: ReturnType<typeof schedule>, milestone: string) => of.lines.find((other) => other.milestone === milestone);

/** Everything up to the acknowledgement on its latest date, for a target of 12 May 2026. */
const acknowledged = {
  'technical-validation': '2026-03-17', 'welcome-call': '2026-03-20', 'customer-launch': '2026-03-24', 'obl-order': '2026-03-25', 'obl-acknowledgement': '2026-04-01',
};

describe('the schedule of an activation on Tuesday 12 May 2026, over Easter, 1 and 8 May, Ascension and Whit Monday (D-20)', () => {
  it('launched on the last day that allows it has no float anywhere up to the activation', () => {
    const of = schedule({}, '2026-03-13');
    expect(Object.fromEntries(of.lines.map(({ milestone, expectedOn }) => [milestone, expectedOn]))).toEqual({
      ...acknowledged, 'intervention-planning': '2026-04-09', 'technical-visit': '2026-04-16', 'configuration': '2026-04-28', 'delivery': '2026-05-11', 'activation': '2026-05-12',
      'acceptance': '2026-05-13', 'invoice-simulation': '2026-05-18', 'billing': '2026-05-26', 'handover': '2026-05-27',
    });
    expect(of.lines.filter(({ isCritical }) => !isCritical).map(({ milestone, floatDays }) => [milestone, floatDays])).toEqual([['intervention-planning', 5], ['configuration', 7]]);
    expect(of.criticalPath).toEqual(['technical-validation', 'welcome-call', 'customer-launch', 'obl-order', 'obl-acknowledgement', 'technical-visit', 'delivery', 'activation']);
    expect([of.activationOn, of.endsOn]).toEqual(['2026-05-12', '2026-05-27']);
  });

  it('whose visit is agreed for Wednesday 22 April slips by four business days over 1 May and Ascension, and says who slipped', () => {
    const of = schedule({ doneOn: acknowledged, plannedOn: { 'technical-visit': '2026-04-22' } }, '2026-04-02');
    expect(line(of, 'technical-visit')).toMatchObject({ latestOn: '2026-04-16', expectedOn: '2026-04-22', floatDays: -4, isCritical: true, cause: { milestone: 'technical-visit', slippedDays: 4 } });
    // Fifteen business days after 22 April: neither 1 nor 8 nor 14 May.
    expect(line(of, 'delivery')).toMatchObject({ expectedOn: '2026-05-18', floatDays: -4, cause: { milestone: 'technical-visit', slippedDays: 4 } });
    expect(of.activationOn).toBe('2026-05-19');
  });

  it('lets a date agreed with the OBL stand for the lead time, earlier or later, but nothing before what it waits for', () => {
    const visited = { ...acknowledged, 'intervention-planning': '2026-04-02', 'technical-visit': '2026-04-16' };
    expect(line(schedule({ doneOn: visited, plannedOn: { delivery: '2026-04-30' } }, '2026-04-17'), 'delivery')).toMatchObject({ expectedOn: '2026-04-30', floatDays: 5 });
    const late = schedule({ doneOn: visited, plannedOn: { delivery: '2026-04-30' }, notBefore: { configuration: '2026-05-20' } }, '2026-04-17');
    expect(line(late, 'delivery')).toMatchObject({ expectedOn: '2026-05-20', floatDays: -6, cause: { milestone: 'configuration' } });
  });

  it('expects what is not done today at the earliest', () => {
    const of = schedule({ doneOn: { 'technical-validation': '2026-03-16' } }, '2026-03-26');
    expect(line(of, 'welcome-call')).toMatchObject({ expectedOn: '2026-03-26', floatDays: -4, cause: { milestone: 'welcome-call', slippedDays: 5 } });
  });

  it('blames the target where nobody slipped', () => {
    expect(line(schedule({}, '2026-03-13', '2026-05-06'), 'activation')).toMatchObject({ floatDays: -3, cause: { milestone: 'launch', slippedDays: 3 } });
  });

  it('is late by a day where it is late by a Sunday', () => {
    expect(line(schedule({}, '2026-03-13', '2026-05-10'), 'activation')).toMatchObject({ latestOn: '2026-05-10', expectedOn: '2026-05-12', floatDays: -2 });
    expect(line(schedule({ doneOn: { activation: '2026-05-10' } }, '2026-05-10', '2026-05-09'), 'activation')).toMatchObject({ floatDays: -1 });
  });
});

const date = fc.integer({ min: 0, max: 300 }).map((day) => dateOf(dayNumber(2026, 1, 1) + day));
const graph = fc.integer({ min: 2, max: 9 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => fc.array(fc.tuple(fc.integer({ min: -1, max: index - 1 }), fc.nat(9)), { minLength: 1, maxLength: 3 }))))
  .map((waits): LeadTimes => ({
    anchor: `m${waits.length - 1}`,
    milestones: Object.fromEntries(waits.map((after, index) => [`m${index}`, { step: 1, after: Object.fromEntries(after.map(([from, days]) => [from < 0 ? 'launch' : `m${from}`, days])) }])),
  }));
const dated = fc.dictionary(fc.integer({ min: 0, max: 8 }).map((index) => `m${index}`), date, { maxKeys: 4 });
const facts: fc.Arbitrary<ScheduleFacts> = fc.record({ launchedOn: date, doneOn: dated, plannedOn: dated, notBefore: dated }, { noNullPrototype: true });
const cases = fc.record({ times: graph, facts, target: date, today: date });
const inOrder = (earlier: string, later: string) => earlier <= later;

describe('any schedule (D-20)', () => {
  it('has float left if and only if it comes in time, and the same with frozen days as with the calendar', () => {
    fc.assert(fc.property(cases, ({ times, facts: given, target, today }) => {
      const of = scheduleOf(times, latestFor(target, times), given, today, inFrance);
      for (const { floatDays, expectedOn, latestOn } of of.lines) expect(floatDays >= 0).toBe(expectedOn <= latestOn);
      expect(scheduleOf(times, backwardSchedule(times, target, frozen.add), given, today, frozen)).toEqual(of);
    }));
  });

  it('has a critical path that is connected from the launch to the anchor', () => {
    fc.assert(fc.property(cases, ({ times, facts: given, target, today }) => {
      const { criticalPath } = scheduleOf(times, latestFor(target, times), given, today, inFrance);
      expect(criticalPath.at(-1)).toBe(times.anchor);
      for (const [index, milestone] of criticalPath.entries()) expect(Object.keys(times.milestones[milestone]?.after ?? {})).toContain(criticalPath[index - 1] ?? 'launch');
    }));
  });

  it('never has an earlier end because a fact came later', () => {
    fc.assert(fc.property(cases, fc.constantFrom('launchedOn', 'doneOn', 'plannedOn', 'notBefore', 'today'), fc.nat(8), fc.integer({ min: 1, max: 40 }), ({ times, facts: given, target, today }, moved, index, by) => {
      const later = (from: string) => dateOf(dayNumber(Number(from.slice(0, 4)), Number(from.slice(5, 7)), Number(from.slice(8))) + by);
      const kept = (dates: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(dates).map(([name, on]) => [name, name === `m${index}` ? later(on) : on]));
      const after: ScheduleFacts = {
        launchedOn: moved === 'launchedOn' ? later(given.launchedOn) : given.launchedOn, doneOn: moved === 'doneOn' ? kept(given.doneOn) : given.doneOn,
        plannedOn: moved === 'plannedOn' ? kept(given.plannedOn) : given.plannedOn, notBefore: moved === 'notBefore' ? kept(given.notBefore) : given.notBefore,
      };
      const latest = latestFor(target, times);
      const [one, other] = [scheduleOf(times, latest, given, today, inFrance), scheduleOf(times, latest, after, moved === 'today' ? later(today) : today, inFrance)];
      expect(inOrder(one.activationOn, other.activationOn)).toBe(true);
      expect(inOrder(one.endsOn, other.endsOn)).toBe(true);
    }));
  });
});
