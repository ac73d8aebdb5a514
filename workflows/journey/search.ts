/** Moves the typed search attributes with a journey: one upsert per change of phase or of whose turn it is. */
import { upsertSearchAttributes } from '@temporalio/workflow';
import type { TaskBook } from '../../domain/journey/task.ts';
import { searchAttributes } from '../deployment/messages.ts';

/** A listener of changes of the phase alone, of what is nobody's turn or always the same person's. */
export function showPhase(): (state: { readonly phase: string }) => void {
  let shown = '';
  return ({ phase }) => {
    if (shown !== phase) upsertSearchAttributes([{ key: searchAttributes.phase, value: phase }]);
    shown = phase;
  };
}

/** A listener of changes; each upsert costs one history event, so only news is sent. @param nobody whose turn it is where no task is open */
export function showStep(nobody: string): (state: { readonly phase: string; readonly tasks: TaskBook<string> }) => void {
  let shown = '';
  return ({ phase, tasks }) => {
    const owner = Object.values(tasks.open)[0]?.owner ?? nobody;
    if (shown === `${phase} ${owner}`) return;
    shown = `${phase} ${owner}`;
    upsertSearchAttributes([{ key: searchAttributes.phase, value: phase }, { key: searchAttributes.owner, value: owner }]);
  };
}
