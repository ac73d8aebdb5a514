/** Until when a site can be cancelled, and what becomes of each thing it left outside, as the policy says (D-23). */
import { describe, expect, it } from 'vitest';
import { isPastCancelling } from '../../../domain/deployment/cancellation.ts';
import { siteEffects, type SiteEffectKind } from '../../../domain/deployment/effects.ts';
import { equipmentKey, type EffectOutcome, type SiteCommand, type SiteOpening, type SiteState } from '../../../domain/deployment/site.ts';
import { siteCalls } from '../../../domain/deployment/site-calls.ts';
import { siteSteps, type SiteStep } from '../../../domain/deployment/steps.ts';
import type { Policies } from '../../../domain/policy/policies.schema.ts';
import { givenSite, opening, policy } from './given.ts';
import { delivered, does, siteTask, siteUntil, told } from './straight.ts';

type Points = Policies['points-of-no-return'];
const shipped: Points = { 'access-order': 'delivery-report-received', 'equipment': 'installed', 'billing': 'started' };
const openingWith = (points: Partial<Points>): SiteOpening => ({ ...opening, policy: { ...policy, pointsOfNoReturn: { ...shipped, ...points } } });
const cancel: SiteCommand = { type: 'cancel', reason: 'renonce' };
const kinds = ({ effects }: SiteState): SiteEffectKind[] => effects.map(({ kind }) => kind);
const settles = (kind: SiteEffectKind, { effects }: SiteState, outcome: EffectOutcome): SiteCommand => (
  { type: 'effectSettled', effect: effects.find((effect) => effect.kind === kind) ?? { kind, key: 'none' }, outcome });

describe('the point of no return of the order (D-23)', () => {
  it.each([
    ['acknowledgement-received', 'intervention-planning'], ['delivery-report-received', 'service-production'], ['billing-started', 'handover'],
  ] as const)('%s: cancelled before %s, refused from there on', (point, from) => {
    const toOpen = openingWith({ 'access-order': point });
    for (const step of siteSteps) {
      const isPast = siteSteps.indexOf(step) >= siteSteps.indexOf(from);
      const site = givenSite(...siteUntil(step, [], toOpen));
      expect(isPastCancelling(site.state()), step).toBe(isPast);
      expect((site.when(cancel) as string[])[0], step).toBe(isPast ? 'siteCancellationRefused' : 'siteCancellationRequested');
      expect(site.state().phase, step).toBe(isPast ? step : 'undoing');
    }
  });
  it('of a report that came before its turn counts at once', () => {
    const site = givenSite(...siteUntil('technical-visit'), told(delivered));
    expect(isPastCancelling(site.state())).toBe(true);
  });
  it('is moved by an applied policy, before the cancellation and not after it', () => {
    const applied: SiteCommand = { type: 'applyPolicy', applied: { policy: 'points-of-no-return', version: 2, frozen: { pointsOfNoReturn: { ...shipped, 'access-order': 'billing-started' } } } };
    const site = givenSite(...siteUntil('activation'), applied);
    expect(site.when(cancel)).toEqual(['siteCancellationRequested', 'taskWithdrawn']);
    const back: SiteCommand = { type: 'applyPolicy', applied: { policy: 'points-of-no-return', version: 3, frozen: { pointsOfNoReturn: shipped } } };
    expect(site.when(back)).toEqual(['policyApplied']);
    expect(isPastCancelling(site.state())).toBe(false);
    expect(site.when(settles('ip', site.state(), 'undone'))).toEqual(['effectUndone']);
  });
});

describe('the point of no return of billing (D-23)', () => {
  it.each([['validated', 'billing-start'], ['started', 'handover']] as const)('%s: cancelled before %s, refused from there on, whatever the order allows', (point, from) => {
    const toOpen = openingWith({ 'access-order': 'billing-started', 'billing': point });
    for (const step of siteSteps.slice(siteSteps.indexOf('invoice-validation'))) {
      const isPast = siteSteps.indexOf(step) >= siteSteps.indexOf(from);
      expect(isPastCancelling(givenSite(...siteUntil(step, [], toOpen)).state()), step).toBe(isPast);
    }
    expect(givenSite(...siteUntil(from, [], toOpen)).events(cancel)).toMatchObject([{ type: 'siteCancellationRefused', phase: from, past: point === 'validated' ? 'billing' : 'access-order' }]);
  });
  it('is not passed any more by what billing has returned: its customer validates it anew (D-24)', () => {
    const site = givenSite(...siteUntil('billing-start', [], openingWith({ 'access-order': 'billing-started', 'billing': 'validated' })), { type: 'billingAnswered', subscriptionReference: null, refusedBecause: 'unknown-customer' });
    expect(isPastCancelling(site.state())).toBe(true);
    site.when({ type: 'completeTask', taskId: siteTask('billing-not-started'), input: { choice: 'simulate-anew', comment: 'vu' } });
    expect([site.state().phase, isPastCancelling(site.state())]).toEqual(['invoice-simulation', false]);
  });
});

describe('what is undone (D-23)', () => {
  const late = openingWith({ 'access-order': 'billing-started' });
  it.each<[SiteStep, SiteEffectKind[]]>([
    ['access-order', ['access-order']], ['technical-visit', ['access-order', 'intervention']], ['equipment', ['access-order', 'equipment']],
    ['service-production', ['access-order', 'equipment', 'ip', 'radius', 'backbone']], ['acceptance', ['access-order', 'equipment', 'ip', 'radius', 'backbone']],
    ['delivery-notice', ['access-order', 'equipment', 'ip', 'radius', 'backbone', 'service']],
    ['billing-start', ['access-order', 'equipment', 'ip', 'radius', 'backbone', 'service', 'billing']],
  ])('in %s is on the stack before it is asked for: %j', (step, expected) => {
    expect(kinds(givenSite(...siteUntil(step, [], late), cancel).state())).toEqual(expected);
  });
  it('is the supervision too, once the handover has begun', () => { expect(kinds(givenSite(...siteUntil('handover')).state())).toContain('supervision'); });
  it('is told as too late by the OBL of a delivered line: a person undoes it, with the reason', () => {
    const site = givenSite(...siteUntil('activation', [], late), cancel);
    expect(site.events(settles('access-order', site.state(), 'too-late'))).toMatchObject([
      { type: 'taskOpened', task: { step: 'undo-by-hand', owner: 'coordinator', context: { effect: 'access-order', label: 'Commande OBL', reason: 'too-late' } } }, { type: 'effectHandedOver' },
    ]);
  });
  it('is by hand past the equipment’s own point of no return', () => {
    const site = givenSite(...siteUntil('activation', [], late), cancel);
    expect(site.events(settles('equipment', site.state(), 'point-of-no-return'))).toMatchObject([{ type: 'taskOpened', task: { context: { effect: 'equipment', key: equipmentKey(opening), reason: 'point-of-no-return' } } }, {}]);
  });
  it('is nothing of an intervention that has been', () => {
    const site = givenSite(...siteUntil('technical-visit'), does('technical-visit'), cancel);
    expect(site.when(settles('intervention', site.state(), 'too-late'))).toEqual(['effectUndone']);
  });
  it('has a call of its own each, by the table', () => {
    const calls = Object.values(siteEffects).map(({ undoneBy }) => undoneBy);
    expect(new Set(calls).size).toBe(calls.length);
    expect(Object.keys(siteCalls)).toEqual(expect.arrayContaining(calls));
  });
});
