/** Multipart bodies: text fields and files, taken as they come, bounded in number, size and memory. */
import { createHash } from 'node:crypto';
import { Busboy, type BusboyFileStream, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { Request } from 'express';
import { z } from 'zod';
import { refuse } from '../../domain/errors/codes.ts';
import { unsafeParts } from './body.ts';
import { fault, type FieldFault } from './fields.ts';
import { problem, type Problem } from './problem.ts';

/** A file of a multipart body. */
export interface UploadedFile {
  /** As the sender calls it, without its path: personal data perhaps, and nothing to be trusted. */
  readonly fileName: string;
  readonly bytes: Buffer;
  /** Hexadecimal. */
  readonly sha256: string;
}

const fileNameMax = 255;

/** A file where a multipart body is declared. */
export const uploadedFile = z.custom<UploadedFile>(
  (value) => isUploadedFile(value) && value.fileName.length <= fileNameMax, `a file with a name of at most ${fileNameMax} characters`,
).meta({ type: 'string', format: 'binary' });

/** What one process keeps in memory at once is this many times the largest file, twice that for a moment when its last part has come. */
const uploadsAtOnceMax = 8;
let uploadsUnderWay = 0;

/**
 * Runs the whole of a request with a file, from its first byte to its answer, when few enough run.
 * @throws {Problem} `too-many-requests`.
 */
export async function amongFewUploads<T>(run: () => Promise<T>): Promise<T> {
  if (uploadsUnderWay >= uploadsAtOnceMax) throw problem(refuse('too-many-requests'));
  uploadsUnderWay += 1;
  try {
    return await run();
  } finally {
    uploadsUnderWay -= 1;
  }
}

const partsMax = 20;
const fieldMaxBytes = 10_000;
/** Boundaries, headers and text fields beside the file. */
const overheadMaxBytes = 64 * 1024;

export interface MultipartBody {
  /** The parts by name, as a schema checks them. */
  readonly value: Readonly<Record<string, string | UploadedFile>>;
  readonly faults: readonly FieldFault[];
}

/**
 * Reads a multipart body.
 * @throws {Problem} `unsupported-media-type`; `payload-too-large` when one file is; `malformed-request` when it breaks off or is no multipart.
 */
export async function multipartOf(request: Request, fileMaxBytes: number): Promise<MultipartBody> {
  const contentType = request.get('content-type') ?? '';
  if (!/^multipart\/form-data\s*;/i.test(contentType) || request.get('content-encoding') !== undefined) throw notMultipart();
  if (Number(request.get('content-length') ?? 0) > fileMaxBytes + overheadMaxBytes) throw tooLarge(fileMaxBytes);
  return await readParts(request, { ...request.headers, 'content-type': contentType }, fileMaxBytes);
}

/** The same body with each file as its name and digest: what tells one request from another. */
export function withoutBytes(value: MultipartBody['value']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, isUploadedFile(part) ? { fileName: part.fileName, sha256: part.sha256 } : part]));
}

function readParts(request: Request, headers: BusboyHeaders, fileMaxBytes: number): Promise<MultipartBody> {
  const parts = new Map<string, string | UploadedFile>();
  const faults: FieldFault[] = [];
  let files = 0;
  const keep = (name: string | undefined, part: string | UploadedFile): void => {
    if (name === undefined) faults.push(fault('body', [], 'invalid', { reason: 'a part without a name' }));
    else if (parts.has(name)) faults.push(fault('body', [name], 'invalid', { reason: 'given twice' }));
    else parts.set(name, part);
  };
  return new Promise((resolve, reject) => {
    const parser = parserOf(headers, fileMaxBytes);
    const fail = (failure: Problem): void => {
      // The rest is read and thrown away, so that the sender hears the answer.
      request.unpipe(parser);
      request.resume();
      reject(failure);
    };
    parser.on('field', (name, value, _nameTruncated, truncated) => {
      if (truncated) faults.push(fault('body', [name], 'too-big', { maximum: fieldMaxBytes }));
      keep(name, value);
    });
    parser.on('file', (name, stream, fileName: string | undefined) => {
      files += 1;
      const isFirst = files === 1;
      takeFile(stream, isFirst, (bytes, sha256) => {
        // A file input that was left empty is sent as nothing without a name.
        if (bytes.length > 0 || (fileName ?? '') !== '' || !isFirst) keep(name, { fileName: fileName ?? '', bytes, sha256 });
      });
      stream.on('limit', () => { fail(tooLarge(fileMaxBytes)); });
      stream.on('error', (error: Error) => { fail(brokenOff(error)); });
    });
    parser.on('partsLimit', () => { fail(problem(refuse('malformed-request'), { faults: [fault('body', [], 'too-big', { maximum: partsMax })] })); });
    parser.on('error', (error) => { fail(brokenOff(error)); });
    parser.on('finish', () => {
      const value = Object.fromEntries(parts);
      const texts = Object.fromEntries([...parts].map(([name, part]) => [name, typeof part === 'string' ? part : part.fileName]));
      resolve({ value, faults: [...faults, ...unsafeParts(texts)] });
    });
    request.on('close', () => { if (!request.complete) fail(brokenOff()); });
    request.pipe(parser);
  });
}

/** What comes after the first file is thrown away, for no route takes two; its name is kept and refused by the schema. */
function takeFile(stream: BusboyFileStream, isFirst: boolean, taken: (bytes: Buffer, sha256: string) => void): void {
  const chunks: Buffer[] = [];
  const hash = createHash('sha256');
  stream.on('data', (chunk: Buffer) => {
    if (!isFirst) return;
    chunks.push(chunk);
    hash.update(chunk);
  });
  stream.on('end', () => { taken(Buffer.concat(chunks), hash.digest('hex')); });
}

function parserOf(headers: BusboyHeaders, fileMaxBytes: number): BusboyInstance {
  try {
    return new Busboy({ headers, limits: { fileSize: fileMaxBytes, fieldSize: fieldMaxBytes, parts: partsMax, headerPairs: 20, headerSize: 8 * 1024 } });
  } catch {
    // Without a boundary.
    throw notMultipart();
  }
}

function isUploadedFile(value: unknown): value is UploadedFile {
  return typeof value === 'object' && value !== null && 'bytes' in value && Buffer.isBuffer(value.bytes);
}

function notMultipart(): Problem {
  return problem(refuse('unsupported-media-type', { expected: 'multipart/form-data; boundary=…' }));
}

function tooLarge(fileMaxBytes: number): Problem {
  return problem(refuse('payload-too-large', { limit: `${fileMaxBytes / 1024 / 1024} MiB` }));
}

function brokenOff(cause?: unknown): Problem {
  return problem(refuse('malformed-request'), { faults: [fault('body', [], 'invalid', { reason: 'no whole multipart body' })], cause });
}
