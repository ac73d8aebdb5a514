/**
 * Imported into every thread of a worker process, before its own program: the SDK would take a stack trace of each promise of each open
 * journey and keep it while the promise is pending, which is more than half of what a journey weighs (docs/benchmarks.md). Only the query
 * «call stack» of the Temporal Web UI reads them; without this import it is there again. Errors have their stacks all the same.
 */
import v8 from 'node:v8';

// The SDK does without where there is no such hook. In an object of its own: Node uses the other for asynchronous contexts.
v8.promiseHooks = { ...v8.promiseHooks, createHook() { throw new Error('no stack traces of promises: workers/forgetful.mjs'); } };
