/** The shipped policies are sound and hold the numbers of the rules; unsound ones are refused where they are wrong. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calendarOfSite } from '../../../domain/calendar/site.ts';
import { isPolicyName, policyCatalogue, policyNames, type PolicyName } from '../../../domain/policy/catalogue.ts';
import { policyFaults } from '../../../domain/policy/faults.ts';
import { policyImpact } from '../../../domain/policy/impact.ts';
import { policySchemas, type Policies } from '../../../domain/policy/policies.schema.ts';
import { profileNames } from '../../../domain/people/profiles.ts';

const folder = new URL('../../../domain/policy/defaults/', import.meta.url);
const shipped = Object.fromEntries(policyNames.map((name) => [name, policySchemas[name].parse(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')))])) as unknown as Policies;

describe('the shipped policies', () => {
  it('are one file for each policy of the catalogue, and no other', () => {
    expect(readdirSync(folder).sort()).toEqual(policyNames.map((name) => `${name}.json`).sort());
  });

  it('do not contradict themselves', () => {
    expect([...policyFaults(shipped)]).toEqual([]);
  });

  it('cite rules and are named in French and English', () => {
    for (const { rules, label } of Object.values(policyCatalogue)) {
      expect(rules.length).toBeGreaterThan(0);
      expect(label.fr).not.toBe(label.en);
    }
  });

  it('give the clocks of T-06: 8 h and 24 h of elapsed time, a quarter to be taken, nothing promised without a contract', () => {
    const { pro, contract, none } = shipped['service-levels'].contracts;
    expect(pro).toEqual({ resolution: 'PT8H', takingChargeRatio: 0.25, calendar: null, contractual: false });
    expect(contract).toMatchObject({ resolution: 'PT24H', takingChargeRatio: 0.25, calendar: null });
    expect(none).toMatchObject({ resolution: null, takingChargeRatio: null });
  });

  it('give the matrix of T-05 row by row', () => {
    const { priorities } = shipped['service-levels'];
    expect(Object.values(priorities).map(({ pro, contract, none }) => [pro, contract, none])).toEqual([['P1', 'P2', 'P3'], ['P2', 'P3', 'P4'], ['P4', 'P4', 'P5']]);
  });

  it('remind the OBL after 3 business days and every 2, and the customer of his invoice after 3 and 6', () => {
    expect(shipped.reminders['obl-acknowledgement']).toEqual({
      firstAfter: { businessDays: 3 }, againEvery: { businessDays: 2 }, escalateAfterReminders: 2, escalateTo: ['obl-support', 'production-manager'],
    });
    expect(shipped.reminders['invoice-validation']).toMatchObject({ firstAfter: { businessDays: 3 }, againEvery: { businessDays: 3 }, escalateAfterReminders: 2 });
  });

  it('offer after an OBL refusal what D-09 says for its reason', () => {
    const { choicesByReason, otherwise } = shipped['obl-refusals'];
    expect(choicesByReason['invalid-data']).toEqual(['correct-and-reorder', 'abandon']);
    expect(choicesByReason['works-needed']).toEqual(['quote-then-reorder', 'other-obl', 'abandon']);
    expect(otherwise).toHaveLength(4);
  });

  it('limit the first line to 10 minutes at the integrator’s desk only (T-09)', () => {
    expect(Object.entries(shipped.desks.desks).map(([desk, { firstLineLimit }]) => [desk, firstLineLimit])).toEqual([['operator', null], ['managed-services', null], ['integrator', 'PT10M']]);
  });

  it('limit gestures of profiles that exist', () => {
    expect(profileNames).toEqual(expect.arrayContaining(Object.keys(shipped.sales.complaints.gestureLimitCents)));
  });

  it('cover the twelve steps of the schedule', () => {
    expect(new Set(Object.values(shipped['lead-times'].milestones).map(({ step }) => step)).size).toBe(12);
  });

  it('give a site overseas its own time and holidays, and one in Alsace its own holidays', () => {
    const { calendars, operatorCalendar, siteTimeZones } = shipped.calendars;
    const operator = calendars[operatorCalendar];
    if (!operator) throw new Error('no operator calendar');
    expect(calendarOfSite(operator, siteTimeZones, { countryCode: 'FR', postalCode: '97400' })).toMatchObject({ timeZone: 'Indian/Reunion', holidayRegion: 'FR-974' });
    expect(calendarOfSite(operator, siteTimeZones, { countryCode: 'FR', postalCode: '67000' })).toMatchObject({ timeZone: 'Europe/Paris', holidayRegion: 'FR-67' });
    expect(calendarOfSite(operator, siteTimeZones, { countryCode: 'BE', postalCode: '1000' })).toMatchObject({ holidayRegion: 'BE' });
    expect(calendarOfSite(operator, siteTimeZones, { countryCode: 'XX', postalCode: '1' })).toBe(operator);
  });
});

describe('a policy is refused for', () => {
  it.each<readonly [string, PolicyName, (value: never) => unknown]>([
    ['a field that it does not have', 'billing', (value: Policies['billing']) => ({ ...value, vat: 20 })],
    ['a value that is missing', 'billing', () => ({})],
    ['a target that is no duration', 'service-levels', (value: Policies['service-levels']) => ({ ...value, proFirstFor: '8 hours' })],
    ['a priority that does not exist', 'notices', (value: Policies['notices']) => ({ ...value, atAnyHour: ['P0'] })],
    ['thresholds out of order', 'escalation', (value: Policies['escalation']) => ({ ...value, thresholds: [...value.thresholds].reverse() })],
    ['a reminder after no day at all', 'reminders', (value: Policies['reminders']) => ({ ...value, 'invoice-validation': { ...value['invoice-validation'], firstAfter: { businessDays: 0 } } })],
    ['a choice offered twice', 'obl-refusals', (value: Policies['obl-refusals']) => ({ ...value, otherwise: ['abandon', 'abandon'] })],
    ['a milestone that waits for nothing', 'lead-times', (value: Policies['lead-times']) => ({ ...value, milestones: { ...value.milestones, billing: { step: 11, after: {} } } })],
  ])('%s', (_why, name, change) => {
    expect(policySchemas[name].safeParse(change(shipped[name] as never)).success).toBe(false);
  });

  it('a calendar that is named and not there', () => {
    const faults = policyFaults({ ...shipped, notices: { ...shipped.notices, goOutDuring: 'moonlight' } });
    expect([...faults]).toEqual([['notices', [{ pointer: '/goOutDuring', code: 'unknown-calendar' }]]]);
  });

  it('an entry that is missing though the product files its own tickets under it (R-01, T-21)', () => {
    const { termination: _gone, ...categories } = shipped.classification.categories;
    const { 'backup-failed': _gone2, ...symptoms } = shipped.classification.symptoms;
    expect([...policyFaults({ ...shipped, classification: { ...shipped.classification, categories, symptoms } })]).toEqual([
      ['classification', [{ pointer: '/categories/termination', code: 'needed-entry' }, { pointer: '/symptoms/backup-failed', code: 'needed-entry' }]],
    ]);
  });

  it('a calendar that is impossible', () => {
    const calendars = { ...shipped.calendars.calendars, broken: { timeZone: 'Europe/Paris', weekly: { mon: [['10:00', '09:00'] as [string, string]] } } };
    expect([...policyFaults({ ...shipped, calendars: { ...shipped.calendars, calendars } })]).toEqual([
      ['calendars', [{ pointer: '/calendars/broken/weekly/mon/0', code: 'end-before-start' }]],
    ]);
  });

  it('milestones that wait for each other, or for one that does not exist', () => {
    const { milestones } = shipped['lead-times'];
    const broken = { ...milestones, 'technical-validation': { step: 1, after: { handover: 1 } } };
    const faults = policyFaults({ ...shipped, 'lead-times': { ...shipped['lead-times'], anchor: 'moon', milestones: broken } }).get('lead-times') ?? [];
    expect(faults[0]).toEqual({ pointer: '/anchor', code: 'unknown-milestone' });
    expect(faults).toContainEqual({ pointer: '/milestones/technical-validation/after/handover', code: 'circular-milestones' });
    const unknown = { ...milestones, billing: { step: 11, after: { constructor: 1 } } };
    expect(policyFaults({ ...shipped, 'lead-times': { ...shipped['lead-times'], milestones: unknown } }).get('lead-times'))
      .toEqual([{ pointer: '/milestones/billing/after/constructor', code: 'unknown-milestone' }]);
  });
});

describe('the impact preview', () => {
  it('says nothing of a policy that stays as it is', () => {
    for (const name of policyNames) expect(policyImpact(shipped[name], structuredClone(shipped[name]))).toEqual([]);
  });

  it('names every value that changed, came or went, and a list as one', () => {
    const before = { a: 1, b: { c: 'x', 'd/e': true }, list: [1, 2], gone: null };
    const after = { a: 2, b: { c: 'x', 'd/e': false, constructor: 1 }, list: [2, 1], come: {} };
    expect(policyImpact(before, after)).toEqual([
      { pointer: '/a', change: 'changed', before: 1, after: 2 },
      { pointer: '/b/d~1e', change: 'changed', before: true, after: false },
      { pointer: '/b/constructor', change: 'added', after: 1 },
      { pointer: '/list', change: 'changed', before: [1, 2], after: [2, 1] },
      { pointer: '/gone', change: 'removed', before: null },
      { pointer: '/come', change: 'added', after: {} },
    ]);
  });

  it('shows a shorter promise', () => {
    const levels = shipped['service-levels'];
    const shorter = { ...levels, contracts: { ...levels.contracts, contract: { ...levels.contracts.contract, resolution: 'PT16H' } } };
    expect(policyImpact(levels, shorter)).toEqual([{ pointer: '/contracts/contract/resolution', change: 'changed', before: 'PT24H', after: 'PT16H' }]);
  });
});

it('knows the names of policies and nothing that objects inherit', () => {
  expect(isPolicyName('calendars')).toBe(true);
  expect(isPolicyName('constructor')).toBe(false);
});

describe('a duration', () => {
  it.each(['PT0S', 'P3654D', 'P100000000D', 'PT2400000H'])('of %s is refused: no wait can be computed from it', (againEvery) => {
    expect(policySchemas['outside-calls'].safeParse({ ...shipped['outside-calls'], againEvery }).success).toBe(false);
  });

  it('of ten years is allowed', () => {
    expect(policySchemas['outside-calls'].safeParse({ ...shipped['outside-calls'], againEvery: 'P3653D' }).success).toBe(true);
  });
});
