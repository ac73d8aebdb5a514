/** Refusals of a simulator, as RFC 9457 problem documents with a stable code. */
import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';

/** Thrown where a call is refused; answered as problem+json, with no effect. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

export function sendProblem(response: Response, status: number, code: string, detail: string): void {
  response.status(status).type('application/problem+json').send(JSON.stringify({ type: 'about:blank', title: code, status, code, detail }));
}

/** Turns a body that is no JSON, a refusal or a bug into a problem document; only a bug is logged as an error. */
export function createProblemHandler(log: Logger): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof Problem) return sendProblem(response, error.status, error.code, error.message);
    const status = (error as { status?: unknown } | undefined)?.status;
    // body-parser's errors carry their status: malformed JSON, too large.
    if (typeof status === 'number' && status < 500) return sendProblem(response, status, 'bad-body', 'the body cannot be read');
    log.error({ err: error }, 'the simulator failed');
    sendProblem(response, 500, 'internal', 'the simulator failed');
  };
}
