/** Three tiers of tests: unit (no server), integration (real Temporal and PostgreSQL), end to end (all processes). */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node', sequence: { groupOrder: 0 },
          // Pure functions share no state: a process per file would only load the same modules thirty times. On two cores vitest takes one.
          isolate: false, maxWorkers: 2,
          // Against what hangs, not against a machine that has other work.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration', include: ['test/integration/**/*.test.ts'], environment: 'node', sequence: { groupOrder: 1 },
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 60_000, hookTimeout: 120_000,
          // One more than cores: most files wait for the engine, for timers, for processes.
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'end-to-end', include: ['test/end-to-end/**/*.test.ts'], environment: 'node', sequence: { groupOrder: 2 },
          globalSetup: ['test/support/built.ts'],
          testTimeout: 300_000, hookTimeout: 300_000, maxWorkers: 3,
        },
      },
    ],
  },
});
