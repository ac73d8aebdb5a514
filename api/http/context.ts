/** What is known of a request before anybody has read it: its ids (W3C trace context, X-Request-Id), its language, its channel. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { INVALID_SPAN_CONTEXT, SpanKind, trace, type Span } from '@opentelemetry/api';
import type { Request } from 'express';
import { v7 as uuidv7 } from 'uuid';
import type { Language } from '../../domain/errors/codes.ts';
import type { Channel } from '../../domain/journey/journey.ts';
import { contextFrom, tracer, traceparentOf } from '../../ports/tracing.ts';
import type { Route } from './route.ts';

export interface RequestContext {
  /** The caller's own, when it is one we dare write to logs and timelines; else ours. */
  readonly requestId: string;
  readonly traceId: string;
  /** Of this answer: the caller's trace, our span. */
  readonly traceparent: string;
  /** What the request's work is told under; a no-operation where nothing is traced. */
  readonly span: Span;
  readonly language: Language;
  readonly channel: Channel;
  /** Set once a route was found. */
  route?: Route;
}

/** Probes come every few seconds and tell nothing when they go well. */
export const quietPaths: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

const requestIdPattern = /^[\w.:/+=@-]{1,128}$/;
const traceparentPattern = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/;

const contexts = new WeakMap<IncomingMessage, RequestContext>();

/** The context of a request, made when first asked for. */
export function contextOf(request: Request): RequestContext {
  const known = contexts.get(request);
  if (known !== undefined) return known;
  const made = makeContext(request);
  contexts.set(request, made);
  return made;
}

function makeContext(request: Request): RequestContext {
  const requestId = request.get('x-request-id') ?? '';
  const around = contextFrom(request.get('traceparent'));
  const span = quietPaths.has(request.path) ? trace.wrapSpanContext(INVALID_SPAN_CONTEXT) : tracer.startSpan('request', { kind: SpanKind.SERVER }, around);
  // Where nothing is traced the span is the caller's own, or none.
  const [, traceId = randomBytes(16).toString('hex'), flags = '00'] = traceparentPattern.exec(traceparentOf(span) ?? '') ?? [];
  const isOurs = span.spanContext().spanId !== trace.getSpanContext(around)?.spanId && trace.isSpanContextValid(span.spanContext());
  const channel = request.get('x-jalon-channel');
  return {
    requestId: requestIdPattern.test(requestId) ? requestId : uuidv7(),
    traceId,
    traceparent: `00-${traceId}-${isOurs ? span.spanContext().spanId : randomBytes(8).toString('hex')}-${flags}`,
    span,
    language: request.acceptsLanguages('fr', 'en') === 'en' ? 'en' : 'fr',
    channel: channel === 'console' || channel === 'cli' ? channel : request.get('x-jalon-console') === '1' ? 'console' : 'api',
  };
}
