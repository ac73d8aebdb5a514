/** Histories of what the engine does not know, or does not tell. */
import type { Client } from '@temporalio/client';
import { expect, it } from 'vitest';
import { givenToRecorder, historiesOf } from '../../../cli/check/histories.ts';

const failing = (code: number): Client => ({ workflow: { getHandle: () => ({ fetchHistory: () => Promise.reject(Object.assign(new Error('of the engine'), { code })) }) } }) as unknown as Client;

it('a journey that the engine does not know has no history; an engine that is away is no such journey', async () => {
  expect(await historiesOf(failing(5), 'AFF-2026-000001')).toEqual([]);
  expect(await givenToRecorder(failing(5), 'AFF-2026-000001')).toBeUndefined();
  await expect(historiesOf(failing(14), 'AFF-2026-000001')).rejects.toThrow('of the engine');
});
