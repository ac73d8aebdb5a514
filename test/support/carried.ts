/** A deployment that begins in its middle: decided by the rules, recorded at once, and carried into the engine as a continue-as-new carries it. */
import { record } from '../../db/journey/record.ts';
import type { DeploymentCommand, DeploymentEvent, DeploymentPhase, DeploymentState, Launch } from '../../domain/deployment/deployment.ts';
import { deploymentModel } from '../../domain/deployment/evolve.ts';
import { deploymentSteps, type DeploymentStep } from '../../domain/deployment/steps.ts';
import { requiredDocuments } from '../../domain/documents/matrix.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import { v7 as uuidv7 } from 'uuid';
import { deploymentWorkflowType, type DeploymentStart } from '../../workflows/deployment/messages.ts';
import { taskQueues, workflowIdOf } from '../../workflows/journey/messages.ts';
import { answers } from './answers.ts';
import type { House } from './house.ts';

/** Launches it in this phase: what comes before happened in no time, and nothing outside was called for it. */
export async function launchAt({ pool, client }: House, launch: Launch, at: DeploymentPhase, isTechnicallyCollected: boolean): Promise<void> {
  const journeyId = launch.deploymentId;
  const { state, events } = playRules(launch, at, isTechnicallyCollected);
  await record(pool, { journeyId, kind: 'deployment', events });
  const start: DeploymentStart = { journeyId, carried: { state, lastNumber: events.length, answered: [] } };
  await client.workflow.start(deploymentWorkflowType, { workflowId: workflowIdOf(journeyId), taskQueue: taskQueues.journeys, args: [start] });
}

function playRules(launch: Launch, at: DeploymentPhase, isTechnicallyCollected: boolean): { state: DeploymentState; events: RecordedEvent<DeploymentEvent>[] } {
  const atMs = Date.now();
  const events: RecordedEvent<DeploymentEvent>[] = [];
  let state = deploymentModel.initial;
  const act = (command: DeploymentCommand): void => {
    const decision = deploymentModel.decide(state, command, atMs);
    if (!decision.accepted) throw new Error(`${command.type} was refused: ${decision.refusal.code}`);
    for (const event of decision.events) {
      state = deploymentModel.evolve(state, event, atMs);
      const number = events.length + 1;
      events.push({ number, event, atMs, meta: { actor: 'test', channel: 'api', commandId: `${launch.deploymentId}-${number}` } });
    }
  };
  act({ type: 'launch', launch });
  while (state.phase !== at) {
    const phase = state.phase as DeploymentStep;
    if (!deploymentSteps.includes(phase)) throw new Error(`${at} was passed by`);
    if (phase === 'technical-validation') documentsOf(launch).forEach(act);
    const task = Object.values(state.tasks.open).find(({ step }) => step === phase || step === 'sales-collection' || (step === 'technical-collection' && isTechnicallyCollected));
    const { made, told } = state.assignments;
    if (task) act({ type: 'completeTask', taskId: task.id, input: answers[task.step] });
    else act(told < made ? { type: 'assignmentTold', ordinal: made, how: 'went-through' } : { type: 'stepDone', step: phase });
  }
  return { state, events };
}

function documentsOf({ order, market }: Launch): DeploymentCommand[] {
  return requiredDocuments({ ...order, market }).flatMap((kind): DeploymentCommand[] => {
    const id = uuidv7();
    return [
      { type: 'addDocument', document: { id, kind, digest: '0'.repeat(64), sizeBytes: 1_000, mediaType: 'application/pdf' } },
      { type: 'acceptDocument', documentId: id },
    ];
  });
}
