/** Faults of fields: what was said wrong is told from what was not said. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { faultsOf } from '../../../api/http/fields.ts';

const asked = z.object({ kinds: z.string().transform((said) => said.split(',')).pipe(z.array(z.enum(['a', 'b']))), one: z.strictObject({ left: z.string() }) });
const faultsIn = (query: unknown) => faultsOf('query', asked.safeParse(query).error?.issues ?? [], query).map(({ pointer, code }) => `${pointer} ${code}`);

it('a word of a list that is none of those allowed is not called missing', () => {
  expect(faultsIn({ kinds: 'a,c', one: { left: 'x' } })).toEqual(['/kinds/1 not-allowed']);
  expect(faultsIn({ one: {} })).toEqual(['/kinds required', '/one/left required']);
});
