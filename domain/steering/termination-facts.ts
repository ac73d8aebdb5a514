/** What counts of a termination (C-06): what was asked for, won back, and left, for whoever registered or decided it. */
import type { RecordedEvent } from '../journey/journey.ts';
import type { TerminationEvent, TerminationState } from '../termination/termination.ts';
import { openingOf } from '../termination/termination.ts';
import { fact, personOf, type Fact } from './facts.ts';

export function terminationFacts(_before: TerminationState, { event, meta }: RecordedEvent<TerminationEvent>, after: TerminationState): Fact[] {
  const { origin, centre, receivedOn } = openingOf(after);
  const by = { person: personOf(meta), team: null, centre: centre ?? null };
  switch (event.type) {
    case 'terminationOpened':
      return [fact('termination-requested', by, { detail: origin })];
    case 'winBackEnded':
      return [fact('win-back', by, { detail: event.how }), fact('won-back', by, { total: event.how === 'kept' ? 1 : 0 })];
    case 'servicesEnded': {
      const left = fact('service-left', by, { detail: reasonOf(after), n: event.services.length });
      // A move or a change goes when the new service comes: that says nothing of how long a customer was bound.
      return origin === 'customer' ? [left, fact('left', by, { total: secondsBetweenDates(receivedOn, event.endedOn) })] : [left];
    }
    case 'terminationEnded':
      return [fact('termination-ended', by, { detail: event.outcome })];
    default:
      return [];
  }
}

/** Why he left: for a move, for a change of offer, for a reason that no fee is due for, or of his own accord. */
function reasonOf(state: TerminationState): string {
  const { origin } = openingOf(state);
  return origin === 'customer' ? state.exemption ?? 'customer' : origin;
}

const daySeconds = 86_400;

/** Of ISO dates, whole days; less than nothing is none: the last day may be entered as of the receipt. */
function secondsBetweenDates(from: string, until: string): number {
  return Math.max(0, Math.round((Date.parse(until) - Date.parse(from)) / 1_000 / daySeconds)) * daySeconds;
}
