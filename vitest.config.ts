/** Four tiers of tests: unit (no server), integration (real Temporal and PostgreSQL), end to end (all processes), console (a browser before all of it). */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A fresh clone knows no durations, and the shortest of these files lasts longest: begun last, it would leave a core idle for a minute. */
const longest = ['deployment/large', 'deployment/continue-as-new', 'up/up', 'policy/apply'].map((name) => `test/integration/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => longest.some((name) => moduleId.endsWith(name));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
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
          // A process per file would load the engine's SDK forty times; what must not be shared is a file's own: its database, its namespace, its ports.
          isolate: false,
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
      {
        test: {
          name: 'console', include: ['test/console/**/*.test.ts'], environment: 'node', sequence: { groupOrder: 3 },
          globalSetup: ['test/console/support/ground.ts'], setupFiles: ['test/console/support/watch.ts'],
          // One product and one browser for all files, as a working day has them.
          isolate: false, maxWorkers: 1, testTimeout: 90_000, hookTimeout: 120_000,
        },
      },
    ],
  },
});
