/** Edits that overwrite nobody's: ETags out, `If-Match` in (RFC 9110, 13.1.1). */
import type { Request } from 'express';
import { refuse } from '../../domain/errors/codes.ts';
import { fault } from './fields.ts';
import { problem } from './problem.ts';

const header = 'If-Match';
const listOfEtags = /^(?:W\/)?"[\x21\x23-\x7e]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e]*")*$/;

/** The ETag of a version. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * Asks of an ETag whether the request's `If-Match` names it: strongly compared, `*` names any. Without the header every ETag does.
 * @throws {Problem} `version-required` when it is required and missing, `malformed-request` when it is no list of ETags.
 */
export function preconditionOf(request: Request, required: boolean): (etag: string) => boolean {
  const given = request.get(header)?.trim();
  if (given === undefined || given === '') {
    if (required) throw problem(refuse('version-required'));
    return () => true;
  }
  if (given === '*') return () => true;
  if (!listOfEtags.test(given)) throw problem(refuse('malformed-request'), { faults: [fault('header', [header], 'invalid-format', { format: '"ETag"' })] });
  const named = given.split(',').map((etag) => etag.trim());
  return (etag) => named.includes(etag);
}
