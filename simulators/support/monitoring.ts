/** The simulated diagnosis and monitoring (DiagnosLinkt, Supervision): a service is up unless an alarm of it was raised by `POST /sim/alarms` (T-01, T-12). */
import { z } from 'zod';
import type { MonitoringCallback, ServiceState } from '../../ports/monitoring.ts';
import { diagnosisRequest, monitoredService, monitoringCallback } from '../../ports/monitoring.ts';
import { fieldOf, parsedBody } from '../shared/body.ts';
import { checkKey, pathKey } from '../shared/calls.ts';
import type { NewCallback } from '../shared/entries.ts';
import { Problem } from '../shared/problem.ts';
import { createSimulatorPart } from '../shared/simulator.ts';
import type { Call, Decision, SimulatorPart } from '../shared/simulator.ts';
import type { CallingSettings } from './settings.ts';

type Raised = Extract<MonitoringCallback, { type: 'alarm.raised' }>;
type MonitoringFact = { subject: string; atMs: number } & (
  | { type: 'raised'; alarm: Raised }
  | { type: 'cleared' }
  | { type: 'diagnosed'; outcome: string }
);

const raised = monitoringCallback.options[0];
const raising = z.strictObject(raised.pick({ alarmId: true, rds: true, severity: true, kind: true }).shape);
const clearing = z.strictObject({ alarmId: raised.shape.alarmId });

/** A monitoring that keeps its alarms in `settings.file`. */
export function createMonitoringSimulator(settings: Omit<CallingSettings, 'delayMs'>): SimulatorPart {
  const alarms = new Map<string, Raised>();
  let diagnoses = 0;

  const openAlarms = (rds: string) => [...alarms.values()].filter((alarm) => alarm.rds === rds);

  function stateOf(rds: string): ServiceState {
    const open = openAlarms(rds);
    const state = open.some(({ severity }) => severity === 'outage') ? 'down' : open.length > 0 ? 'degraded' : 'up';
    return { state, since: open[0]?.raisedAt ?? null, alarms: open.map(({ alarmId, severity, kind, raisedAt }) => ({ alarmId, rds, severity, kind, raisedAt })), url: `https://supervision.jalon.invalid/${rds}`, diagnosisUrl: `https://diagnoslinkt.jalon.invalid/${rds}` };
  }

  function diagnose(call: Call, rds: string): Decision<MonitoringFact> {
    const { diagnosisKey: subject } = parsedBody(diagnosisRequest, call.body);
    if (call.idempotencyKey !== subject) throw new Problem(400, 'idempotency-key-mismatch', 'Idempotency-Key must be the diagnosisKey');
    const isDown = openAlarms(rds).some(({ severity }) => severity === 'outage');
    const isFine = openAlarms(rds).length === 0;
    const outcome = isFine ? 'no-fault-found' : 'fault-found';
    const diagnosisReference = `DIAG-${String(diagnoses + 1).padStart(6, '0')}`;
    const checks = [{ check: 'equipment-reachable', passed: !isDown }, { check: 'line-synchronised', passed: !isDown }, { check: 'throughput', passed: isFine }, { check: 'name-resolution', passed: !isDown }];
    return {
      status: 201, facts: [{ subject, atMs: call.nowMs, type: 'diagnosed', outcome }],
      body: { diagnosisReference, outcome, checks, faultAt: isFine ? null : isDown ? 'obl' : 'unknown', at: new Date(call.nowMs).toISOString(), url: `https://diagnoslinkt.jalon.invalid/${diagnosisReference}` },
    };
  }

  const told = (subject: string, payload: MonitoringCallback): NewCallback[] => [{ subject, payload, isFinal: payload.type === 'alarm.cleared' }];
  const rdsIn = pathKey('rds');
  const ofService = (decide: (call: Call, rds: string) => Decision<MonitoringFact>) => (call: Call) => {
    checkKey(monitoredService, rdsIn(call));
    return decide(call, rdsIn(call));
  };
  return createSimulatorPart<MonitoringFact>({
    name: 'monitoring',
    routes: [
      { operation: 'service-state', method: 'get', path: '/v1/services/:rds', subjectOf: rdsIn, decide: ofService((_, rds) => ({ status: 200, body: stateOf(rds) })) },
      { operation: 'diagnose', method: 'post', path: '/v1/services/:rds/diagnoses', subjectOf: ({ body }) => fieldOf(body, 'diagnosisKey'), decide: ofService(diagnose) },
    ],
    acts: [
      {
        path: '/sim/alarms',
        decide(body, nowMs) {
          const alarm = { type: 'alarm.raised' as const, ...parsedBody(raising, body), raisedAt: new Date(nowMs).toISOString() };
          return { fact: { subject: alarm.alarmId, atMs: nowMs, type: 'raised', alarm }, callbacks: told(alarm.alarmId, alarm) };
        },
      },
      {
        path: '/sim/alarms/clear',
        decide(body, nowMs) {
          const { alarmId } = parsedBody(clearing, body);
          const alarm = alarms.get(alarmId);
          if (!alarm) throw new Problem(404, 'alarm-unknown', 'no such open alarm');
          return { fact: { subject: alarmId, atMs: nowMs, type: 'cleared' }, callbacks: told(alarmId, { type: 'alarm.cleared', alarmId, rds: alarm.rds, clearedAt: new Date(nowMs).toISOString() }) };
        },
      },
    ],
    callbackTarget: settings.callbackTarget,
    apply(fact) {
      if (fact.type === 'raised') alarms.set(fact.subject, fact.alarm);
      else if (fact.type === 'cleared') alarms.delete(fact.subject);
      else diagnoses += 1;
    },
    reset() {
      alarms.clear();
      diagnoses = 0;
    },
  }, settings);
}
