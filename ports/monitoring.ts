/** The port of diagnosis and monitoring (DiagnosLinkt, Supervision): how a service does, a diagnosis of it, its alarms (T-01, T-12). */
import { z } from 'zod';
import { outsideInstant, outsideText } from './parts.ts';

/** A service reference, as JARVIS gives them (ports/jarvis.ts). */
export const monitoredService = z.string().regex(/^RDS-\d{6,12}$/);

/** Our key of one diagnosis, `TCK-2026-000123.diagnosis.1`. */
export const diagnosisKey = z.string().regex(/^TCK-\d{4}-\d{6,}\.diagnosis\.\d{1,3}$/);

/** The monitoring's own name of one alarm, from its raising to its clearing. */
const alarmId = z.string().regex(/^[A-Za-z0-9._-]{1,100}$/);
/** How bad it is for the service. */
const severity = z.enum(['outage', 'degradation']);
const alarm = { alarmId, rds: monitoredService, severity, kind: outsideText(60) };
const link = z.url({ protocol: /^https?$/ }).max(500);

/** `GET /v1/services/{rds}`; a service that it does not watch is `unknown`. */
export const serviceState = z.object({
  state: z.enum(['unknown', 'up', 'degraded', 'down']),
  /** Since when; null where that is not known. */
  since: outsideInstant.nullable(),
  alarms: z.array(z.object({ ...alarm, raisedAt: outsideInstant })).max(100),
  /** Where a person sees it, and where he has it diagnosed. */
  url: link,
  diagnosisUrl: link,
});

/** `POST /v1/services/{rds}/diagnoses`, with `Idempotency-Key: <diagnosisKey>`. */
export const diagnosisRequest = z.strictObject({ diagnosisKey });

export const diagnosisAnswer = z.object({
  diagnosisReference: outsideText(100),
  outcome: z.enum(['no-fault-found', 'fault-found']),
  checks: z.array(z.object({ check: outsideText(60), passed: z.boolean() })).max(50),
  /** The side on which the fault is, as far as the tool can say. */
  faultAt: z.enum(['operator', 'obl', 'customer', 'unknown']).nullable(),
  at: outsideInstant,
  url: link,
});

/** What monitoring calls back with: Standard Webhooks, signed; twice, late, out of order, or never. */
export const monitoringCallback = z.discriminatedUnion('type', [
  z.object({ type: z.literal('alarm.raised'), ...alarm, raisedAt: outsideInstant }),
  z.object({ type: z.literal('alarm.cleared'), alarmId, rds: monitoredService, clearedAt: outsideInstant }),
]);

export type ServiceState = z.infer<typeof serviceState>;
export type Diagnosis = z.infer<typeof diagnosisAnswer>;
export type MonitoringCallback = z.infer<typeof monitoringCallback>;

/** What an adapter of diagnosis and monitoring can do. A diagnosis repeated under its key is one diagnosis. */
export interface MonitoringPort {
  serviceState(rds: string): Promise<ServiceState>;
  diagnose(request: Readonly<{ rds: string; diagnosisKey: string }>): Promise<Diagnosis>;
}
