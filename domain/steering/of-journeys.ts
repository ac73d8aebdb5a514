/** The facts of any kind of journey (C-06), as its events are recorded or rebuilt. */
import type { JourneyEvent, JourneyModel, RecordedEvent } from '../journey/journey.ts';
import { journeyModels, type JourneyKind } from '../journey/kinds.ts';
import { deploymentFacts, siteFacts } from './deployment-facts.ts';
import type { Fact } from './facts.ts';
import { ticketFacts } from './ticket-facts.ts';

export interface DatedFact extends Fact {
  readonly atMs: number;
}

type FactsOf = (before: unknown, recorded: RecordedEvent, after: unknown) => Fact[];

/** Kinds that are not listed count for nothing: what they bring about is counted where it happens. */
const byKind: Readonly<Partial<Record<JourneyKind, FactsOf>>> = {
  deployment: deploymentFacts as FactsOf, site: siteFacts as FactsOf, ticket: ticketFacts as FactsOf,
};

/** @param before the state before the events; none for a new journey */
export function factsOf(kind: JourneyKind, before: unknown, events: readonly RecordedEvent[]): DatedFact[] {
  const facts = byKind[kind];
  if (!facts) return [];
  const model = journeyModels[kind] as unknown as JourneyModel<unknown, unknown, JourneyEvent>;
  const made: DatedFact[] = [];
  let state = before ?? model.initial;
  for (const recorded of events) {
    const after = model.evolve(state, recorded.event, recorded.atMs);
    made.push(...facts(state, recorded, after).map((one) => ({ ...one, atMs: recorded.atMs })));
    state = after;
  }
  return made;
}
