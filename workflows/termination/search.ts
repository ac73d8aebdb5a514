/** Moves the typed search attributes with the termination: one upsert per change of phase or of whose turn it is. */
import { upsertSearchAttributes } from '@temporalio/workflow';
import type { TerminationState } from '../../domain/termination/termination.ts';
import { searchAttributes } from '../deployment/messages.ts';

/** A listener of changes; each upsert costs one history event, so only news is sent. */
export function showTermination(): (state: TerminationState) => void {
  let shown = '';
  return ({ phase, tasks }) => {
    const owner = Object.values(tasks.open)[0]?.owner ?? 'outside';
    if (shown === `${phase} ${owner}`) return;
    shown = `${phase} ${owner}`;
    upsertSearchAttributes([{ key: searchAttributes.phase, value: phase }, { key: searchAttributes.owner, value: owner }]);
  };
}
