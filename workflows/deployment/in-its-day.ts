/** What a command of a deployment meant when its history was written (ADR 1). */
import { patched } from '@temporalio/workflow';
import { isCorrection } from '../../domain/deployment/correction.ts';
import type { DeploymentCommand, DeploymentState } from '../../domain/deployment/deployment.ts';
import { launchToRecall } from '../../domain/deployment/meetings.ts';
import { patches } from '../journey/patches.ts';

/** Where nothing would have been different, no marker is in the history. */
export function inItsDay(command: DeploymentCommand, state: DeploymentState, nowMs: number): DeploymentCommand {
  if (command.type === 'completeTask') {
    const isOther = launchToRecall(state, state.tasks.open[command.taskId]?.step, command.input, nowMs) !== null;
    return isOther && !patched(patches.heldLaunchRecalled) ? { ...command, isAsBefore: true } : command;
  }
  return command.type === 'collectionPushed' && isCorrection(state, command.collection) && !patched(patches.correctionPushed) ? { ...command, isAsBefore: true } : command;
}
