/** How a worker process is started so that many open journeys fit into its memory (docs/benchmarks.md). */
export const thrift = {
  /**
   * From the project's folder. Two threads of JavaScript, each with a heap of its own: nurseries of 16 MB, the default, triple in each; and what is dead is swept out
   * once a heap has grown by a quarter, not by V8's own leave, which is as much again as lives. And nobody keeps stack traces of promises.
   */
  nodeArguments: ['--max-semi-space-size=8', '--heap-growing-percent=25', '--import=./workers/forgetful.mjs'],
  /** The SDK's native threads would otherwise spread what they keep over eight arenas a core, none of which ever gets empty. */
  environment: { MALLOC_ARENA_MAX: '2' },
} as const;
