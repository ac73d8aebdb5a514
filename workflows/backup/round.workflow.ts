/** The morning's round (T-21): last night's reports, those that did not come asked for again, and the night closed; troubles hear of it from PostgreSQL. */
import { ActivityFailure } from '@temporalio/common';
import { proxyActivities, sleep } from '@temporalio/workflow';
import type { BackupAskActivities, BackupRoundActivities } from '../../activities/backup/backups.ts';
import { taskQueues } from '../journey/messages.ts';

const facts = proxyActivities<BackupRoundActivities>({
  startToCloseTimeout: '15 seconds',
  // The night must be closed whatever it takes: soon after the database is back.
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});
const { askLastReport } = proxyActivities<BackupAskActivities>({
  taskQueue: taskQueues.backups, startToCloseTimeout: '20 seconds',
  // A report that cannot be had now is asked for again by the round itself.
  retry: { maximumAttempts: 3 }, summary: 'Rapport de sauvegarde demandé',
});

/** So many are asked at once; the queue's own rate limit holds all the same. */
const atOnce = 50;

export async function backupRound(): Promise<{ night: string; missing: number; failed: number }> {
  const { night, askAgainEveryMs, askAgainTimes } = await facts.beginRound(Date.now());
  for (let asked = 0; asked <= askAgainTimes; asked += 1) {
    const silent = await facts.silentJobs(night);
    for (let from = 0; from < silent.length; from += atOnce) await Promise.all(silent.slice(from, from + atOnce).map(ask));
    if (silent.length === 0 || asked === askAgainTimes || (await facts.silentJobs(night)).length === 0) break;
    await sleep(askAgainEveryMs, { summary: `Rapports de sauvegarde attendus (nuit du ${night})` });
  }
  return { night, ...await facts.closeNight(night) };
}

/** What stays silent is missing in the end, whatever the reason. */
async function ask(job: string): Promise<void> {
  try {
    await askLastReport(job);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
  }
}
