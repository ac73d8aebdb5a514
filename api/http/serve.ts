/** One route at work: guard, read, check, remember, handle, answer. In this order, for every route. */
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { refuse } from '../../domain/errors/codes.ts';
import type { SignatureVerifier } from '../callbacks/signature.ts';
import type { Verifier } from '../sign-in/verify.ts';
import { hasForbiddenCharacter, jsonOf, rawBodyOf } from './body.ts';
import { preconditionOf } from './conditional.ts';
import { contextOf, type RequestContext } from './context.ts';
import { isOurBug, problemOf } from './failures.ts';
import { fault, faultsOf, type FieldFault, type Place } from './fields.ts';
import { admit, admitCallback, type Admission, type HoldingsOf } from './guard.ts';
import { digestOf, idempotencyKeyOf, once, withIdempotency, type KeyedAttempt } from './idempotency.ts';
import { amongFewUploads, multipartOf, withoutBytes } from './multipart.ts';
import { noLimits, type Limits } from './rate-limit.ts';
import { Problem, problem, renderProblem, type Stream, type WireAnswer } from './problem.ts';
import { eventStream } from './event-stream.ts';
import { isForPersons, type Answer, type CallbackSender, type ReceivedCallback, type Route } from './route.ts';

/** What the routes are served with. */
export interface Frame {
  readonly pool: Pool;
  readonly verify: Verifier;
  /** Read for each request, and kept for none after it. */
  readonly holdingsOf: HoldingsOf;
  readonly limits: Limits;
  /** The same for those who follow a stream: each is asked for again and again while it lasts. */
  readonly followersHoldingsOf: HoldingsOf;
  readonly verifyCallback: Readonly<Record<CallbackSender, SignatureVerifier>>;
  readonly logger: Logger;
  readonly nowMs: () => number;
  /** Of one file of a multipart body. */
  readonly uploadMaxBytes: number;
}

