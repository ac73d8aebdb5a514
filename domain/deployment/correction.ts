/** A collection that the coordinator has refused, corrected by a push of JARVIS (D-04, D-26). */
import type { DeploymentEvent, DeploymentState } from './deployment.ts';
import { launchOf, taskOf } from './deployment-steps.ts';
import type { TaskInputs } from './steps.schema.ts';

const corrections = ({ tasks }: Pick<DeploymentState, 'tasks'>): string[] => Object.values(tasks.open).filter(({ step }) => step === 'collection-correction').map(({ id }) => id);

/** Whether sales are asked for it, and it is not the refused one again. */
export function isCorrection(state: Pick<DeploymentState, 'tasks' | 'collection'>, pushed: TaskInputs['sales-collection']): boolean {
  return corrections(state).length > 0 && written(pushed) !== written(state.collection);
}

/** As if it were typed in: it is validated anew. */
export function correctionPushed(state: DeploymentState, collection: TaskInputs['sales-collection']): DeploymentEvent[] {
  return [
    { type: 'salesCollectionReceived', collection, from: 'jarvis' }, ...corrections(state).map((taskId) => ({ type: 'taskWithdrawn', taskId, reason: 'collection-pushed' } as const)),
    taskOf(state, launchOf(state), 'technical-validation'),
  ];
}

function written(collection: object | null): string {
  return JSON.stringify(Object.entries(collection ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
