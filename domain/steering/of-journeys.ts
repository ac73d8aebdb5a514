/** The facts of any kind of journey (C-06), as its events are recorded or rebuilt. */
import type { RecordedEvent, Transition } from '../journey/journey.ts';
import type { JourneyKind } from '../journey/kinds.ts';
import { complaintFacts } from './complaint-facts.ts';
import { deploymentFacts, siteFacts } from './deployment-facts.ts';
import type { Fact } from './facts.ts';
import { orderFacts } from './sales-facts.ts';
import { terminationFacts } from './termination-facts.ts';
import { ticketFacts } from './ticket-facts.ts';

export interface DatedFact extends Fact {
  readonly atMs: number;
}

type FactsOf = (before: unknown, recorded: RecordedEvent, after: unknown) => Fact[];

/** Kinds that are not listed count for nothing: what they bring about is counted where it happens. */
const byKind: Readonly<Partial<Record<JourneyKind, FactsOf>>> = {
  deployment: deploymentFacts as FactsOf, site: siteFacts as FactsOf, ticket: ticketFacts as FactsOf, termination: terminationFacts as FactsOf, complaint: complaintFacts as FactsOf, order: orderFacts as FactsOf,
};

/** What happened to a journey of some kind. */
export type Happened = readonly Transition<unknown, RecordedEvent>[];

export function factsOf(kind: JourneyKind, happened: Happened): DatedFact[] {
  const facts = byKind[kind];
  return facts ? happened.flatMap(({ before, recorded, after }) => facts(before, recorded, after).map((one) => ({ ...one, atMs: recorded.atMs }))) : [];
}
