/** The gates of a deployment, each in its order: approvals, collection, assignment, documents, kick-off (D-02 to D-07, D-20, D-26). */
import { describe, expect, it } from 'vitest';
import type { DeploymentCommand, DeploymentState, SalesCollection } from '../../../domain/deployment/deployment.ts';
import { hasBankDetails } from '../../../domain/deployment/deployment.ts';
import { requiredDocuments } from '../../../domain/documents/matrix.ts';
import { answers } from '../../support/answers.ts';
import { givenDeployment, launch } from './given.ts';
import { deploymentTask, deploymentUntil } from './straight.ts';
import type { TaskStep } from '../../../domain/deployment/steps.ts';

const launched: DeploymentCommand = { type: 'launch', launch };
const does = (step: TaskStep): DeploymentCommand => ({ type: 'completeTask', taskId: deploymentTask(step), input: answers[step] });
const collection: SalesCollection = { b2linktReference: 'B2L-7', existingLineToMigrate: true, numberPortability: false };
const pushed: DeploymentCommand = { type: 'collectionPushed', collection };
const openSteps = ({ tasks }: DeploymentState) => Object.values(tasks.open).map(({ step }) => step).toSorted();

describe('the approvals (D-02)', () => {
  it('come one after the other, the techno-commercial first', () => {
    const deployment = givenDeployment(launched);
    expect(deployment.when(does('financial-approval'))).toBe('task-closed');
    expect(deployment.when(does('techno-commercial-approval'))).toEqual(['taskCompleted', 'stepDone', 'taskOpened']);
    expect(deployment.state().tasks.open[deploymentTask('financial-approval')]).toMatchObject({ owner: 'business-director' });
  });
  it('keep what was said with them', () => {
    expect(givenDeployment(launched).events(does('techno-commercial-approval'))).toMatchObject([{ type: 'taskCompleted', input: { approved: true, comment: 'Architecture conforme' } }, {}, {}]);
  });
});

describe('the assignment (D-03)', () => {
  const both = [does('techno-commercial-approval'), does('financial-approval')];
  const orders: readonly (readonly DeploymentCommand[])[] = [
    [...both, does('sales-collection')],
    [does('sales-collection'), ...both],
    [both[0] as DeploymentCommand, does('sales-collection'), both[1] as DeploymentCommand],
    [pushed, ...both],
    [...both, pushed],
  ];
  it.each(orders.map((order, index) => [index + 1, order] as const))('is asked for by the last of both approvals and the collection, not before: order %i', (_, order) => {
    const deployment = givenDeployment(launched);
    for (const command of order) {
      expect(openSteps(deployment.state())).not.toContain('assignment');
      expect(deployment.when(does('assignment'))).toBe('task-closed');
      deployment.when(command);
    }
    expect(deployment.state().phase).toBe('assignment');
    expect(openSteps(deployment.state())).toEqual(['assignment']);
    expect(deployment.state().tasks.open[deploymentTask('assignment')]).toMatchObject({ owner: 'production-manager' });
  });
  it('names the coordinator, and is done once JARVIS was told', () => {
    const deployment = givenDeployment(...deploymentUntil('assignment'));
    expect(deployment.when(does('assignment'))).toEqual(['taskCompleted', 'coordinatorAssigned']);
    expect(deployment.state()).toMatchObject({ phase: 'assignment', coordinator: 'coordinator' });
    expect(deployment.when({ type: 'stepDone', step: 'assignment' })).toEqual(['stepDone', 'taskOpened']);
    expect(deployment.state().phase).toBe('technical-validation');
  });
});

describe('the collection that JARVIS pushes (D-26)', () => {
  it('takes the place of the one that was to be typed in, whose task goes', () => {
    const deployment = givenDeployment(launched);
    expect(deployment.when(pushed)).toEqual(['salesCollectionReceived', 'taskWithdrawn']);
    expect(deployment.state()).toMatchObject({ phase: 'techno-commercial-approval', collection });
    expect(deployment.when(does('sales-collection'))).toBe('task-closed');
  });
  it('opens the assignment when it was the last thing awaited', () => {
    expect(givenDeployment(...deploymentUntil('sales-collection')).when(pushed)).toEqual(['salesCollectionReceived', 'taskWithdrawn', 'stepDone', 'taskOpened']);
  });
  it.each([
    ['twice', [launched, pushed]],
    ['after it was typed in', [launched, does('sales-collection')]],
    ['late', deploymentUntil('delivering')],
  ])('%s is a fact that changes nothing', (_, before) => {
    const deployment = givenDeployment(...before);
    const known = deployment.state();
    expect(deployment.events({ ...pushed, collection: { ...collection, b2linktReference: 'B2L-8' } })).toEqual([{ type: 'callbackIgnored', fact: 'collection-pushed', reason: 'collection-known' }]);
    expect(deployment.state()).toEqual(known);
  });
  it('before the launch finds no deployment to change', () => { expect(givenDeployment().when(pushed)).toEqual(['callbackIgnored']); });
});

