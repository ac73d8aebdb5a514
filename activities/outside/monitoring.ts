/** The adapter of diagnosis and monitoring (DiagnosLinkt, Supervision): ports/monitoring.ts over HTTP (T-12). */
import type { MonitoringPort } from '../../ports/monitoring.ts';
import { diagnosisAnswer, serviceState } from '../../ports/monitoring.ts';
import { requestOutside } from './http.ts';
import type { OutsideSystem } from './http.ts';

/** Diagnosis and monitoring at `baseUrl`, real or simulated. Failures are those of {@link requestOutside}. */
export function createMonitoringPort(settings: Omit<OutsideSystem, 'system'>): MonitoringPort {
  const monitoring: OutsideSystem = { ...settings, system: 'monitoring' };
  const pathOf = (rds: string) => `/v1/services/${encodeURIComponent(rds)}`;
  return {
    serviceState: (rds) => requestOutside(monitoring, { operation: 'service-state', method: 'GET', path: pathOf(rds), answer: serviceState }),
    diagnose: ({ rds, diagnosisKey }) => requestOutside(monitoring, {
      operation: 'diagnose', method: 'POST', path: `${pathOf(rds)}/diagnoses`, idempotencyKey: diagnosisKey, body: { diagnosisKey }, answer: diagnosisAnswer,
    }),
  };
}
