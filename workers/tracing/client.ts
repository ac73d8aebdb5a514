/** What is asked of the engine as a span, and its traceparent as a header of what is asked: the journey goes on with it (workflows/journey/tracing.ts). */
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { inSpan, traceparentNow } from '../../ports/tracing.ts';
import { traceHeader } from '../../workflows/journey/tracing.ts';

export const tracedClient: WorkflowClientInterceptor = {
  startWithDetails: (input, next) => asked('start', input.workflowType, input.options.workflowId, (headers) => next({ ...input, headers: { ...input.headers, ...headers } })),
  startUpdate: (input, next) => asked('update', input.updateName, input.workflowExecution.workflowId, (headers) => next({ ...input, headers: { ...input.headers, ...headers } })),
  startUpdateWithStart: (input, next) => asked('update', input.updateName, input.workflowStartOptions.workflowId, (headers) =>
    next({ ...input, workflowStartHeaders: { ...input.workflowStartHeaders, ...headers }, updateHeaders: { ...input.updateHeaders, ...headers } })),
  signal: (input, next) => asked('signal', input.signalName, input.workflowExecution.workflowId, (headers) => next({ ...input, headers: { ...input.headers, ...headers } })),
};

function asked<T>(what: string, name: string, workflowId: string | undefined, ask: (headers: Headers) => Promise<T>): Promise<T> {
  return inSpan(`${what} ${name}`, { kind: 'CLIENT', attributes: { 'rpc.system': 'temporal', ...(workflowId === undefined ? {} : { 'temporal.workflow.id': workflowId }) } }, () => {
    const traceparent = traceparentNow();
    return ask(traceparent === null ? {} : { [traceHeader]: defaultPayloadConverter.toPayload(traceparent) });
  });
}
