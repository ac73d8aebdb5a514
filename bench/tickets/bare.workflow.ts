/** The least that the engine needs for two thresholds: a timer and a local activity each. */
import { proxyLocalActivities, sleep } from '@temporalio/workflow';
import type { RecorderActivities } from '../../activities/recorder/batch.ts';

const { recordEvents } = proxyLocalActivities<RecorderActivities>({ startToCloseTimeout: '5 seconds' });

export async function thresholds(id: string, evenAtMs: number, burstAtMs: number): Promise<void> {
  for (const [type, atMs] of [['even', evenAtMs], ['burst', burstAtMs]] as const) {
    const leftMs = atMs - Date.now();
    if (leftMs > 0) await sleep(leftMs);
    await recordEvents({ journeyId: id, kind: 'ticket', events: [{ number: 1, event: { type }, atMs, meta: { actor: 'bench', channel: 'timer', commandId: id } }] });
  }
}
