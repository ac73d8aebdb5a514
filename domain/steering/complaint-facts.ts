/** What counts of a complaint (C-06): what was complained of, how soon and whether in time it was answered, what was given (S-08). */
import { openingOf, type ComplaintEvent, type ComplaintState } from '../complaint/complaint.ts';
import { answerDueAtMs } from '../complaint/progress.ts';
import type { RecordedEvent } from '../journey/journey.ts';
import { fact, personOf, secondsBetween, type Fact } from './facts.ts';

export function complaintFacts(before: ComplaintState, { event, atMs, meta }: RecordedEvent<ComplaintEvent>, after: ComplaintState): Fact[] {
  const { subject, centre } = openingOf(after);
  const by = { person: personOf(meta), team: null, centre: centre ?? null };
  switch (event.type) {
    case 'complaintOpened':
      return [fact('complaint-opened', by, { detail: subject })];
    case 'complaintAnswered':
      return [fact('complaint-answered', by, { total: secondsBetween(before.askedAtMs, atMs) }), fact('complaint-in-time', by, { total: atMs <= (answerDueAtMs(before) ?? atMs) ? 1 : 0 })];
    case 'complaintSettled':
      return [fact('complaint-settled', by, { detail: event.outcome })];
    case 'gestureGranted':
      return [fact('gesture', by)];
    default:
      return [];
  }
}
