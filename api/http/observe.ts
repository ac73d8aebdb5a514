/** What is known of every answer: ids in its headers, one access-log line, one point in the histogram. No address, no token, no query, no name. */
import { context as active, SpanStatusCode, trace } from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { Histogram, type Registry } from 'prom-client';
import { isStream } from './event-stream.ts';
import { contextOf, quietPaths } from './context.ts';

/** From what a cached read takes to what the recorder may make a command wait. */
const bucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Stands before everything else, so that no answer goes without. */
export function observe(logger: Logger, registry: Registry): RequestHandler {
  const durations = new Histogram({
    name: 'jalon_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer, by route.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: bucketsSeconds,
    registers: [registry],
  });
  return function observeRequest(request, response, next) {
    const startedAt = process.hrtime.bigint();
    const context = contextOf(request);
    response.set({ 'x-request-id': context.requestId, traceparent: context.traceparent });
    response.once('close', () => {
      const durationSeconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
      const quiet = quietPaths.has(request.path);
      // A template, never the address: unknown addresses would make a new series each, and may hold anything.
      const route = context.route?.path ?? (quiet ? request.path : 'other');
      const method = context.route?.method ?? (request.method === 'GET' ? 'GET' : 'other');
      const status = response.writableFinished ? String(response.statusCode) : 'aborted';
      // How long somebody stays is no figure of how fast we answer.
      if (!isStream(response)) durations.observe({ method, route, status }, durationSeconds);
      context.span.updateName(`${method} ${route}`).setAttributes({ 'http.request.method': method, 'http.route': route, 'http.response.status_code': response.statusCode, 'jalon.request_id': context.requestId });
      if (response.statusCode >= 500) context.span.setStatus({ code: SpanStatusCode.ERROR });
      context.span.end();
      const level = response.statusCode >= 500 ? 'warn' : quiet ? 'trace' : 'info';
      logger[level]({
        method: request.method, route, status, durationMs: Math.round(durationSeconds * 1000),
        requestId: context.requestId, traceId: context.traceId, channel: context.channel,
      }, 'request');
    });
    active.with(trace.setSpan(active.active(), context.span), next);
  };
}
