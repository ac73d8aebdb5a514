/** How a worker process shares its journeys among caches. */
import { expect, it } from 'vitest';
import { journeyWorkers } from '../../../workers/workers.ts';

it('keeps a thousand journeys in one cache, as the engine’s client does by itself', () => {
  expect(journeyWorkers(1_000)).toEqual([{ maxCachedWorkflows: 1_000, maxConcurrentWorkflowTaskExecutions: 40, maxConcurrentActivityTaskExecutions: 20 }]);
});

it('keeps many in several, which together do no more at once than one does, and have room for all however they fall', () => {
  const workers = journeyWorkers(10_000);
  expect(workers).toHaveLength(5);
  expect(workers.every(({ maxCachedWorkflows }) => maxCachedWorkflows === 2_200)).toBe(true);
  expect(workers.reduce((sum, { maxConcurrentActivityTaskExecutions: own }) => sum + (own ?? 0), 0)).toBe(20);
});
