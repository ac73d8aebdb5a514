/** A deployment's life around its steps: launch, cancellation, stuck calls, its sites, its end (D-01, D-19, D-23, D-24); the gates stand in gates.test.ts. */
import { describe, expect, it } from 'vitest';
import type { DeploymentCommand } from '../../../domain/deployment/deployment.ts';
import { deploymentSteps } from '../../../domain/deployment/steps.ts';
import { givenDeployment, launch } from './given.ts';
import { answering, deploymentTask, deploymentUntil } from './straight.ts';

const launched: DeploymentCommand = { type: 'launch', launch };
const validated = deploymentUntil('delivering');
const started: DeploymentCommand = { type: 'sitesStarted', sites: ['S001', 'S002'] };
const cancelled: DeploymentCommand = { type: 'cancel', reason: 'renonce' };
const end: DeploymentCommand = { type: 'end', isLeftInJarvis: false };
const reports = (site: string, milestone: 'delivered' | 'in-service' | 'cancelled'): DeploymentCommand => ({ type: 'siteReported', site, milestone, isPastCancelling: milestone !== 'cancelled' });

describe('a launch (D-01, D-02)', () => {
  it('assigns nobody: it opens the techno-commercial approval and the sales collection, side by side', () => {
    const deployment = givenDeployment();
    expect(deployment.when(launched)).toEqual(['deploymentLaunched', 'taskOpened', 'taskOpened']);
    expect(deployment.state()).toMatchObject({
      phase: 'techno-commercial-approval', coordinator: null, sites: { S001: 'waiting', S002: 'waiting' },
      tasks: { open: { [deploymentTask('techno-commercial-approval')]: { owner: 'presales-engineer' }, [deploymentTask('sales-collection')]: { owner: 'sales-engineer' } } },
    });
  });
  it('happens once', () => { expect(givenDeployment(launched).when(launched)).toBe('wrong-state'); });
});

describe('the straight path of a deployment (D-02 to D-07)', () => {
  it('goes through every step once, in order, to its sites', () => {
    const deployment = givenDeployment();
    const steps = validated.flatMap((command) => {
      const events = deployment.events(command);
      return typeof events === 'string' ? [events] : events.flatMap((event) => (event.type === 'stepDone' ? [event.step] : []));
    });
    expect(steps).toEqual(deploymentSteps);
    expect(deployment.state()).toMatchObject({ phase: 'delivering', coordinator: 'coordinator', customerLaunchOn: '2026-01-08' });
  });
  it.each(deploymentSteps)('in %s, its task is done once, and that of another deployment is none of its tasks', (step) => {
    const [before, task] = [deploymentUntil(step), deploymentTask(step)];
    const done = answering(givenDeployment(...before).state(), step);
    expect(done?.taskId).toBe(task);
    expect(givenDeployment(...before).when({ ...done, taskId: task.replace('123', '999') } as DeploymentCommand)).toBe('task-closed');
    if (step !== 'technical-validation') expect(givenDeployment(...before, done as DeploymentCommand).when(done as DeploymentCommand)).toBe('task-closed');
  });
  it('ends the step of a call only when it is the one under way', () => {
    expect(givenDeployment(...deploymentUntil('internal-launch')).when({ type: 'stepDone', step: 'assignment' })).toEqual([]);
    expect(givenDeployment(...deploymentUntil('internal-launch')).when({ type: 'stepDone', step: 'welcome-call' })).toEqual([]);
  });
});

