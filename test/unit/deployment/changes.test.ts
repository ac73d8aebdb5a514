/** Changes during the journey: target date, contact, offer; what is refused, what is done anew (D-25). */
import { describe, expect, it } from 'vitest';
import type { DeploymentCommand } from '../../../domain/deployment/deployment.ts';
import type { SiteCommand } from '../../../domain/deployment/site.ts';
import { givenDeployment, givenSite, launch } from './given.ts';
import { deploymentTask, deploymentUntil, does, siteTask, siteUntil } from './straight.ts';

const [before, after] = [{ recurringCents: 4_900, oneOffCents: 15_000 }, { recurringCents: 9_900, oneOffCents: 0 }];
const target = (targetActivationDate: string): DeploymentCommand => ({ type: 'changeTargetDate', targetActivationDate, reason: 'travaux du client' });
const contact = (revision: number, site: string | null = null): DeploymentCommand => ({ type: 'changeContact', changeId: 'c1', revision, reason: 'départ', site, role: 'technical', action: 'replaced' });
const offer = (revision: number, site = 'S001'): DeploymentCommand => ({ type: 'changeOffer', changeId: 'o1', revision, reason: 'débit', site, before, after });
const started: DeploymentCommand = { type: 'sitesStarted', sites: ['S001'] };
const siteOffer = (revision: number): SiteCommand => ({ type: 'changeOffer', changeId: 'o1', revision, reason: 'débit', before, after });

describe('another target date (D-25, D-20)', () => {
  it('is kept with the one before and the reason, and moves every latest date', () => {
    const deployment = givenDeployment(...deploymentUntil('customer-launch'));
    expect(deployment.events(target('2030-06-03'))).toMatchObject([{ type: 'targetDateChanged', before: launch.targetActivationDate, after: '2030-06-03', reason: 'travaux du client' }, { type: 'taskChanged' }, { type: 'taskChanged' }]);
    expect(deployment.state()).toMatchObject({ isTargetDateTold: true, launch: { targetActivationDate: '2030-06-03' } });
    expect(deployment.state().launch?.schedule).toContainEqual({ milestone: 'activation', latestOn: '2030-06-03' });
    expect(deployment.when(target('2030-06-03'))).toEqual([]);
  });
  it('is not in the past, nor of a deployment that has ended or is being cancelled', () => {
    expect(givenDeployment(...deploymentUntil('assignment')).when(target('1969-12-31'))).toBe('D-01.target-date-past');
    expect(givenDeployment(...deploymentUntil('assignment'), { type: 'cancel', reason: 'renonce' }).when(target('2030-06-03'))).toBe('wrong-state');
  });
  it('is told to the sites on their way, the latest one last', () => {
    const deployment = givenDeployment(...deploymentUntil('delivering'), started, target('2030-06-03'), target('2030-07-01'));
    expect(deployment.state().isTargetDateTold).toBe(false);
    expect(deployment.when({ type: 'targetDateTold', targetActivationDate: '2030-06-03' })).toEqual([]);
    expect(deployment.when({ type: 'targetDateTold', targetActivationDate: '2030-07-01' })).toEqual(['targetDateTold']);
    expect(deployment.state().isTargetDateTold).toBe(true);
  });
  it('moves the day on which what is open is due, of the deployment and of its sites (D-20)', () => {
    const deployment = givenDeployment(...deploymentUntil('technical-validation'));
    const validation = deploymentTask('technical-validation');
    expect(deployment.state().tasks.open[validation]?.dueAtMs).toBe(Date.parse('1970-01-21T00:00:00Z'));
    const { context } = deployment.state().tasks.open[validation] ?? {};
    deployment.when(target('2030-06-03'));
    const latestOn = deployment.state().launch?.schedule.find(({ milestone }) => milestone === 'technical-validation')?.latestOn ?? '';
    expect(deployment.state().tasks.open[validation]).toMatchObject({ context, dueAtMs: Date.parse(`${latestOn}T00:00:00Z`) + 86_400_000 });
    const site = givenSite(...siteUntil('configuration'));
    expect(site.when({ type: 'targetDateTold', targetActivationDate: '2030-06-03' })).toEqual(['targetDateReceived', 'taskChanged']);
    expect(site.state().tasks.open[siteTask('configuration')]?.dueAtMs).toBeGreaterThan(Date.parse('2030-04-01'));
  });
  it('moves the latest dates of a site once', () => {
    const site = givenSite(...siteUntil('acknowledgement'));
    expect(site.when({ type: 'targetDateTold', targetActivationDate: '2030-06-03' })).toEqual(['targetDateReceived']);
    expect(site.state().opening?.schedule).toContainEqual({ milestone: 'activation', latestOn: '2030-06-03' });
    expect(site.when({ type: 'targetDateTold', targetActivationDate: '2030-06-03' })).toEqual([]);
  });
});

describe('another contact (D-25)', () => {
  it('is told by role and site, without a name', () => {
    expect(givenDeployment(...deploymentUntil('assignment')).events(contact(0, 'S001'))).toEqual([{ type: 'contactChanged', changeId: 'c1', reason: 'départ', site: 'S001', role: 'technical', action: 'replaced' }]);
  });
  it('is refused where somebody else has changed the same contacts meanwhile, and not where it was others', () => {
    const deployment = givenDeployment(...deploymentUntil('assignment'), contact(0));
    expect(deployment.when(contact(0))).toBe('D-25.changed-meanwhile');
    expect(deployment.when(contact(0, 'S001'))).toEqual(['contactChanged']);
    expect(deployment.when(contact(1))).toEqual(['contactChanged']);
  });
});

describe('another offer (D-25)', () => {
  it('of a site that is not on its way is the deployment’s to take; of one that is, the site’s', () => {
    expect(givenDeployment(...deploymentUntil('assignment')).events(offer(0))).toEqual([{ type: 'offerChanged', changeId: 'o1', reason: 'débit', site: 'S001', before, after }]);
    expect(givenDeployment(...deploymentUntil('delivering'), started).when(offer(0))).toBe('D-25.changed-meanwhile');
    expect(givenDeployment(...deploymentUntil('delivering'), started).when(offer(0, 'S002'))).toEqual(['offerChanged']);
  });
  it('before the invoice changes nothing of the site’s way', () => {
    const site = givenSite(...siteUntil('acknowledgement'));
    expect(site.when(siteOffer(0))).toEqual(['offerChanged']);
    expect(site.state()).toMatchObject({ phase: 'acknowledgement', offerRevision: 1 });
    expect(site.when(siteOffer(0))).toBe('D-25.changed-meanwhile');
  });
  it('makes a simulation that was controlled or sent anew: the customer validates the new one', () => {
    for (const commands of [siteUntil('invoice-validation'), siteUntil((state) => state.simulation?.stage === 'made')]) {
      const site = givenSite(...commands);
      expect(site.when(siteOffer(0))).toEqual(['offerChanged', 'taskWithdrawn']);
      expect(site.state()).toMatchObject({ phase: 'invoice-simulation', simulation: { ordinal: 2, stage: 'asked' } });
    }
  });
  it('is refused once the customer has validated his invoice, and of a site that is given up', () => {
    expect(givenSite(...siteUntil('invoice-validation'), does('invoice-validation')).when(siteOffer(0))).toBe('D-25.offer-invoiced');
    expect(givenSite(...siteUntil('in-service')).when(siteOffer(0))).toBe('D-25.offer-invoiced');
    expect(givenSite(...siteUntil('acknowledgement'), { type: 'cancel', reason: 'renonce' }).when(siteOffer(0))).toBe('wrong-state');
  });
});
