/** Pages of lists: an opaque cursor, `Link: rel="next"`. */
import { z } from 'zod';
import { refuse } from '../../domain/errors/codes.ts';
import { unsafeParts } from './body.ts';
import { fault } from './fields.ts';
import { problem } from './problem.ts';
import { basePath } from './route.ts';

/** The query parameters of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

/** @throws {Problem} `malformed-request` when the cursor is none of ours. */
export function readCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    // Whoever makes one himself sends what a body could not.
    if (unsafeParts(value).length === 0) return schema.parse(value);
  } catch {
    // As below.
  }
  throw problem(refuse('malformed-request'), { faults: [fault('query', ['cursor'], 'invalid-format', { format: 'cursor' })] });
}

/** The `Link` header to the next page, when this one is full. */
export function nextLink(path: string, query: Readonly<Record<string, unknown>>, page: readonly unknown[], limit: number, cursor: () => unknown): Record<string, string> {
  return page.length < limit ? {} : linkTo(path, query, cursor());
}

/** The `Link` header to the page that this cursor begins. */
export function linkTo(path: string, query: Readonly<Record<string, unknown>>, cursor: unknown): Record<string, string> {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && name !== 'cursor') parameters.set(name, String(value));
  parameters.set('cursor', Buffer.from(JSON.stringify(cursor)).toString('base64url'));
  return { link: `<${basePath}${path}?${parameters.toString()}>; rel="next"` };
}
