/** Bodies coming in: read within a limit, taken for JSON only when they are, and kept from what PostgreSQL could not store. */
import { isUtf8 } from 'node:buffer';
import express, { type Request, type Response } from 'express';
import { refuse } from '../../domain/errors/codes.ts';
import { fault, type FieldFault } from './fields.ts';
import { problem } from './problem.ts';

const bodyMaxBytes = 1024 * 1024;
/** Far more than any of our schemas, far less than what exhausts a stack. */
const depthMax = 64;

const readRaw = express.raw({ type: () => true, limit: bodyMaxBytes });

/**
 * The bytes of the body; empty when there is none.
 * @throws {Problem} `payload-too-large` above 1 MiB, also unpacked; `unsupported-media-type` for a content encoding we don't know.
 */
export async function rawBodyOf(request: Request, response: Response): Promise<Buffer> {
  await new Promise<void>((resolve, reject) => {
    readRaw(request, response, (error?: Error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
  });
  const body: unknown = request.body;
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

/** What reading a body fails with, by the `type` that body-parser gives its errors. */
export function bodyProblem(error: { readonly type?: unknown }): ReturnType<typeof problem> | undefined {
  switch (error.type) {
    case 'entity.too.large': return problem(refuse('payload-too-large', { limit: `${bodyMaxBytes / 1024 / 1024} MiB` }), { cause: error });
    case 'encoding.unsupported': return problem(refuse('unsupported-media-type', { expected: 'Content-Encoding: gzip, deflate, br, identity' }), { cause: error });
    default: return undefined;
  }
}

/**
 * The JSON value of a body, or undefined when it is empty.
 * @throws {Problem} `unsupported-media-type`, or `malformed-request` with a pointer to each fault.
 */
export function jsonOf(request: Request, raw: Buffer): unknown {
  if (raw.length === 0) return undefined;
  if (!isJson(request.get('content-type'))) throw problem(refuse('unsupported-media-type', { expected: 'application/json' }));
  const value = parse(raw);
  const faults = unsafeParts(value);
  if (faults.length > 0) throw problem(refuse('malformed-request'), { faults });
  return value;
}

function isJson(contentType: string | undefined): boolean {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';').map((part) => part.trim());
  return /^application\/([\w.-]+\+)?json$/.test(type) && parameters.every((parameter) => !parameter.startsWith('charset=') || /^charset="?utf-?8"?$/.test(parameter));
}

function parse(raw: Buffer): unknown {
  try {
    if (isUtf8(raw)) return JSON.parse(raw.toString('utf8')) as unknown;
  } catch {
    // Not JSON, as below.
  }
  throw problem(refuse('malformed-request'), { faults: [fault('body', [], 'invalid-json')] });
}

/** NUL, which PostgreSQL stores nowhere, and halves of a surrogate pair, which jsonb refuses. */
const forbiddenCharacter = /\0|\p{Surrogate}/u;

export function hasForbiddenCharacter(text: string): boolean {
  return forbiddenCharacter.test(text);
}

/** What no schema would catch in a value that came from outside. An own stack, for depth must not be able to exhaust ours. */
export function unsafeParts(root: unknown): FieldFault[] {
  const faults: FieldFault[] = [];
  const open: { value: unknown; path: readonly string[] }[] = [{ value: root, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'string') {
      if (hasForbiddenCharacter(value)) faults.push(fault('body', path, 'forbidden-character'));
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) faults.push(fault('body', path, 'too-big', { maximum: String(Number.MAX_VALUE) }));
    } else if (typeof value === 'object' && value !== null) {
      if (path.length >= depthMax) return [fault('body', path, 'too-deep', { maximum: depthMax })];
      for (const [key, part] of Object.entries(value)) {
        if (key === '__proto__') faults.push(fault('body', [...path, key], 'unknown-field'));
        else if (hasForbiddenCharacter(key)) faults.push(fault('body', path, 'forbidden-character'));
        else if (typeof part !== 'boolean') open.push({ value: part, path: [...path, key] });
      }
    }
  }
  return faults.reverse();
}
