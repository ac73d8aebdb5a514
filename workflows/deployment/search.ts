/** Moves the typed search attributes with the journey: one upsert per change of phase or of whose turn it is. */
import { upsertSearchAttributes } from '@temporalio/workflow';
import type { TaskBook } from '../../domain/journey/task.ts';
import { searchAttributes } from './messages.ts';

interface Shown {
  readonly phase: string;
  readonly tasks: TaskBook<string>;
}

/** A listener of journey changes, from what the start shows; each upsert costs one history event, so only news is sent. */
export function showPhase(phase: string, owner: string): (state: Shown) => void {
  let shown = `${phase} ${owner}`;
  return (state) => {
    const owner = Object.values(state.tasks.open)[0]?.owner ?? 'outside';
    const now = `${state.phase} ${owner}`;
    if (now === shown) return;
    shown = now;
    upsertSearchAttributes([{ key: searchAttributes.phase, value: state.phase }, { key: searchAttributes.owner, value: owner }]);
  };
}