describe('the technical validation (D-04)', () => {
  const asked = deploymentUntil('technical-validation');
  const required = requiredDocuments({ ...launch.order, market: launch.market });
  const adds = (id: string, kind = required[0] ?? 'other'): DeploymentCommand => ({ type: 'addDocument', document: { id, kind, digest: 'd'.repeat(64), sizeBytes: 10, mediaType: 'application/pdf' } });
  const accepts = (documentId: string): DeploymentCommand => ({ type: 'acceptDocument', documentId });

  it('is refused while a document is missing, and lists them', () => {
    const deployment = givenDeployment(...asked);
    expect(deployment.refusal(does('technical-validation'))).toMatchObject({ code: 'D-04.missing-document', parameters: { documents: required.join(', ') } });
    expect(openSteps(deployment.state())).toEqual(['technical-validation']);
  });
  it('does not count one that was added and not accepted, nor one that nobody asked for', () => {
    const most = required.slice(1).flatMap((kind) => [adds(kind, kind), accepts(kind)]);
    const deployment = givenDeployment(...asked, ...most, adds('last'), adds('extra', 'other'), accepts('extra'));
    expect(deployment.refusal(does('technical-validation'))).toMatchObject({ code: 'D-04.missing-document', parameters: { documents: required[0] } });
    expect(deployment.when(accepts('last'))).toEqual(['documentAccepted']);
    expect(deployment.when(does('technical-validation'))).toEqual(['taskCompleted', 'stepDone', 'taskOpened']);
    expect(deployment.when(does('technical-validation'))).toBe('task-closed');
  });
  it('tells the coordinator which documents the order asks for', () => {
    expect(givenDeployment(...asked).state().tasks.open[deploymentTask('technical-validation')]).toMatchObject({ owner: 'coordinator', context: { requiredDocuments: required.join(', ') } });
  });
  it('is due at the end of the day that the schedule gives it (D-20)', () => {
    expect(givenDeployment(...asked).state().tasks.open[deploymentTask('technical-validation')]?.dueAtMs).toBe(Date.parse('1970-01-21T00:00:00Z'));
    expect(givenDeployment(launched).state().tasks.open[deploymentTask('techno-commercial-approval')]?.dueAtMs).toBeNull();
  });
  it('takes a document under the same id once, accepts it once, and knows none that was not added', () => {
    const deployment = givenDeployment(launched, adds('d1'));
    expect(deployment.when(adds('d1'))).toEqual([]);
    expect(deployment.when(accepts('d2'))).toBe('not-found');
    expect(deployment.when(accepts('d1'))).toEqual(['documentAccepted']);
    expect(deployment.when(accepts('d1'))).toEqual([]);
  });
  it('lets bank details count once they are accepted with their mandate, or were given electronically (D-31)', () => {
    const bank = [adds('b', 'bank-details'), adds('m', 'sepa-mandate'), accepts('b')];
    expect(hasBankDetails(givenDeployment(launched, ...bank).state())).toBe(false);
    expect(hasBankDetails(givenDeployment(launched, ...bank, accepts('m')).state())).toBe(true);
    expect(hasBankDetails(givenDeployment({ type: 'launch', launch: { ...launch, order: { ...launch.order, electronicMandate: true } } }).state())).toBe(true);
  });
});

describe('the kick-off (D-05 to D-07)', () => {
  it('goes from the internal launch to the welcome call', () => {
    const deployment = givenDeployment(...deploymentUntil('internal-launch'));
    expect(deployment.when(does('welcome-call'))).toBe('task-closed');
    expect(deployment.when(does('internal-launch'))).toEqual(['taskCompleted', 'stepDone', 'taskOpened']);
    expect(deployment.state().tasks.open[deploymentTask('welcome-call')]).toMatchObject({ owner: 'sales-engineer' });
  });
  it('sends the welcome before it asks for the technical collection and the customer launch, on the date that was set', () => {
    const deployment = givenDeployment(...deploymentUntil('welcome-call'));
    expect(deployment.when(does('technical-collection'))).toBe('task-closed');
    expect(deployment.when(does('welcome-call'))).toEqual(['taskCompleted']);
    expect(deployment.when({ type: 'stepDone', step: 'welcome-call' })).toEqual(['stepDone', 'taskOpened', 'taskOpened']);
    expect(openSteps(deployment.state())).toEqual(['customer-launch', 'technical-collection']);
    expect(deployment.state().tasks.open[deploymentTask('customer-launch')]).toMatchObject({ context: { customerLaunchOn: '2026-01-08' } });
  });
  it('comes before any order: no site is on its way until the report of the customer launch went out (D-07, D-08)', () => {
    const deployment = givenDeployment(...deploymentUntil('customer-launch'), does('customer-launch'));
    expect(deployment.state()).toMatchObject({ phase: 'customer-launch', sites: { S001: 'waiting', S002: 'waiting' } });
    expect(deployment.when({ type: 'stepDone', step: 'customer-launch' })).toEqual(['stepDone']);
    expect(deployment.state().phase).toBe('delivering');
  });
  it('leaves the technical collection open beside the orders, and notes it whenever it comes (D-07)', () => {
    const before = givenDeployment(...deploymentUntil('customer-launch'));
    expect(before.when(does('technical-collection'))).toEqual(['taskCompleted']);
    expect(before.state()).toMatchObject({ phase: 'customer-launch', isTechnicallyCollected: true });
    const after = givenDeployment(...deploymentUntil('delivering'), { type: 'sitesStarted', sites: ['S001'] });
    expect(after.state().isTechnicallyCollected).toBe(false);
    expect(after.when(does('technical-collection'))).toEqual(['taskCompleted']);
    expect(after.state().isTechnicallyCollected).toBe(true);
    expect(after.when(does('technical-collection'))).toBe('task-closed');
  });
});
