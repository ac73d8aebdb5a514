/** The simulated backups: each job tells of its nights when `POST /sim/reports` says so, and answers for the last one when asked (T-21). */
import { z } from 'zod';
import type { BackupReport } from '../../ports/backups.ts';
import { backupJobKey, backupReport } from '../../ports/backups.ts';
import { parsedBody } from '../shared/body.ts';
import { checkKey, pathKey } from '../shared/calls.ts';
import { createSimulatorPart } from '../shared/simulator.ts';
import type { SimulatorPart } from '../shared/simulator.ts';
import type { CallingSettings } from './settings.ts';

interface BackupFact { type: 'reported'; subject: string; atMs: number; report: BackupReport }

/** `isTold` false: the night happened, and its report is lost: only who asks learns of it. */
const reporting = z.strictObject({ ...backupReport.shape, detail: backupReport.shape.detail.default(null), isTold: z.boolean().default(true) });

const dayMs = 86_400_000;

/** Backups that keep their reports in `settings.file`. */
export function createBackupsSimulator(settings: Omit<CallingSettings, 'delayMs'>): SimulatorPart {
  const last = new Map<string, BackupReport>();
  const jobIn = pathKey('job');
  return createSimulatorPart<BackupFact>({
    name: 'backups',
    routes: [{
      operation: 'last-report', method: 'get', path: '/v1/jobs/:job/reports/last', subjectOf: jobIn,
      decide(call) {
        checkKey(backupJobKey, jobIn(call));
        return { status: 200, body: { report: newer(last.get(jobIn(call)), ofLastNight(jobIn(call), call.nowMs)) } };
      },
    }],
    acts: [{
      path: '/sim/reports',
      decide(body, nowMs) {
        const { isTold, ...report } = parsedBody(reporting, body);
        return {
          fact: { type: 'reported', subject: report.job, atMs: nowMs, report },
          callbacks: isTold ? [{ subject: report.job, payload: { type: 'backup.reported', ...report }, isFinal: true }] : [],
        };
      },
    }],
    callbackTarget: settings.callbackTarget,
    apply(fact) {
      const known = newer(last.get(fact.subject), fact.report);
      if (known) last.set(fact.subject, known);
    },
    reset: () => last.clear(),
  }, settings);
}

function newer(one: BackupReport | undefined, other: BackupReport | null): BackupReport | null {
  return one && (!other || one.night >= other.night) ? one : other;
}

/** What a job answers of itself: it is well, unless its name says that it fails, or says nothing. */
function ofLastNight(job: string, nowMs: number): BackupReport | null {
  if (job.includes('sim-missing')) return null;
  const isFailing = job.includes('sim-fails');
  const night = new Date(nowMs - dayMs).toISOString().slice(0, 10);
  return { job, night, outcome: isFailing ? 'failed' : 'succeeded', detail: isFailing ? 'target-full' : null, endedAt: `${night}T23:30:00Z` };
}