interface Input {
  readonly matches: (etag: string) => boolean;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

type Visitor = { readonly admission: Admission | undefined; readonly callback: ReceivedCallback | undefined; readonly rawBody: Buffer | undefined };

const guarded = new WeakSet<RequestHandler>();

/** Whether a handler found in the Express router was made here, so that its route's guard stands before it. */
export function isGuarded(handler: RequestHandler): boolean {
  return guarded.has(handler);
}

/** The Express handler of a route; it answers every request, whatever is thrown. */
export function serve(route: Route, frame: Frame): RequestHandler {
  const handler: RequestHandler = async (request, response) => {
    const context = contextOf(request);
    context.route = route;
    const answer = await answerTo(route, request, response, frame);
    if (answer.stream === undefined) send(response, answer);
    else await streamTo(route, request, response, answer, answer.stream, frame);
  };
  guarded.add(handler);
  return handler;
}

async function answerTo(route: Route, request: Request, response: Response, frame: Frame): Promise<WireAnswer> {
  try {
    const visitor = await receive(route, request, response, frame);
    const answer = (): Promise<WireAnswer> => answerVisitor(route, request, response, visitor, frame);
    return await (route.multipart ? amongFewUploads(answer) : answer());
  } catch (thrown) {
    return answerFailure(thrown, false, request, frame.logger);
  }
}

async function answerVisitor(route: Route, request: Request, response: Response, visitor: Visitor, frame: Frame): Promise<WireAnswer> {
  const { input, asked } = await read(route, request, response, visitor, frame);
  const run = (attempt: KeyedAttempt): Promise<WireAnswer> => handle(route, request, visitor, input, attempt, frame);
  const key = route.idempotent ? idempotencyKeyOf(request) : undefined;
  if (key === undefined || visitor.admission === undefined) return await run({ commandId: uuidv7(), allocate: once((make) => make()) });
  const keyed = { principal: visitor.admission.principal.subject, route: `${route.method} ${route.path}`, key, digest: digestOf(asked) };
  return await withIdempotency(frame.pool, keyed, run, (error) => frame.logger.warn({ fault: loggable(error), ...ids(request) }, 'key not released'));
}

/** Nothing of a body is read before the person is known; a callback is known by its body. */
async function receive({ guard }: Route, request: Request, response: Response, frame: Frame): Promise<Visitor> {
  if (isForPersons(guard)) return { admission: await admit(guard, request, frame), callback: undefined, rawBody: undefined };
  if (guard === 'public') {
    frame.limits.stranger(request);
    return { admission: undefined, callback: undefined, rawBody: undefined };
  }
  const rawBody = await rawBodyOf(request, response);
  const sender = guard.callbackFrom;
  return { admission: undefined, callback: admitCallback(sender, request, rawBody, frame.verifyCallback[sender], frame), rawBody };
}

/** Parses everything and refuses with all faults at once; `asked` is what the caller sent, before defaults, a file by its digest. */
async function read(route: Route, request: Request, response: Response, visitor: Visitor, { uploadMaxBytes }: Frame): Promise<{ input: Input; asked: unknown }> {
  const matches = preconditionOf(request, route.conditional);
  const faults: FieldFault[] = [];
  const check = (place: Place, schema: z.ZodType, value: unknown): unknown => {
    const result = schema.safeParse(value);
    if (!result.success) faults.push(...faultsOf(place, result.error.issues, value));
    return result.data;
  };
  faults.push(...unstorable('path', request.params), ...unstorable('query', request.query));
  const params = check('path', route.params, request.params);
  const query = check('query', route.query, { ...request.query });
  let given: unknown;
  let body: unknown;
  if (route.multipart && route.body !== undefined) {
    const multipart = await multipartOf(request, uploadMaxBytes);
    faults.push(...multipart.faults);
    given = withoutBytes(multipart.value);
    body = check('body', route.body, multipart.value);
  } else if (visitor.callback === undefined && request.method !== 'GET' && request.method !== 'HEAD') {
    given = jsonOf(request, await rawBodyOf(request, response));
    if (route.body !== undefined) body = check('body', route.body, given);
    else faults.push(...unexpected(given));
  }
  if (faults.length > 0) throw problem(refuse('malformed-request'), { faults });
  return { input: { params, query, body, matches }, asked: { params: request.params, query: request.query, body: given } };
}

function unstorable(place: Place, values: Readonly<Record<string, unknown>>): FieldFault[] {
  return Object.entries(values).flatMap(([name, value]) =>
    [name, ...(Array.isArray(value) ? value as unknown[] : [value])].some((text) => typeof text === 'string' && hasForbiddenCharacter(text)) ? [fault(place, [name], 'forbidden-character')] : []);
}

/** A route that takes no body takes an empty object too: many clients always send one. */
function unexpected(body: unknown): FieldFault[] {
  if (body === undefined) return [];
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [fault('body', [], 'wrong-type', { expected: 'object' })];
  return Object.keys(body).map((key) => fault('body', [key], 'unknown-field'));
}

async function handle(route: Route, request: Request, visitor: Visitor, input: Input, attempt: KeyedAttempt, { logger }: Frame): Promise<WireAnswer> {
  const { requestId, traceId, language, channel } = contextOf(request);
  try {
    const answer = await route.handle({
      ...input, ...attempt, requestId, traceId, language,
      sentFrom: { address: request.ip ?? null, userAgent: request.get('user-agent')?.slice(0, 300) ?? null },
      principal: visitor.admission?.principal,
      scope: visitor.admission?.scope,
      callback: visitor.callback,
      channel: visitor.callback === undefined ? channel : 'callback',
      noteBug: (thrown) => logBug(problemOf(thrown, false), request, logger),
    });
    return answer instanceof Problem ? answerFailure(answer, false, request, logger) : render(answer);
  } catch (thrown) {
    return answerFailure(thrown, isCommand(route), request, logger);
  }
}

function isCommand(route: Route): boolean {
  return route.idempotent || (route.method !== 'GET' && route.method !== 'POST');
}

async function streamTo({ guard }: Route, request: Request, response: Response, { status, headers }: WireAnswer, tell: Stream, frame: Frame): Promise<void> {
  if (!isForPersons(guard)) throw new Error('a stream is for persons');
  try {
    const events = eventStream(request, response, status, headers, () => admit(guard, request, { ...frame, limits: noLimits, holdingsOf: frame.followersHoldingsOf }));
    if (events) await tell(events);
  } catch (thrown) {
    // It has begun: that it ends is all that can be said.
    answerFailure(thrown, false, request, frame.logger);
    response.destroy();
  }
}

function render({ status, headers = {}, body, bytes, stream }: Answer): WireAnswer {
  if (stream !== undefined) return { status, headers, body: undefined, stream };
  if (bytes !== undefined) return { status, headers, body: undefined, bytes };
  if (body === undefined) return { status, headers, body: undefined };
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: JSON.stringify(body) };
}

/** Renders whatever was thrown; what is ours is logged, with the ids that the answer carries. */
export function answerFailure(thrown: unknown, commandBegun: boolean, request: Request, logger: Logger): WireAnswer {
  const failure = problemOf(thrown, commandBegun);
  const { language, traceId } = contextOf(request);
  if (!logBug(failure, request, logger) && failure.cause instanceof Error) logger.warn({ code: failure.refusal.code, reason: failure.cause.message, ...ids(request) }, 'refused');
  return renderProblem(failure, language, traceId);
}

/** @returns whether it was one. */
function logBug(failure: Problem, request: Request, logger: Logger): boolean {
  const isBug = isOurBug(failure);
  if (isBug) logger.error({ fault: loggable(failure.cause), ...ids(request) }, 'bug');
  return isBug;
}

/** Of an error, what holds no personal data: PostgreSQL quotes whole rows in the `detail` of its own. */
function loggable(error: unknown): { readonly code?: unknown; readonly stack: string | undefined } {
  if (!(error instanceof Error)) return { stack: String(error) };
  return { ...('code' in error ? { code: error.code } : {}), stack: error.stack };
}

function ids(request: Request): Pick<RequestContext, 'requestId' | 'traceId'> {
  const { requestId, traceId } = contextOf(request);
  return { requestId, traceId };
}

/** Writes an answer. */
export function send(response: Response, { status, headers, body, bytes }: WireAnswer): void {
  response.status(status).set(headers);
  if (bytes !== undefined) response.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  else if (body === undefined) response.end();
  else response.send(Buffer.from(body));
}
