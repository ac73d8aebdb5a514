/** The kick-off: meetings planned, moved and recalled, a launch held in the welcome call, and the wait for the technical collection (D-05 to D-07, D-23). */
import { describe, expect, it } from 'vitest';
import { awaitedCollection, collectionEscalatesTo, collectionReminderAtMs } from '../../../domain/deployment/collection.ts';
import type { DeploymentCommand } from '../../../domain/deployment/deployment.ts';
import { meetings, meetingToTell, type Meeting } from '../../../domain/deployment/meetings.ts';
import type { DeploymentStep } from '../../../domain/deployment/steps.ts';
import { freezeDays } from '../../../domain/calendar/businessDays.ts';
import { givenDeployment, launch, policy } from './given.ts';
import { deploymentTask, deploymentUntil } from './straight.ts';

const hour = 3_600_000;
const plan = (meeting: Meeting, startsAt = '2030-01-15T08:00:00.000Z', endsAt = '2030-01-15T09:00:00.000Z', place: string | null = null): DeploymentCommand => ({ type: 'planMeeting', meeting, startsAt, endsAt, place });
const sent = (meeting: Meeting, sequence: number): DeploymentCommand => ({ type: 'invitationSent', meeting, sequence });
const cancelled: DeploymentCommand = { type: 'cancel', reason: 'renonce' };
const at = (phase: DeploymentStep | 'delivering') => givenDeployment(...deploymentUntil(phase));
const welcomed = (input: object): DeploymentCommand => ({ type: 'completeTask', taskId: deploymentTask('welcome-call'), input: { calledOn: '2026-01-06', ...input } as never });

describe('a meeting (D-05 to D-07)', () => {
  it.each<[Meeting, DeploymentStep, DeploymentStep]>([
    ['internal-launch', 'technical-validation', 'assignment'], ['welcome-call', 'internal-launch', 'technical-validation'], ['customer-launch', 'welcome-call', 'internal-launch'],
  ])('%s is planned from the step before it on, and not earlier', (meeting, before, tooEarly) => {
    expect(at(before).when(plan(meeting))).toEqual(['meetingPlanned']);
    expect(at(meeting).when(plan(meeting))).toEqual(['meetingPlanned']);
    expect(at(tooEarly).when(plan(meeting))).toBe('wrong-state');
    expect(at('delivering').when(plan(meeting))).toBe('wrong-state');
  });

  it('is moved any number of times, each time under the next number; the same plan again is no news', () => {
    const deployment = at('internal-launch');
    expect(deployment.events(plan('internal-launch', '2030-01-15T09:00:00+01:00'))).toEqual([{ type: 'meetingPlanned', meeting: 'internal-launch', sequence: 0, startsAt: '2030-01-15T08:00:00.000Z', endsAt: '2030-01-15T09:00:00.000Z', place: null }]);
    expect(deployment.when(plan('internal-launch'))).toEqual([]);
    expect(deployment.events(plan('internal-launch', undefined, undefined, 'Angers'))).toMatchObject([{ sequence: 1 }]);
    expect(deployment.events(plan('internal-launch', '2030-01-16T08:00:00Z', '2030-01-16T09:00:00Z', 'Angers'))).toMatchObject([{ sequence: 2 }]);
  });

  it('is not planned backwards, nor in the past', () => {
    expect(at('internal-launch').when(plan('internal-launch', '2030-01-15T09:00:00Z', '2030-01-15T09:00:00Z'))).toBe('D-05.meeting-ends-before-it-starts');
    expect(at('internal-launch').when(plan('internal-launch', '1970-01-01T00:00:00Z'))).toBe('D-05.meeting-in-the-past');
  });

  it('that is held is planned no more: its call is noted, the mail is still on its way', () => {
    const deployment = at('welcome-call');
    deployment.when(welcomed({ customerLaunchOn: '2026-01-08' }));
    expect(deployment.state().phase).toBe('welcome-call');
    expect(deployment.when(plan('welcome-call'))).toBe('wrong-state');
  });

  it('is to be told to those invited until they have the latest', () => {
    const deployment = at('internal-launch');
    expect(meetingToTell(deployment.state())).toBeNull();
    deployment.when(plan('internal-launch'));
    deployment.when(plan('internal-launch', '2030-01-15T07:00:00Z'));
    expect(meetingToTell(deployment.state())).toBe('internal-launch');
    // The invitation that was overtaken by a move is none.
    expect(deployment.when(sent('internal-launch', 0))).toEqual([]);
    expect(deployment.when(sent('internal-launch', 1))).toEqual(['invitationSent']);
    expect(meetingToTell(deployment.state())).toBeNull();
  });
});

