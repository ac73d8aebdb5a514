/** Names in a query, with commas between, each of a closed list. */
import { z } from 'zod';

/** Absent: all. The document says by a pattern what the list says here, for it takes a query as the text that it is. */
export function namesOf<const Names extends readonly [string, ...string[]]>(names: Names) {
  const one = `(?:${names.join('|')})`;
  return z.string().max(2_000).transform((said) => said.split(',')).pipe(z.array(z.enum(names)).min(1).max(names.length)).optional()
    .meta({ description: `Names with commas between; absent: all. ${names.join(', ')}`, pattern: `^${one}(?:,${one}){0,${names.length - 1}}$` });
}