describe('a cancellation (D-23)', () => {
  it.each(deploymentSteps)('in %s withdraws every open task and ends without a site', (step) => {
    const deployment = givenDeployment(...deploymentUntil(step));
    const open = Object.keys(deployment.state().tasks.open).length;
    const happened = deployment.when(cancelled);
    expect(Array.isArray(happened) && happened.filter((type) => type !== 'meetingCancelled')).toEqual(['deploymentCancellationRequested', ...Array.from({ length: open }, () => 'taskWithdrawn')]);
    expect(deployment.state()).toMatchObject({ phase: 'cancelling', tasks: { open: {} } });
    // The welcome call has set the date of the customer launch: those invited are told that it is off.
    deployment.when({ type: 'invitationSent', meeting: 'customer-launch', sequence: 1 });
    expect(deployment.when(end)).toEqual(['deploymentCancelled']);
  });
  it('is possible while no site is delivered', () => {
    expect(givenDeployment(...validated, started).when(cancelled)).toEqual(['deploymentCancellationRequested', 'taskWithdrawn']);
  });
  it.each(['delivered', 'in-service'] as const)('is refused once a site is %s', (milestone) => {
    expect(givenDeployment(...validated, started, reports('S002', milestone)).when(cancelled)).toBe('D-23.point-of-no-return');
  });
  it('is refused once a site says that it is past its point of no return, and no longer when a policy has moved that', () => {
    const acknowledged = { type: 'siteReported', site: 'S001', milestone: 'started', isPastCancelling: true } as const;
    const deployment = givenDeployment(...validated, started);
    expect(deployment.when(acknowledged)).toEqual(['siteReturnChanged']);
    expect(deployment.when(acknowledged)).toEqual([]);
    expect(deployment.refusal(cancelled)).toMatchObject({ code: 'D-23.point-of-no-return', parameters: { sites: 'S001' } });
    expect(deployment.when({ ...acknowledged, isPastCancelling: false })).toEqual(['siteReturnChanged']);
    expect(deployment.when({ ...acknowledged, milestone: 'delivered', isPastCancelling: false })).toEqual(['siteMilestoneReached']);
    expect(deployment.when(cancelled)).toEqual(['deploymentCancellationRequested', 'taskWithdrawn']);
  });
  it('is not refused for a site that was abandoned', () => {
    expect(givenDeployment(...validated, started, reports('S002', 'cancelled')).when(cancelled)).toEqual(['deploymentCancellationRequested', 'taskWithdrawn']);
  });
  it.each([
    ['before the launch', []],
    ['a second time', [launched, cancelled]],
    ['after the end', [launched, cancelled, end]],
  ])('is refused %s', (_, before) => { expect(givenDeployment(...before).when(cancelled)).toBe('wrong-state'); });
  it('lets no step end any more, and no document or collection come in', () => {
    const deployment = givenDeployment(...deploymentUntil('sales-collection'), cancelled);
    expect(deployment.when({ type: 'stepDone', step: 'sales-collection' })).toEqual([]);
    expect(deployment.when({ type: 'addDocument', document: { id: 'd1', kind: 'other', digest: 'x', sizeBytes: 1, mediaType: 'application/pdf' } })).toBe('wrong-state');
    expect(deployment.events({ type: 'collectionPushed', collection: { b2linktReference: 'B2L-9', existingLineToMigrate: false, numberPortability: false } }))
      .toEqual([{ type: 'callbackIgnored', fact: 'collection-pushed', reason: 'not-awaited-in-cancelling' }]);
  });
});

describe('a stuck call of a deployment (D-24)', () => {
  const failed: DeploymentCommand = { type: 'callFailed', call: 'tell-assignment', failure: { system: 'jarvis', code: 'outside.unavailable', message: 'status 503', nextTryAtMs: 9_000 } };
  const assigned = deploymentUntil(({ coordinator }) => coordinator !== null);
  it('is the supervisor’s, and a verdict is given on it once', () => {
    const deployment = givenDeployment(...assigned);
    expect(deployment.when(failed)).toEqual(['callStuck', 'taskOpened']);
    expect(deployment.state().tasks.open[deploymentTask('stuck-call')]).toMatchObject({ owner: 'supervisor', context: { system: 'jarvis', call: 'tell-assignment' } });
    const skip: DeploymentCommand = { type: 'completeTask', taskId: deploymentTask('stuck-call'), input: { choice: 'skip', comment: 'vu' } };
    expect(deployment.when(skip)).toEqual(['taskCompleted', 'callVerdictGiven']);
    expect(deployment.when(skip)).toBe('task-closed');
    expect(deployment.when({ type: 'callEnded', call: 'tell-assignment', how: 'skipped' })).toEqual(['callUnstuck']);
    expect(deployment.state().stuck).toEqual({});
  });
  it('goes with a cancellation', () => {
    const deployment = givenDeployment(...assigned, failed);
    expect(deployment.when(cancelled)).toEqual(['deploymentCancellationRequested', 'taskWithdrawn']);
    expect(deployment.state()).toMatchObject({ stuck: {}, tasks: { open: {} } });
  });
});

