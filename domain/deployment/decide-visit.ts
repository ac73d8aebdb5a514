/** What the technician reports of his visit, and where it leads (D-11). */
import type { VisitReport } from './access.ts';
import { visitTask } from './decide-access.ts';
import { planAgain } from './decide-slot.ts';
import type { SiteEvent, SiteState } from './site.ts';
import { done } from './site-steps.ts';
import type { TaskInputs } from './steps.schema.ts';

export function visitReported({ intervention }: SiteState, given: TaskInputs['technical-visit']): SiteEvent {
  const { outcome } = given;
  const report: VisitReport = {
    key: intervention?.key ?? '', outcome, absent: outcome === 'no-show' ? given.absent : null,
    questionnaire: outcome === 'favourable' || outcome === 'works-needed' ? given.questionnaire : null,
  };
  return { type: 'visitReported', ...report };
}

/** Ref.Tech has it. Only a favourable visit ends the step; who did not come is given another slot; the rest is for the coordinator to decide. */
export function visitEnded(state: SiteState): SiteEvent[] {
  const outcome = state.reported?.outcome ?? (state.visit ? 'favourable' : null);
  switch (outcome) {
    case 'favourable': return done(state, 'technical-visit');
    case 'no-show': return planAgain(state, { why: 'no-show', reason: state.reported?.absent ?? null });
    case 'works-needed':
    case 'unfavourable': return [{ type: 'visitBlocked', block: outcome }, visitTask({ ...state, works: null }, outcome)];
    case null: return [];
  }
}
