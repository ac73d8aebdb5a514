/** How a worker process is started so that many open journeys fit into its memory (docs/benchmarks.md). */
export const thrift = {
  /**
   * Two threads of JavaScript, each with a heap of its own: nurseries of 16 MB, the default, triple in each; and what is dead is swept out
   * once a heap has grown by a quarter, not by V8's own leave, which is as much again as lives. The import is found from the project's folder.
   */
  nodeArguments: ['--max-semi-space-size=4', '--heap-growing-percent=25', '--import=./workers/forgetful.mjs'],
  /**
   * The SDK's native threads would otherwise spread what they keep over eight arenas a core, none of which ever gets empty; and what a large
   * message took would stay: without a threshold of ours, the allocator raises its own to the largest block that was ever freed.
   */
  environment: { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' },
} as const;
