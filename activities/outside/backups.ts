/** The adapter of the backup reports: ports/backups.ts over HTTP (T-21). */
import type { BackupsPort } from '../../ports/backups.ts';
import { lastReport } from '../../ports/backups.ts';
import { requestOutside } from './http.ts';
import type { OutsideSystem } from './http.ts';

/** The backup reports at `baseUrl`, real or simulated. Failures are those of {@link requestOutside}. */
export function createBackupsPort(settings: Omit<OutsideSystem, 'system'>): BackupsPort {
  const backups: OutsideSystem = { ...settings, system: 'backups' };
  return {
    async lastReport(job) {
      return (await requestOutside(backups, { operation: 'last-report', method: 'GET', path: `/v1/jobs/${encodeURIComponent(job)}/reports/last`, answer: lastReport })).report;
    },
  };
}