describe('a site', () => {
  it('is noted as started once', () => {
    const deployment = givenDeployment(...validated, { type: 'sitesStarted', sites: ['S001'] });
    expect(deployment.events(started)).toEqual([{ type: 'siteDeliveriesStarted', sites: ['S002'] }]);
    expect(deployment.when(started)).toEqual([]);
  });
  it('that reports before it is noted as started is not set back', () => {
    const deployment = givenDeployment(...validated, reports('S001', 'delivered'), started);
    expect(deployment.state().sites).toEqual({ S001: 'delivered', S002: 'started' });
  });
  it('that reports again, late, or was never launched says nothing new', () => {
    const deployment = givenDeployment(...validated, started, reports('S001', 'in-service'));
    for (const old of [reports('S001', 'in-service'), reports('S001', 'delivered'), reports('S001', 'cancelled'), reports('S999', 'delivered')]) expect(deployment.when(old)).toEqual([]);
  });
});

describe('the end (D-19)', () => {
  const collected: DeploymentCommand = { type: 'completeTask', taskId: deploymentTask('technical-collection'), input: { lanAddressing: 'dhcp', firewall: 'none', publicAddresses: 0 } };
  const half: readonly DeploymentCommand[] = [...validated, { type: 'sitesStarted', sites: ['S001'] }, cancelled];
  it('comes when every site has ended', () => {
    expect(givenDeployment(...validated, started, reports('S001', 'in-service')).when(end)).toBe('wrong-state');
    expect(givenDeployment(...validated, collected, started, reports('S001', 'in-service'), reports('S002', 'cancelled')).when(end)).toEqual(['deploymentCompleted']);
  });
  it('withdraws a task that nobody needs any more', () => {
    expect(givenDeployment(...validated, started, reports('S001', 'in-service'), reports('S002', 'in-service')).when(end)).toEqual(['taskWithdrawn', 'deploymentCompleted']);
  });
  it('is a cancellation when every site was abandoned', () => {
    expect(givenDeployment(...validated, collected, started, reports('S001', 'cancelled'), reports('S002', 'cancelled')).when(end)).toEqual(['deploymentCancelled']);
  });
  it('of a cancelled deployment waits for the sites that were started, not for the others', () => {
    expect(givenDeployment(...half).when(end)).toBe('wrong-state');
    expect(givenDeployment(...half, reports('S001', 'cancelled')).when(end)).toEqual(['deploymentCancelled']);
  });
  it('that JARVIS was not made to forget is the coordinator’s to withdraw there, after its end (D-23)', () => {
    const deployment = givenDeployment(...half, reports('S001', 'cancelled'));
    expect(deployment.when({ ...end, isLeftInJarvis: true })).toEqual(['taskOpened', 'deploymentCancelled']);
    const byHand = deploymentTask('undo-by-hand');
    expect(deployment.state()).toMatchObject({ phase: 'cancelled', tasks: { open: { [byHand]: { owner: 'coordinator', context: { effect: 'deployment', reason: 'skipped' } } } } });
    expect(deployment.when({ type: 'completeTask', taskId: byHand, input: { comment: 'retirée' } })).toEqual(['taskCompleted']);
  });
  it('of a deployment whose cancellation met a delivery report is a completion (D-23)', () => {
    expect(givenDeployment(...validated, started, cancelled, reports('S001', 'in-service'), reports('S002', 'cancelled')).when(end)).toEqual(['deploymentCompleted']);
  });
  it('comes once, and neither before the launch nor before the sites', () => {
    expect(givenDeployment().when(end)).toBe('wrong-state');
    for (const step of deploymentSteps) expect(givenDeployment(...deploymentUntil(step)).when(end)).toBe('wrong-state');
    expect(givenDeployment(launched, cancelled, end).when(end)).toBe('wrong-state');
  });
});
