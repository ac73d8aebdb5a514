/** The gates of a deployment, each in its order: approvals, collection, assignment, documents, kick-off (D-02 to D-07, D-20, D-26). */
import { describe, expect, it } from 'vitest';
import type { DeploymentCommand, DeploymentState, SalesCollection } from '../../../domain/deployment/deployment.ts';
import { requiredDocuments } from '../../../domain/documents/matrix.ts';
import { answers } from '../../support/answers.ts';
import { givenDeployment, launch } from './given.ts';
import { deploymentTask, deploymentUntil } from './straight.ts';
import { deploymentSteps, type TaskStep } from '../../../domain/deployment/steps.ts';

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
  const refuses = (step: TaskStep, comment: string, occurrence = 1): DeploymentCommand => ({ type: 'completeTask', taskId: deploymentTask(step, occurrence), input: { approved: false, comment } });
  const resubmits = (comment: string, occurrence = 1): DeploymentCommand => ({ type: 'completeTask', taskId: deploymentTask('approval-refused', occurrence), input: { comment } });
  it.each(['techno-commercial-approval', 'financial-approval'] as const)('%s that is refused goes back to the sales engineer with its reason, and again to who refused it, any number of times', (step) => {
    const deployment = givenDeployment(...deploymentUntil(step));
    for (const turn of [1, 2, 3]) {
      expect(deployment.events(refuses(step, `marge ${turn}`, turn))).toMatchObject([{ type: 'taskCompleted' }, { type: 'approvalRefused', step, reason: `marge ${turn}` }, { type: 'taskOpened' }]);
      expect(deployment.state()).toMatchObject({ phase: step, tasks: { open: { [deploymentTask('approval-refused', turn)]: { owner: 'sales-engineer', context: { refusedStep: step, reason: `marge ${turn}` } } } } });
      expect(openSteps(deployment.state())).toEqual(['approval-refused', 'sales-collection']);
      expect(deployment.when(resubmits('prix revu', turn))).toEqual(['taskCompleted', 'taskOpened']);
      expect(deployment.state().tasks.open[deploymentTask(step, turn + 1)]).toMatchObject({ context: { resubmittedWith: 'prix revu' } });
    }
    expect(deployment.when({ type: 'completeTask', taskId: deploymentTask(step, 4), input: answers[step] })).toContain('stepDone');
  });
  it('let the collection come and the deployment be cancelled while one is refused (D-23, D-26)', () => {
    const deployment = givenDeployment(launched, refuses('techno-commercial-approval', 'étude à refaire'));
    expect(deployment.when(pushed)).toEqual(['salesCollectionReceived', 'taskWithdrawn']);
    expect(openSteps(deployment.state())).toEqual(['approval-refused']);
    expect(deployment.when({ type: 'cancel', reason: 'renonce' })).toEqual(['deploymentCancellationRequested', 'taskWithdrawn']);
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
    expect(deployment.when({ type: 'assignmentTold', ordinal: 1, how: 'went-through' })).toEqual(['assignmentTold']);
    expect(deployment.when({ type: 'stepDone', step: 'assignment' })).toEqual(['stepDone', 'taskOpened', 'taskOpened']);
    expect(deployment.state().phase).toBe('technical-validation');
  });
  it('changes hands whenever somebody has it, with who, to whom and why, and JARVIS is told of the last', () => {
    const reassign = (coordinator: string): DeploymentCommand => ({ type: 'reassign', coordinator, reason: 'absence', comment: 'congé' });
    expect(givenDeployment(...deploymentUntil('assignment')).refusal(reassign('other'))).toMatchObject({ code: 'wrong-state' });
    for (const phase of ['technical-validation', 'welcome-call', 'delivering'] as const) {
      const deployment = givenDeployment(...deploymentUntil(phase));
      expect(deployment.events(reassign('other'))).toEqual([{ type: 'coordinatorReassigned', from: 'coordinator', to: 'other', reason: 'absence', comment: 'congé' }]);
      expect(deployment.when(reassign('other'))).toEqual([]);
      expect(deployment.when(reassign('third'))).toEqual(['coordinatorReassigned']);
      expect(deployment.state()).toMatchObject({ coordinator: 'third', assignments: { made: 3, told: 1 } });
      expect(deployment.when({ type: 'assignmentTold', ordinal: 4, how: 'went-through' })).toEqual([]);
      expect(deployment.when({ type: 'assignmentTold', ordinal: 3, how: 'went-through' })).toEqual(['assignmentTold']);
      expect(deployment.when({ type: 'assignmentTold', ordinal: 2, how: 'went-through' })).toEqual([]);
    }
    const ended = givenDeployment(launched, { type: 'cancel', reason: 'renonce' }, { type: 'end', isLeftInJarvis: false });
    expect(ended.when(reassign('other'))).toBe('wrong-state');
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
    expect(openSteps(deployment.state())).toEqual(['missing-documents', 'technical-validation']);
  });
  it('does not count one that was added and not accepted, nor one that nobody asked for', () => {
    const most = required.slice(1).flatMap((kind) => [adds(kind, kind), accepts(kind)]);
    const deployment = givenDeployment(...asked, ...most, adds('last'), adds('extra', 'other'), accepts('extra'));
    expect(deployment.refusal(does('technical-validation'))).toMatchObject({ code: 'D-04.missing-document', parameters: { documents: required[0] } });
    expect(deployment.when(accepts('last'))).toEqual(['documentAccepted', 'taskWithdrawn']);
    expect(deployment.when(does('technical-validation'))).toEqual(['taskCompleted', 'stepDone', 'taskOpened']);
    expect(deployment.when(does('technical-validation'))).toBe('task-closed');
  });
  const rejects = (documentId: string, reason: string): DeploymentCommand => ({ type: 'rejectDocument', documentId, reason });
  const listed = ({ tasks }: DeploymentState, occurrence = 1) => tasks.open[deploymentTask('missing-documents', occurrence)]?.context;
  it('asks sales for all that is missing or refused by one task, which follows every change and goes with the last that is accepted', () => {
    const deployment = givenDeployment(...asked);
    const [first = 'other', second = 'other', ...others] = required;
    expect(deployment.state().tasks.open[deploymentTask('missing-documents')]).toMatchObject({ owner: 'sales-engineer', context: { missingDocuments: required.join(', '), refusedDocuments: '', documentsToCheck: '' } });
    expect(deployment.when(adds('one', first))).toEqual(['documentAdded', 'taskChanged']);
    expect(deployment.events(rejects('one', 'non signé'))).toMatchObject([{ type: 'documentRejected', documentId: 'one', kind: first, reason: 'non signé' }, { type: 'taskChanged' }]);
    expect(listed(deployment.state())).toMatchObject({ missingDocuments: [second, ...others].join(', '), refusedDocuments: first, refusalReasons: `${first} : non signé` });
    for (const kind of [first, second, ...others]) deployment.when(adds(`new-${kind}`, kind));
    expect(listed(deployment.state())).toMatchObject({ missingDocuments: '', refusedDocuments: '', refusalReasons: '', documentsToCheck: required.join(', ') });
    for (const kind of [first, ...others]) expect(deployment.when(accepts(`new-${kind}`))).toEqual(['documentAccepted', 'taskChanged']);
    expect(deployment.when(accepts(`new-${second}`))).toEqual(['documentAccepted', 'taskWithdrawn']);
    expect(deployment.when(rejects(`new-${second}`, 'périmé'))).toEqual(['documentRejected', 'taskOpened']);
    expect(deployment.refusal(does('technical-validation'))).toMatchObject({ code: 'D-04.missing-document', parameters: { documents: second } });
    expect(deployment.when(accepts(`new-${second}`))).toEqual(['documentAccepted', 'taskWithdrawn']);
    expect(deployment.when(does('technical-validation'))).toEqual(['taskCompleted', 'stepDone', 'taskOpened']);
  });
  it('lets sales say that all is there only when nothing is left to bring, and asks again by another task', () => {
    const deployment = givenDeployment(...asked);
    expect(deployment.refusal(does('missing-documents'))).toMatchObject({ code: 'D-04.missing-document', parameters: { documents: required.join(', ') } });
    for (const kind of required) deployment.when(adds(kind, kind));
    expect(deployment.when(does('missing-documents'))).toEqual(['taskCompleted']);
    expect(deployment.when(accepts(required[1] ?? ''))).toEqual(['documentAccepted']);
    expect(deployment.when(rejects(required[0] ?? '', 'illisible'))).toEqual(['documentRejected', 'taskOpened']);
    expect(listed(deployment.state(), 2)).toMatchObject({ refusedDocuments: required[0] });
  });
  it('asks sales for nothing before the coordinator looks, nor when all was accepted before', () => {
    const brought = required.flatMap((kind) => [adds(kind, kind), accepts(kind)]);
    const early = givenDeployment(launched, ...brought, adds('bad', 'other'), rejects('bad', 'hors sujet'));
    expect(openSteps(early.state())).not.toContain('missing-documents');
    const validating = givenDeployment(...deploymentUntil('technical-validation', [launched, ...brought]));
    expect(openSteps(validating.state())).toEqual(['technical-validation']);
  });
  it('refuses a document again for another reason only, one that was accepted until the step ends only, and none that was not added', () => {
    const deployment = givenDeployment(...deploymentUntil('internal-launch'));
    const accepted = Object.keys(deployment.state().documents)[0] ?? '';
    expect(deployment.refusal(rejects(accepted, 'périmé'))).toMatchObject({ code: 'wrong-state', parameters: { states: deploymentSteps.slice(0, 5).join(', ') } });
    expect(deployment.when(rejects('none', 'périmé'))).toBe('not-found');
    deployment.when(adds('photo', 'other'));
    expect(deployment.when(rejects('photo', 'floue'))).toEqual(['documentRejected']);
    expect(deployment.when(rejects('photo', 'floue'))).toEqual([]);
    expect(deployment.when(rejects('photo', 'mauvais site'))).toEqual(['documentRejected']);
  });
  it('sends a wrong collection back to sales with the reason, and is asked again once it is corrected', () => {
    const deployment = givenDeployment(...asked);
    const wrong: DeploymentCommand = { type: 'completeTask', taskId: deploymentTask('technical-validation'), input: { accepted: false, comment: 'adresse fausse' } };
    expect(deployment.events(wrong)).toMatchObject([{ type: 'taskCompleted' }, { type: 'salesCollectionRefused', reason: 'adresse fausse' }, { type: 'taskOpened' }]);
    expect(deployment.state()).toMatchObject({ phase: 'technical-validation', tasks: { open: { [deploymentTask('collection-correction')]: { owner: 'sales-engineer', context: { reason: 'adresse fausse' } } } } });
    // The refused one again, or in a history of before pushes corrected (D-26).
    expect(deployment.when({ type: 'collectionPushed', collection: answers['sales-collection'] })).toEqual(['callbackIgnored']);
    expect(deployment.when({ ...pushed, isAsBefore: true })).toEqual(['callbackIgnored']);
    expect(deployment.events(does('collection-correction'))).toMatchObject([{ type: 'taskCompleted' }, { type: 'salesCollectionReceived', collection: answers['collection-correction'], from: 'corrected' }, { type: 'taskOpened' }]);
    expect(deployment.state().collection).toEqual(answers['collection-correction']);
    expect(openSteps(deployment.state())).toEqual(['missing-documents', 'technical-validation']);
  });
  it('takes a push of JARVIS for the correction that sales are asked for, which is validated anew (D-26)', () => {
    const deployment = givenDeployment(...asked, { type: 'completeTask', taskId: deploymentTask('technical-validation'), input: { accepted: false, comment: 'adresse fausse' } });
    expect(deployment.events(pushed)).toMatchObject([
      { type: 'salesCollectionReceived', collection, from: 'jarvis' }, { type: 'taskWithdrawn', taskId: deploymentTask('collection-correction'), reason: 'collection-pushed' }, { type: 'taskOpened', task: { step: 'technical-validation' } },
    ]);
    expect(deployment.state().collection).toEqual(collection);
    expect(openSteps(deployment.state())).toEqual(['missing-documents', 'technical-validation']);
    expect(deployment.when({ ...pushed, collection: { ...collection, b2linktReference: 'B2L-8' } })).toEqual(['callbackIgnored']);
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
    expect(deployment.when(does('welcome-call'))).toEqual(['taskCompleted', 'meetingPlanned']);
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
