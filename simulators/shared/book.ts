/** The simulator's own record of everything it was asked and did, per subject: what tests and chaos runs compare with ours. */
import type { Entry, SubjectFact } from './entries.ts';

/** Calls of one operation. `asked` is their sum; `spoiled` are those whose answer the fault mode kept from the caller. */
export interface CallCounts { asked: number; done: number; replayed: number; refused: number; faulted: number; spoiled: number }

export interface SubjectRecord<Fact> {
  calls: Record<string, CallCounts>;
  facts: Fact[];
}

export interface Book<Fact extends SubjectFact> {
  apply(entry: Entry<Fact>): void;
  totals(): Record<string, CallCounts>;
  subjects(): Map<string, SubjectRecord<Fact>>;
}

export function createBook<Fact extends SubjectFact>(): Book<Fact> {
  let totals: Record<string, CallCounts> = {};
  const subjects = new Map<string, SubjectRecord<Fact>>();

  function record(subject: string): SubjectRecord<Fact> {
    const known = subjects.get(subject) ?? { calls: {}, facts: [] };
    subjects.set(subject, known);
    return known;
  }

  return {
    apply(entry) {
      if (entry.kind === 'call') {
        count(totals, entry);
        count(record(entry.subject).calls, entry);
      } else if (entry.kind === 'fact') {
        record(entry.fact.subject).facts.push(entry.fact);
      } else if (entry.kind === 'reset') {
        totals = {};
        subjects.clear();
      }
    },
    totals: () => totals,
    subjects: () => subjects,
  };
}

function count(counts: Record<string, CallCounts>, call: Extract<Entry<SubjectFact>, { kind: 'call' }>): void {
  const own = (counts[call.operation] ??= { asked: 0, done: 0, replayed: 0, refused: 0, faulted: 0, spoiled: 0 });
  own.asked += 1;
  own[call.outcome] += 1;
  if (call.isAnswerSpoiled) own.spoiled += 1;
}
