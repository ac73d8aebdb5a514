/** Withdrawal from an order (C-08): which days belong to the period, what stands in its way, and how the deployment ends. */
import { describe, expect, it } from 'vitest';
import { deliveryPolicies, freezeDeliveryPolicy } from '../../../domain/deployment/freeze-policy.ts';
import type { DeploymentCommand, Launch } from '../../../domain/deployment/deployment.ts';
import { siteSteps } from '../../../domain/deployment/steps.ts';
import { lastWithdrawalDay } from '../../../domain/deployment/withdrawal.ts';
import type { Policies } from '../../../domain/policy/policies.schema.ts';
import { shippedPolicy } from '../../support/delivery-policies.ts';
import { givenDeployment, givenSite, launch, policy } from './given.ts';
import { deploymentUntil, siteUntil } from './straight.ts';

const shipped = Object.fromEntries(deliveryPolicies.map((name) => [name, shippedPolicy(name)])) as unknown as Pick<Policies, (typeof deliveryPolicies)[number]>;
const withdraws = (given: Partial<Extract<DeploymentCommand, { type: 'withdraw' }>> = {}): DeploymentCommand => ({ type: 'withdraw', declaredOn: null, reason: null, activated: [], ...given });
/** Launched at the beginning of 1970, and signed so many days before. */
const signed = (signedOn: string, withdrawalDays = 14): DeploymentCommand[] => [{ type: 'launch', launch: { ...launch, signedOn, policy: { ...policy, withdrawalDays } } }];

describe('the period of withdrawal (C-08)', () => {
  it.each<[what: string, launchedAt: string, signedOn: string | undefined, until: string]>([
    ['counts the day after the order as the first of fourteen', '2026-03-02T10:00:00Z', undefined, '2026-03-16'],
    ['takes the day of the order from the operator’s time zone, not from UTC', '2026-03-02T23:30:00Z', undefined, '2026-03-17'],
    ['counts from the signature where it came before the launch', '2026-03-10T10:00:00Z', '2026-03-02', '2026-03-16'],
    ['ends on Monday when its last day is a Saturday', '2026-03-10T10:00:00Z', '2026-03-07', '2026-03-23'],
    ['ends after a public holiday and the weekend that follows it', '2026-04-17T10:00:00Z', undefined, '2026-05-04'],
    ['is not shortened by the hour that the clocks skip', '2026-03-20T10:00:00Z', '2026-03-17', '2026-03-31'],
  ])('%s', (_, launchedAt, signedOn, until) => {
    const launchedAtMs = Date.parse(launchedAt);
    const frozen = freezeDeliveryPolicy(shipped, {}, launchedAtMs);
    expect(lastWithdrawalDay({ policy: frozen, ...(signedOn === undefined ? {} : { signedOn }) } as Pick<Launch, 'signedOn' | 'policy'>, launchedAtMs)).toBe(until);
  });
  it('is open on its last day, and over on the next', () => {
    // Signed on Thursday 18 December 1969: the fourteenth day is Thursday 1 January 1970, the day of the tests.
    expect(givenDeployment(...signed('1969-12-18')).when(withdraws())).toContain('orderWithdrawn');
    expect(givenDeployment(...signed('1969-12-17')).refusal(withdraws())).toMatchObject({ code: 'C-08.period-over', parameters: { until: '1969-12-31' } });
  });
  it('is kept by the day on which the customer declared it, whenever that is registered', () => {
    const deployment = givenDeployment(...signed('1969-12-10'));
    expect(deployment.when(withdraws())).toBe('C-08.period-over');
    expect(deployment.when(withdraws({ declaredOn: '1969-12-25' }))).toBe('C-08.period-over');
    expect(deployment.events(withdraws({ declaredOn: '1969-12-24', reason: 'lettre du 24' }))[0]).toEqual({ type: 'orderWithdrawn', declaredOn: '1969-12-24', until: '1969-12-24', reason: 'lettre du 24' });
  });
  it.each(['1969-12-09', '1970-01-02'])('takes no declaration from before the order or from tomorrow: %s', (declaredOn) => {
    expect(givenDeployment(...signed('1969-12-10', 60)).when(withdraws({ declaredOn }))).toBe('C-08.declared-on');
  });
});

describe('a withdrawal (C-08)', () => {
  it('withdraws every task, and ends the deployment as withdrawn once the customer is told', () => {
    const deployment = givenDeployment(...deploymentUntil('internal-launch'));
    expect(deployment.when(withdraws())).toEqual(['orderWithdrawn', 'deploymentCancellationRequested', 'taskWithdrawn']);
    expect(deployment.state()).toMatchObject({ phase: 'cancelling', withdrawal: { declaredOn: '1970-01-01', isTold: false }, tasks: { open: {} } });
    expect(deployment.when({ type: 'end', isLeftInJarvis: false })).toBe('wrong-state');
    expect(deployment.when({ type: 'withdrawalTold' })).toEqual(['withdrawalTold']);
    expect(deployment.when({ type: 'withdrawalTold' })).toEqual([]);
    expect(deployment.when({ type: 'end', isLeftInJarvis: false })).toEqual(['deploymentWithdrawn']);
    expect(deployment.state()).toMatchObject({ phase: 'withdrawn', endedAtMs: expect.any(Number) });
    expect(deployment.when(withdraws())).toBe('wrong-state');
  });
  it('is possible while a site is past the point of no return of a cancellation, and not once one is activated', () => {
    const delivered: DeploymentCommand = { type: 'siteReported', site: 'S001', milestone: 'delivered', isPastCancelling: true };
    const deployment = givenDeployment(...deploymentUntil('delivering'), { type: 'sitesStarted', sites: ['S001', 'S002'] }, delivered);
    expect(deployment.when({ type: 'cancel', reason: 'renonce' })).toBe('D-23.point-of-no-return');
    expect(deployment.refusal(withdraws({ activated: ['S001'] }))).toMatchObject({ code: 'C-08.activated', parameters: { sites: 'S001' } });
    expect(deployment.when(withdraws())).toContain('orderWithdrawn');
  });
  it.each(siteSteps)('undoes a site in %s as long as its service does not run, and leaves it alone afterwards', (step) => {
    const site = givenSite(...siteUntil(step));
    const isActivated = siteSteps.indexOf(step) > siteSteps.indexOf('activation');
    expect((site.when({ type: 'cancel', reason: 'withdrawn', isWithdrawal: true }) as string[])[0]).toBe(isActivated ? 'siteCancellationRefused' : 'siteCancellationRequested');
  });
});
