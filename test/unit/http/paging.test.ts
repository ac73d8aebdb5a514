/** Cursors come back from outside: what is none of ours is refused before anything is asked. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { readCursor } from '../../../api/http/paging.ts';

const place = z.object({ id: z.string() });
const encoded = (text: string): string => Buffer.from(text).toString('base64url');

it('a cursor is what was given out', () => {
  expect(readCursor(undefined, place)).toBeUndefined();
  expect(readCursor(encoded('{"id":"TCK-1"}'), place)).toEqual({ id: 'TCK-1' });
});

it.each(['', 'x', '%', encoded('{}'), encoded('{"id":1}'), encoded('null'), encoded('{"id":"a\\u0000"}'), encoded('{"id":"\\ud800"}'), encoded(`{"id":${'['.repeat(500)}${']'.repeat(500)}}`)])('%j is refused', (cursor) => {
  expect(() => readCursor(cursor, place)).toThrow(expect.objectContaining({ refusal: expect.objectContaining({ code: 'malformed-request' }) }));
});
