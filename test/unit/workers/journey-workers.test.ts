/** How a worker process shares its journeys among caches, and its queues among kinds of journeys. */
import { expect, it } from 'vitest';
import { journeyWorkers, together } from '../../../workers/workers.ts';

it('keeps a thousand journeys in one cache, as the engine’s client does by itself', () => {
  expect(journeyWorkers(1_000)).toEqual([{ maxCachedWorkflows: 1_000, maxConcurrentWorkflowTaskExecutions: 40, maxConcurrentActivityTaskExecutions: 20 }]);
});

it('keeps many in several, which together do no more at once than one does, and have room for all however they fall', () => {
  const workers = journeyWorkers(10_000);
  expect(workers).toHaveLength(5);
  expect(workers.every(({ maxCachedWorkflows }) => maxCachedWorkflows === 2_200)).toBe(true);
  expect(workers.reduce((sum, { maxConcurrentActivityTaskExecutions: own }) => sum + own, 0)).toBe(20);
});

it('has a worker where nothing is kept', () => {
  expect(journeyWorkers(0)).toEqual([{ maxCachedWorkflows: 0, maxConcurrentWorkflowTaskExecutions: 40, maxConcurrentActivityTaskExecutions: 20 }]);
  expect(journeyWorkers(10)).toMatchObject([{ maxConcurrentWorkflowTaskExecutions: 10 }]);
});

it('refuses two activities of one name on a queue', () => {
  expect(Object.keys(together({ sendCode: 1 }, { sendLink: 1 }))).toEqual(['sendCode', 'sendLink']);
  expect(() => together({ sendLink: 1 }, { sendLink: 2 })).toThrow('sendLink');
});
