/** A site that takes the place of services in place (C-08): which day is the old one's last, until when the new one may be given up, and what it hears of the old. */
import { describe, expect, it } from 'vitest';
import { isPastCancelling } from '../../../domain/deployment/cancellation.ts';
import { lastDayBefore } from '../../../domain/deployment/succession.ts';
import type { SiteCommand, SiteOpening } from '../../../domain/deployment/site.ts';
import { siteSteps } from '../../../domain/deployment/steps.ts';
import { givenSite, opening, policy } from './given.ts';
import { siteUntil } from './straight.ts';

/** An operator who lets sites be given up late. */
const late: SiteOpening = { ...opening, policy: { ...policy, pointsOfNoReturn: { ...policy.pointsOfNoReturn, 'access-order': 'billing-started' } } };
const told = (stage: 'held' | 'released' | 'ended'): SiteCommand => ({ type: 'oldServicesTold', termination: 'RES-2026-000001', stage });

describe('a site that takes the place of services (C-08)', () => {
  it.each([['2026-03-01', '2026-02-28'], ['2028-03-01', '2028-02-29'], ['2026-01-01', '2025-12-31'], ['2026-03-30', '2026-03-29']])('delivered on %s leaves the old ones until %s', (madOn, last) => {
    expect(lastDayBefore(madOn)).toBe(last);
  });
  it.each(siteSteps)('in %s may be given up as long as the customer was not told of the new service', (step) => {
    const isLate = siteSteps.indexOf(step) > siteSteps.indexOf('delivery-notice');
    const site = givenSite(...siteUntil(step, [], { ...late, replaces: ['RDS-000001'] }));
    expect(isPastCancelling(site.state())).toBe(isLate);
    expect((site.when({ type: 'cancel', reason: 'renonce' }) as string[])[0]).toBe(isLate ? 'siteCancellationRefused' : 'siteCancellationRequested');
    const plain = givenSite(...siteUntil(step, [], late));
    if (step !== 'handover') expect(isPastCancelling(plain.state())).toBe(false);
  });
  it('hears each thing of the old ones once, until it has ended', () => {
    const site = givenSite(...siteUntil('acknowledgement', [], { ...late, replaces: ['RDS-000001'] }));
    expect(site.when(told('held'))).toEqual(['oldServicesTold']);
    expect(site.when(told('held'))).toEqual([]);
    expect(site.when(told('released'))).toEqual(['oldServicesTold']);
    expect(site.state().succession).toEqual({ termination: 'RES-2026-000001', stage: 'released' });
    expect(givenSite(...siteUntil('in-service')).when(told('ended'))).toEqual([]);
  });
});
