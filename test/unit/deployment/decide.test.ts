/** Which command of a deployment is possible when, and what it makes happen (D-01, D-04, D-19, D-23). */
import { describe, expect, it } from 'vitest';
import type { DeploymentCommand } from '../../../domain/deployment/deployment.ts';
import { givenDeployment, launch } from './given.ts';

const launched: DeploymentCommand = { type: 'launch', launch };
const taskId = 'AFF-2026-000123.technical-validation.1';
const validated: DeploymentCommand = { type: 'completeTask', taskId, input: { accepted: true } };
const started: DeploymentCommand = { type: 'sitesStarted', sites: ['S001', 'S002'] };
const cancelled: DeploymentCommand = { type: 'cancel', reason: 'renonce' };
const end: DeploymentCommand = { type: 'end' };
const reports = (site: string, milestone: 'delivered' | 'in-service' | 'cancelled'): DeploymentCommand => ({ type: 'siteReported', site, milestone });

describe('a launch', () => {
  it('opens the technical validation in the coordinator’s basket (D-01, D-04)', () => {
    const deployment = givenDeployment();
    expect(deployment.when(launched)).toEqual(['deploymentLaunched', 'taskOpened']);
    expect(deployment.state()).toMatchObject({ phase: 'validating', sites: { S001: 'waiting', S002: 'waiting' }, tasks: { open: { [taskId]: { owner: 'coordinator' } } } });
  });
  it('happens once', () => { expect(givenDeployment(launched).when(launched)).toBe('wrong-state'); });
});

describe('the technical validation (D-04)', () => {
  it('lets the sites go', () => {
    const deployment = givenDeployment(launched);
    expect(deployment.when(validated)).toEqual(['taskCompleted']);
    expect(deployment.state()).toMatchObject({ phase: 'delivering', tasks: { open: {} } });
  });
  it('is done once', () => { expect(givenDeployment(launched, validated).when(validated)).toBe('task-closed'); });
  it('of another deployment is none of its tasks', () => {
    expect(givenDeployment(launched).when({ ...validated, taskId: 'AFF-2026-000999.technical-validation.1' } as DeploymentCommand)).toBe('task-closed');
  });
});

describe('a cancellation (D-23)', () => {
  it('withdraws the open task', () => { expect(givenDeployment(launched).when(cancelled)).toEqual(['deploymentCancellationRequested', 'taskWithdrawn']); });
  it('is possible while no site is delivered', () => { expect(givenDeployment(launched, validated, started).when(cancelled)).toEqual(['deploymentCancellationRequested']); });
  it.each(['delivered', 'in-service'] as const)('is refused once a site is %s', (milestone) => {
    expect(givenDeployment(launched, validated, started, reports('S002', milestone)).when(cancelled)).toBe('D-23.point-of-no-return');
  });
  it('is not refused for a site that was abandoned', () => {
    expect(givenDeployment(launched, validated, started, reports('S002', 'cancelled')).when(cancelled)).toEqual(['deploymentCancellationRequested']);
  });
  it.each([
    ['before the launch', []],
    ['a second time', [launched, cancelled]],
    ['after the end', [launched, cancelled, end]],
  ])('is refused %s', (_, before) => { expect(givenDeployment(...before).when(cancelled)).toBe('wrong-state'); });
});

describe('a site', () => {
  it('is noted as started once', () => {
    const deployment = givenDeployment(launched, validated, { type: 'sitesStarted', sites: ['S001'] });
    expect(deployment.events(started)).toEqual([{ type: 'siteDeliveriesStarted', sites: ['S002'] }]);
    expect(deployment.when(started)).toEqual([]);
  });
  it('that reports before it is noted as started is not set back', () => {
    const deployment = givenDeployment(launched, validated, reports('S001', 'delivered'), started);
    expect(deployment.state().sites).toEqual({ S001: 'delivered', S002: 'started' });
  });
  it('that reports again, late, or was never launched says nothing new', () => {
    const deployment = givenDeployment(launched, validated, started, reports('S001', 'in-service'));
    for (const old of [reports('S001', 'in-service'), reports('S001', 'delivered'), reports('S001', 'cancelled'), reports('S999', 'delivered')]) expect(deployment.when(old)).toEqual([]);
  });
});

describe('the end (D-19)', () => {
  it('comes when every site has ended', () => {
    expect(givenDeployment(launched, validated, started, reports('S001', 'in-service')).when(end)).toBe('wrong-state');
    expect(givenDeployment(launched, validated, started, reports('S001', 'in-service'), reports('S002', 'cancelled')).when(end)).toEqual(['deploymentCompleted']);
  });
  it('is a cancellation when every site was abandoned', () => {
    expect(givenDeployment(launched, validated, started, reports('S001', 'cancelled'), reports('S002', 'cancelled')).when(end)).toEqual(['deploymentCancelled']);
  });
  it('of a cancelled deployment waits for the sites that were started, not for the others', () => {
    const half = [launched, validated, { type: 'sitesStarted', sites: ['S001'] }, cancelled] as DeploymentCommand[];
    expect(givenDeployment(...half).when(end)).toBe('wrong-state');
    expect(givenDeployment(...half, reports('S001', 'cancelled')).when(end)).toEqual(['deploymentCancelled']);
  });
  it('of a deployment whose cancellation met a delivery report is a completion (D-23)', () => {
    expect(givenDeployment(launched, validated, started, cancelled, reports('S001', 'in-service'), reports('S002', 'cancelled')).when(end)).toEqual(['deploymentCompleted']);
  });
  it('comes once, and neither before the launch nor before the validation', () => {
    expect(givenDeployment().when(end)).toBe('wrong-state');
    expect(givenDeployment(launched).when(end)).toBe('wrong-state');
    expect(givenDeployment(launched, cancelled, end).when(end)).toBe('wrong-state');
  });
});
