/** How a complaint, its answer and a disagreement, and what a discovery notes, are put into words is checked by the policy before anything is kept (S-08, S-09). */
import type { Pool } from 'pg';
import { currentPolicies } from '../../db/policy/store.ts';
import { judgementsIn } from '../../domain/complaint/wording.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { problem } from '../http/problem.ts';

/** @param pointer of the text. @throws {Problem} `S-08.comment-length`; `S-08.judgement-words`, unless whoever wrote them stands by them. */
export async function demandWording(pool: Pool, text: string, { isConfirmed, pointer }: { readonly isConfirmed: boolean; readonly pointer: string }): Promise<void> {
  const { values: { sales: { complaints: { comment: { minLength: min, maxLength: max, judgementWords } } } } } = await currentPolicies(pool, ['sales']);
  if (text.length < min || text.length > max) throw problem(refuse('S-08.comment-length', { min, max }, pointer));
  const words = judgements(text, judgementWords);
  if (words !== null && !isConfirmed) throw problem(refuse('S-08.judgement-words', { words }, pointer));
}

/** Facts that the customer may read are objective (S-09). @throws {Problem} `S-09.not-objective` */
export function demandObjective(facts: readonly string[], judgementWords: readonly string[]): void {
  for (const [index, fact] of facts.entries()) {
    const words = judgements(fact, judgementWords);
    if (words !== null) throw problem(refuse('S-09.not-objective', { words }, `/facts/${index}`));
  }
}

/** As a reader is shown them; null where there are none. */
function judgements(text: string, judgementWords: readonly string[]): string | null {
  return judgementsIn(text, judgementWords).map((word) => word.replace('*', '…')).join(', ') || null;
}
