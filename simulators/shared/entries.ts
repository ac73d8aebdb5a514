/** What a simulator's journal is made of; a transaction is a list of these. */
import type { Faults } from './faults.ts';

/** What became of a call: carried out, answered from memory, refused as a real one would, or failed by the fault mode. */
export type CallOutcome = 'done' | 'replayed' | 'refused' | 'faulted';

/** Something that happened to a subject (an order, a subscription). */
export interface SubjectFact {
  subject: string;
  atMs: number;
}

/** A callback to be sent. `isFinal`: none can follow it for its subject. */
export interface NewCallback {
  subject: string;
  payload: { type: string };
  isFinal: boolean;
}

export interface RememberedAnswer {
  /** Operation and Idempotency-Key. */
  key: string;
  /** Digest of path and body. */
  digest: string;
  status: number;
  body: unknown;
}

export type Entry<Fact extends SubjectFact> =
  | { kind: 'call'; subject: string; operation: string; outcome: CallOutcome; status: number; isAnswerSpoiled: boolean; atMs: number }
  | { kind: 'fact'; fact: Fact }
  | { kind: 'answer'; answer: RememberedAnswer }
  | { kind: 'callback'; id: string; callback: NewCallback; atMs: number }
  | { kind: 'callback-withdrawn'; subject: string }
  | { kind: 'callback-lost'; id: string; atMs: number }
  | { kind: 'callback-attempt'; id: string; isTaken: boolean; status: number | null; atMs: number; copiesWanted: number; nextAttemptAtMs: number }
  | { kind: 'faults'; faults: Faults }
  | { kind: 'reset' };
