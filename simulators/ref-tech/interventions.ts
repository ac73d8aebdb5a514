/** Interventions of the simulated Ref.Tech: planned, moved, cancelled, visited (D-10, D-11). */
import { interventionKey, interventionMove, interventionRequest, visitRecord } from '../../ports/ref-tech.ts';
import { fieldOf, parsedBody } from '../shared/body.ts';
import { Problem } from '../shared/problem.ts';
import type { Call, Decision, Route } from '../shared/simulator.ts';
import { checkKey, pathKey } from '../shared/calls.ts';
import type { RefTechFact, Records } from './records.ts';

export function interventionRoutes(records: Records): Route<RefTechFact>[] {
  const subjectOf = pathKey('interventionKey');
  return [
    {
      operation: 'plan', method: 'post', path: '/v1/interventions', decide: (call) => plan(records, call),
      subjectOf: (call) => fieldOf(call.body, 'interventionKey'),
    },
    { operation: 'move', method: 'post', path: '/v1/interventions/:interventionKey/move', subjectOf, decide: (call) => move(records, call, subjectOf(call)) },
    { operation: 'cancel', method: 'post', path: '/v1/interventions/:interventionKey/cancel', subjectOf, decide: (call) => cancel(records, call, subjectOf(call)) },
    { operation: 'visit', method: 'post', path: '/v1/interventions/:interventionKey/visit', subjectOf, decide: (call) => visit(records, call, subjectOf(call)) },
  ];
}

function plan(records: Records, call: Call): Decision<RefTechFact> {
  const request = parsedBody(interventionRequest, call.body);
  const subject = request.interventionKey;
  if (call.idempotencyKey !== subject) throw new Problem(400, 'idempotency-key-mismatch', 'Idempotency-Key must be the interventionKey');
  if (records.interventions.get(subject) === 'cancelled') throw new Problem(409, 'intervention-cancelled', 'this intervention was cancelled before it came');
  const interventionReference = `VT-${String(records.given.interventions + 1).padStart(6, '0')}`;
  return { status: 201, body: { interventionReference }, facts: [{ subject, atMs: call.nowMs, type: 'planned', interventionReference, request }] };
}

function move(records: Records, call: Call, subject: string): Decision<RefTechFact> {
  const { ordinal, slot } = parsedBody(interventionMove, call.body);
  if (call.idempotencyKey !== `${subject}.move.${ordinal}`) throw new Problem(400, 'idempotency-key-mismatch', 'Idempotency-Key must be <interventionKey>.move.<ordinal>');
  const state = records.interventions.get(subject);
  if (state === undefined) throw new Problem(404, 'intervention-unknown', 'no such intervention');
  if (state !== 'planned') throw new Problem(409, `intervention-${state}`, 'this intervention can be moved no more');
  // One that was overtaken by a later one on its way changes nothing.
  const isOvertaken = (records.moves.get(subject) ?? 0) > ordinal;
  return { status: 204, facts: isOvertaken ? [] : [{ subject, atMs: call.nowMs, type: 'moved', ordinal, slot }] };
}

function cancel(records: Records, call: Call, subject: string): Decision<RefTechFact> {
  checkKey(interventionKey, subject);
  const state = records.interventions.get(subject);
  if (state === 'visited') return { status: 200, body: { outcome: 'too-late' } };
  const facts: RefTechFact[] = state === 'cancelled' ? [] : [{ subject, atMs: call.nowMs, type: state === undefined ? 'barred' : 'cancelled' }];
  return { status: 200, body: { outcome: 'cancelled' }, facts };
}

function visit(records: Records, call: Call, subject: string): Decision<RefTechFact> {
  const record = parsedBody(visitRecord, call.body);
  const state = records.interventions.get(subject);
  if (state === undefined) throw new Problem(404, 'intervention-unknown', 'no such intervention');
  if (state === 'cancelled') throw new Problem(409, 'intervention-cancelled', 'this intervention was cancelled');
  return { status: 204, facts: [{ subject, atMs: call.nowMs, type: 'visited', visit: record }] };
}
