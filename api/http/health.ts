/** Health: whether the process lives, and whether what it needs is there; both without sign-in, so they tell names only. */
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';

/** Resolves when the dependency serves, rejects when it is away. */
export type HealthCheck = () => Promise<unknown>;
/** By the name that `/readyz` says: `postgresql`, `temporal`, `migrations`. */
export type HealthChecks = Readonly<Record<string, HealthCheck>>;

/** A dependency that does not answer within this is away, for whoever waits. */
const checkTimeoutMs = 2_000;
const retryAfterSeconds = 5;

/** `/healthz`: the process lives and its event loop turns; what is away is no reason to kill it. */
export const live: RequestHandler = function live(_request, response) {
  response.json({ status: 'alive' });
};

/** `/readyz`: 200 when every check holds, else 503 with each one's `up` or `away`. */
export function ready(checks: HealthChecks, logger: Logger): RequestHandler {
  return async function answerReady(_request, response) {
    const results = await Promise.all(Object.entries(checks).map(async ([name, check]) => {
      const fault = await within(check).then(() => undefined, (error: unknown) => error);
      if (fault !== undefined) logger.warn({ err: fault, check: name }, 'dependency away');
      return [name, fault === undefined ? 'up' : 'away'] as const;
    }));
    const isReady = results.every(([, state]) => state === 'up');
    if (!isReady) response.set('retry-after', String(retryAfterSeconds));
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'away', checks: Object.fromEntries(results) });
  };
}

async function within(check: HealthCheck): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${checkTimeoutMs} ms`)), checkTimeoutMs);
  });
  try {
    await Promise.race([check(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `/metrics`: the registry in Prometheus' text format. */
export function metrics(registry: Registry): RequestHandler {
  return async function answerMetrics(_request, response) {
    response.set('content-type', registry.contentType).send(await registry.metrics());
  };
}
