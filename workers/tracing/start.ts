/** Tracing of one process, where it is asked for: spans go by OTLP over HTTP to a collector. Without an address nothing is loaded, and every span is a no-operation. */
import { SpanKind, trace, TraceFlags } from '@opentelemetry/api';
import type { TracedStep } from '../../workflows/journey/tracing.ts';
import { contextFrom, tracer } from '../../ports/tracing.ts';

export interface TracingSettings {
  /** Of the collector, the whole address: `http://127.0.0.1:4318/v1/traces`. */
  readonly JALON_TRACES_URL?: string | undefined;
  /** Share of the traces that are kept; who asks with a trace of his own decides for it. */
  readonly JALON_TRACES_RATIO: number;
}

/** The next span's id, where it was chosen before the span could be told: by a journey, whose activities know it as their parent. */
let chosenSpanId: string | undefined;

/** Starts tracing. @returns what sends the rest before the process ends */
export async function startTracing(service: 'api' | 'worker' | 'relay', settings: TracingSettings): Promise<() => Promise<void>> {
  const { JALON_TRACES_URL: url, JALON_TRACES_RATIO: ratio } = settings;
  if (url === undefined) return async () => undefined;
  // Loaded only now: who does not trace pays neither time nor memory for it.
  const { provideTracing } = await import('./provider.ts');
  const end = provideTracing({ url, ratio, service: `jalon-${service}`, takeChosenId });
  // A collector that is away holds nobody up.
  return () => end().catch(() => undefined);
}

function takeChosenId(): string | undefined {
  const id = chosenSpanId;
  chosenSpanId = undefined;
  return id;
}

/** Tells what a journey did under the id that it chose for it. */
export function tellStep({ name, traceparent, spanId, startMs, endMs, workflowId, runId }: TracedStep & { readonly workflowId: string; readonly runId: string }): void {
  const parent = contextFrom(traceparent);
  // Of a trace that nobody keeps no id is drawn.
  if (trace.getSpanContext(parent)?.traceFlags !== TraceFlags.SAMPLED) return;
  chosenSpanId = spanId;
  tracer.startSpan(name, { kind: SpanKind.INTERNAL, startTime: startMs, attributes: { 'temporal.workflow.id': workflowId, 'temporal.run.id': runId } }, parent).end(endMs);
  chosenSpanId = undefined;
}
