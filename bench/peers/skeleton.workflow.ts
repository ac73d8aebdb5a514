/** A site's skeleton on the bare engine: as many updates, activities and timers, none of which does anything. */
import { condition, defineUpdate, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import type { RecorderActivities } from '../../activities/recorder/batch.ts';
import { stretches, timerMs } from './shape.ts';

const { recordEvents } = proxyActivities<RecorderActivities>({ startToCloseTimeout: '5 seconds' });

export async function skeleton(): Promise<void> {
  let heard = 0;
  setHandler(defineUpdate<number>('tell'), () => { heard += 1; return heard; });
  for (const [index, { recordings, outsideCalls, timers }] of stretches.entries()) {
    await condition(() => heard > index);
    for (let step = 0; step < recordings + outsideCalls; step += 1) await recordEvents({ journeyId: '', kind: 'site', events: [] });
    for (let timer = 0; timer < timers; timer += 1) await sleep(timerMs);
  }
}