describe('the date of the customer launch (D-06)', () => {
  it('is set by the welcome call, and takes the first hour of that day in the operator’s zone, winter and summer', () => {
    for (const [date, startsAt] of [['2026-01-08', '2026-01-08T08:00:00.000Z'], ['2026-03-29', '2026-03-29T07:00:00.000Z'], ['2026-07-08', '2026-07-08T07:00:00.000Z']]) {
      const paris = { ...policy, days: freezeDays({ timeZone: 'Europe/Paris', weekly: { mon: [['09:00', '17:00']] }, holidays: [] }, '1970-01-01', '2026-12-31') };
      const deployment = givenDeployment({ type: 'launch', launch: { ...launch, policy: paris } }, ...deploymentUntil('welcome-call').slice(1));
      expect(deployment.events(welcomed({ customerLaunchOn: date }))).toMatchObject([{ type: 'taskCompleted' }, { type: 'meetingPlanned', meeting: 'customer-launch', sequence: 0, startsAt }]);
    }
  });

  it('leaves a meeting that is planned on it as it is, and moves one of another day', () => {
    const deployment = at('welcome-call');
    deployment.when(plan('customer-launch', '2026-01-08T14:00:00Z', '2026-01-08T15:00:00Z', 'Angers'));
    expect(givenDeployment(...deploymentUntil('welcome-call'), plan('customer-launch', '2026-01-08T14:00:00Z', '2026-01-08T15:00:00Z')).when(welcomed({ customerLaunchOn: '2026-01-08' }))).toEqual(['taskCompleted']);
    expect(deployment.events(welcomed({ customerLaunchOn: '2026-01-09' }))).toMatchObject([{}, { type: 'meetingPlanned', sequence: 1, place: 'Angers' }]);
  });

  it('follows the meeting when that is moved', () => {
    const deployment = at('customer-launch');
    deployment.when(plan('customer-launch', '2026-02-03T09:00:00Z', '2026-02-03T10:00:00Z'));
    expect(deployment.state().customerLaunchOn).toBe('2026-02-03');
  });

  it('that was planned and is held with the call is recalled from who was invited (D-07)', () => {
    const planned = () => { const deployment = at('welcome-call'); deployment.when(plan('customer-launch')); deployment.when(sent('customer-launch', 0)); return deployment; };
    const deployment = planned();
    expect(deployment.events(welcomed({ customerLaunchHeld: true }))).toMatchObject([{ type: 'taskCompleted' }, { type: 'meetingCancelled', meeting: 'customer-launch', sequence: 1 }]);
    expect(meetingToTell(deployment.state())).toBe('customer-launch');
    expect(deployment.when(sent('customer-launch', 1))).toEqual(['invitationSent']);
    expect(meetingToTell(deployment.state())).toBeNull();
    expect(deployment.state()).toMatchObject({ customerLaunchOn: '2026-01-06', isCustomerLaunchHeld: true });
    expect(planned().when({ ...welcomed({ customerLaunchHeld: true }), isAsBefore: true } as DeploymentCommand)).toEqual(['taskCompleted']);
    expect(planned().when(welcomed({ customerLaunchOn: '2030-01-15' }))).toEqual(['taskCompleted']);
  });

  it('was the day of the call where the launch was held in it: both steps close, nobody is asked or invited (D-07)', () => {
    const deployment = at('welcome-call');
    expect(deployment.when(welcomed({ customerLaunchHeld: true }))).toEqual(['taskCompleted']);
    expect(deployment.state()).toMatchObject({ customerLaunchOn: '2026-01-06', isCustomerLaunchHeld: true });
    expect(deployment.when(plan('customer-launch'))).toBe('wrong-state');
    expect(deployment.when({ type: 'stepDone', step: 'welcome-call' })).toEqual(['stepDone', 'taskOpened']);
    expect(Object.values(deployment.state().tasks.open).map(({ step }) => step)).toEqual(['technical-collection']);
    expect(deployment.when({ type: 'stepDone', step: 'customer-launch' })).toEqual(['stepDone']);
    expect(deployment.state().phase).toBe('delivering');
  });
});

