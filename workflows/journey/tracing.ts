/**
 * How a trace goes through a journey: what a message brought goes on with what the journey then has done, and each message is told as a step of the trace.
 * The engine keeps the headers in the history; nothing is decided by them, so that a replay with or without them goes the same way. No library: it would cost memory in each journey.
 */
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { proxySinks, workflowInfo, type Sinks, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** The header that carries a W3C `traceparent`. */
export const traceHeader = 'traceparent';

/** What is done this long after the message was caused by something else: a timer, an answer, a person. */
const causedWithinMs = 300_000;

/** What a message had the journey do, as it is told to the worker. */
export interface TracedStep {
  readonly name: string;
  /** Of what asked. */
  readonly traceparent: string;
  /** Its own, known before it is told: what it has done names it as parent. */
  readonly spanId: string;
  readonly startMs: number;
  readonly endMs: number;
}

export interface TracingSinks extends Sinks {
  tracing: { step(step: TracedStep): void };
}

export function traceparentIn(headers: Headers): string | null {
  const payload = headers[traceHeader];
  return payload === undefined ? null : defaultPayloadConverter.fromPayload<string>(payload);
}

/** Made for each run of a journey. */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let cause: { readonly traceparent: string; readonly untilMs: number } | undefined;

  function follow(traceparent: string): void {
    cause = { traceparent, untilMs: Date.now() + causedWithinMs };
  }

  /** With the traceparent of what last had the journey do something, where that was lately. */
  function caused<Input extends { readonly headers: Headers }>(input: Input): Input {
    if (!cause || Date.now() > cause.untilMs) return input;
    return { ...input, headers: { ...input.headers, [traceHeader]: defaultPayloadConverter.toPayload(cause.traceparent) } };
  }

  async function told<T>(name: string, key: string, traceparent: string, handle: () => Promise<T>): Promise<T> {
    const startMs = Date.now();
    const spanId = idOf(`${workflowInfo().runId}/${key}`);
    follow([...traceparent.split('-').slice(0, 2), spanId, traceparent.slice(-2)].join('-'));
    try {
      return await handle();
    } finally {
      proxySinks<TracingSinks>().tracing.step({ name, traceparent, spanId, startMs, endMs: Date.now() });
    }
  }

  return {
    inbound: [{
      execute: (input, next) => {
        const traceparent = traceparentIn(input.headers);
        if (traceparent !== null && !cause) follow(traceparent);
        return next(input);
      },
      handleUpdate: (input, next) => {
        const traceparent = traceparentIn(input.headers);
        return traceparent === null ? next(input) : told(`workflow ${input.name}`, input.updateId, traceparent, () => next(input));
      },
      handleSignal: (input, next) => {
        const traceparent = traceparentIn(input.headers);
        return traceparent === null ? next(input) : told(`workflow ${input.signalName}`, `${input.signalName}/${workflowInfo().historyLength}`, traceparent, () => next(input));
      },
    }],
    outbound: [{
      scheduleActivity: (input, next) => next(caused(input)),
      startChildWorkflowExecution: (input, next) => next(caused(input)),
      signalWorkflow: (input, next) => next(caused(input)),
    }],
  };
};

/** Sixteen hexadecimal digits of a text, the same at each replay (FNV-1a, twice): chance would move what the journey draws of it. */
function idOf(text: string): string {
  return [0x811c9dc5, 0x01000193].map((seed) => {
    let hash = seed;
    for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, '0');
  }).join('');
}
