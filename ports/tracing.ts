/** What adapters, routes and carriers share to tell their part of a trace; nothing happens where no tracing is started (workers/tracing/start.ts). */
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags, type Attributes, type Context, type Span } from '@opentelemetry/api';

/** Ours, in every span's scope. */
export const tracer = trace.getTracer('jalon');

const traceparentPattern = /^(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/** The context that a `traceparent` (W3C) stands for; one without a span where it is none. */
export function contextFrom(traceparent: string | null | undefined): Context {
  const [, traceId, spanId, flags] = traceparentPattern.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true });
}

/** The `traceparent` of the span under way, to be carried to who goes on; null outside of any. */
export function traceparentNow(): string | null {
  return traceparentOf(trace.getActiveSpan());
}

export function traceparentOf(span: Span | undefined): string | null {
  const known = span?.spanContext();
  return known && trace.isSpanContextValid(known) ? `00-${known.traceId}-${known.spanId}-${known.traceFlags.toString(16).padStart(2, '0')}` : null;
}

/** `parent`: the traceparent that came with the work, null to begin a trace; left out, the span under way is the parent. */
export interface SpanSpec {
  readonly kind: keyof typeof SpanKind;
  /** Keys and business facts, never what is personal. */
  readonly attributes?: Attributes;
  readonly parent?: string | null;
}

/** Does the work in a span. Of what it throws the span keeps the code alone: messages may hold what is personal. */
export async function inSpan<T>(name: string, { kind, attributes = {}, parent }: SpanSpec, work: (span: Span) => Promise<T>): Promise<T> {
  const around = parent === undefined ? context.active() : contextFrom(parent);
  return await tracer.startActiveSpan(name, { kind: SpanKind[kind], attributes }, around, async (span) => {
    try {
      return await work(span);
    } catch (thrown) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: codeOf(thrown) });
      throw thrown;
    } finally {
      span.end();
    }
  });
}

/** A problem's code, an engine failure's type, or the name of the error. */
function codeOf(thrown: unknown): string {
  const { type, code, name } = (thrown ?? {}) as { type?: unknown; code?: unknown; name?: unknown };
  return [type, code, name].find((text): text is string => typeof text === 'string' && text !== '') ?? 'error';
}
