/** The tracing library, put together: loaded by whoever traces, and by nobody else. */
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, ParentBasedSampler, RandomIdGenerator, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';

/** From a span's end to when it is sent. */
const sentAfterMs = 1_000;

export interface ProviderOptions {
  readonly url: string;
  readonly ratio: number;
  readonly service: string;
  /** The next span's id, where it was chosen before; asked once for each. */
  readonly takeChosenId: () => string | undefined;
}

/** @returns what sends the rest and ends */
export function provideTracing({ url, ratio, service, takeChosenId }: ProviderOptions): () => Promise<void> {
  const random = new RandomIdGenerator();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    idGenerator: { generateTraceId: () => random.generateTraceId(), generateSpanId: () => takeChosenId() ?? random.generateSpanId() },
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }), scheduledDelayMillis: sentAfterMs })],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return () => provider.shutdown();
}