describe('a cancellation (D-23)', () => {
  it('recalls the meetings to come, and waits until those invited know', () => {
    const deployment = givenDeployment(...deploymentUntil('internal-launch'), plan('internal-launch'), sent('internal-launch', 0), plan('welcome-call', '2030-01-15T12:00:00Z', '2030-01-15T13:00:00Z'));
    expect(deployment.when(cancelled)).toEqual(['deploymentCancellationRequested', 'meetingCancelled', 'meetingCancelled', 'taskWithdrawn']);
    for (const [meeting, sequence] of [['internal-launch', 1], ['welcome-call', 1]] as const) {
      expect(deployment.when({ type: 'end', isLeftInJarvis: false })).toBe('wrong-state');
      expect(meetingToTell(deployment.state())).toBe(meeting);
      expect(deployment.when(sent(meeting, sequence))).toEqual(['invitationSent']);
    }
    expect(deployment.when({ type: 'end', isLeftInJarvis: false })).toEqual(['deploymentCancelled']);
  });

  it('leaves alone what is past or held', () => {
    expect(givenDeployment(...deploymentUntil('internal-launch'), plan('internal-launch', '1970-01-01T00:00:20Z')).state().meetings['internal-launch']).toBeDefined();
    const held = givenDeployment(...deploymentUntil('internal-launch'), plan('internal-launch'), ...deploymentUntil('welcome-call').slice(deploymentUntil('internal-launch').length));
    expect(held.when(cancelled)).not.toContain('meetingCancelled');
    for (const meeting of meetings) expect(held.state().meetings[meeting]?.isCancelled ?? false).toBe(false);
  });
});

describe('the technical collection that does not come (D-07)', () => {
  const awaited = (...commands: DeploymentCommand[]) => {
    const deployment = givenDeployment(...deploymentUntil('customer-launch'), ...commands);
    return { ...deployment, wait: () => awaitedCollection(deployment.state(), 'technical-collection') };
  };
  const remind = (ordinal: number): DeploymentCommand => ({ type: 'collectionReminded', ordinal });
  const escalate: DeploymentCommand = { type: 'collectionEscalated', to: ['coordinator', 'sales-engineer'] };

  it('is awaited from the welcome mail on, and not before', () => {
    expect(awaitedCollection(at('welcome-call').state(), 'technical-collection')).toBeNull();
    const { wait, atMs } = awaited();
    expect(wait()).toMatchObject({ reminders: 0, sinceMs: atMs(), taskId: deploymentTask('technical-collection') });
    expect(collectionReminderAtMs(policy, wait() as never)).toBe(atMs() + 72 * hour);
  });

  it('is reminded of by the ladder, in order and without a double', () => {
    const { when, wait, atMs } = awaited();
    expect(when(remind(2))).toEqual([]);
    expect(when(remind(1))).toEqual(['collectionReminded']);
    expect(when(remind(1))).toEqual([]);
    expect(collectionReminderAtMs(policy, wait() as never)).toBe(atMs() + 1_000 + 48 * hour);
  });

  it('is escalated with the second reminder, once, and reminders go on', () => {
    const { events, when, wait } = awaited(remind(1));
    expect(collectionEscalatesTo(policy, wait() as never)).toEqual([]);
    when(remind(2));
    expect(collectionEscalatesTo(policy, wait() as never)).toEqual(['coordinator', 'sales-engineer']);
    expect(events(escalate)).toEqual([{ type: 'escalated', about: 'technical-collection', ordinal: 2, to: ['coordinator', 'sales-engineer'] }]);
    expect(when(escalate)).toEqual([]);
    expect(collectionEscalatesTo(policy, wait() as never)).toEqual([]);
    expect(when(remind(3))).toEqual(['collectionReminded']);
  });

  it('is reminded of while the sites are on their way, and never once it is there or the deployment is cancelled', () => {
    const { when, wait, state } = awaited();
    when({ type: 'completeTask', taskId: deploymentTask('customer-launch'), input: { heldOn: '2026-01-08', administrativeDataChecked: true, solutionCoherent: true, needUnderstood: true, planningPresented: true } });
    when({ type: 'stepDone', step: 'customer-launch' });
    expect(state().phase).toBe('delivering');
    expect(wait()).not.toBeNull();
    when({ type: 'completeTask', taskId: deploymentTask('technical-collection'), input: { lanAddressing: 'dhcp', firewall: 'none', publicAddresses: 0 } });
    expect(wait()).toBeNull();
    expect(when(remind(1))).toEqual([]);
    const other = awaited();
    other.when(cancelled);
    expect(other.wait()).toBeNull();
  });
});
