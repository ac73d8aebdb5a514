/** How a complaint, its answer and a disagreement are put into words is checked by the policy before anything is kept (S-08). */
import type { Pool } from 'pg';
import { currentPolicies } from '../../db/policy/store.ts';
import { judgementsIn } from '../../domain/complaint/wording.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { problem } from '../http/problem.ts';

/** @param pointer of the text. @throws {Problem} `S-08.comment-length`; `S-08.judgement-words`, unless whoever wrote them stands by them. */
export async function demandWording(pool: Pool, text: string, { isConfirmed, pointer }: { readonly isConfirmed: boolean; readonly pointer: string }): Promise<void> {
  const { values: { sales: { complaints: { comment: { minLength: min, maxLength: max, judgementWords } } } } } = await currentPolicies(pool, ['sales']);
  if (text.length < min || text.length > max) throw problem(refuse('S-08.comment-length', { min, max }, pointer));
  const words = judgementsIn(text, judgementWords);
  if (words.length > 0 && !isConfirmed) throw problem(refuse('S-08.judgement-words', { words: words.map((word) => word.replace('*', '…')).join(', ') }, pointer));
}
