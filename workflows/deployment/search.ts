/** Moves the typed search attributes with the journey: one upsert per change of phase, of whose turn it is, or of being at risk. */
import { upsertSearchAttributes } from '@temporalio/workflow';
import { isAtRisk, type Jeopardies } from '../../domain/deployment/jeopardy.ts';
import type { TaskBook } from '../../domain/journey/task.ts';
import { searchAttributes } from './messages.ts';

interface Shown {
  readonly phase: string;
  readonly tasks: TaskBook<string>;
  readonly jeopardies: Jeopardies;
  readonly risk?: object | null;
}

/** A listener of journey changes, from what the start shows; each upsert costs one history event, so only news is sent. */
export function showPhase(phase: string, owner: string): (state: Shown) => void {
  let shown = { place: `${phase} ${owner}`, atRisk: false };
  return (state) => {
    const owner = Object.values(state.tasks.open)[0]?.owner ?? 'outside';
    const now = { place: `${state.phase} ${owner}`, atRisk: isAtRisk(state) };
    if (now.place === shown.place && now.atRisk === shown.atRisk) return;
    const isAtRiskNews = now.atRisk !== shown.atRisk;
    shown = now;
    upsertSearchAttributes([
      { key: searchAttributes.phase, value: state.phase }, { key: searchAttributes.owner, value: owner },
      ...(isAtRiskNews ? [{ key: searchAttributes.atRisk, value: now.atRisk }] : []),
    ]);
  };
}
