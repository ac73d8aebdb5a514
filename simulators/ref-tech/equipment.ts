/** Equipment of the simulated Ref.Tech: reserved, shipped, received at the depot by itself, recalled (D-12). */
import type { EquipmentState, RefTechCallback } from '../../ports/ref-tech.ts';
import { equipmentKey, equipmentRequest, shipment } from '../../ports/ref-tech.ts';
import type { NewCallback } from '../shared/entries.ts';
import { fieldOf, parsedBody } from '../shared/body.ts';
import { Problem } from '../shared/problem.ts';
import type { Call, Decision, Route } from '../shared/simulator.ts';
import { checkKey, pathKey } from '../shared/calls.ts';
import type { Equipment, RefTechFact, Records } from './records.ts';
import { scriptFor } from './records.ts';

const orderDays = 5;
const dayMs = 86_400_000;

export function equipmentRoutes(records: Records): Route<RefTechFact>[] {
  const subjectOf = pathKey('equipmentKey');
  return [
    {
      operation: 'reserve', method: 'post', path: '/v1/equipment', decide: (call) => reserve(records, call),
      subjectOf: (call) => fieldOf(call.body, 'equipmentKey'),
    },
    {
      operation: 'state', method: 'get', path: '/v1/equipment/:equipmentKey', subjectOf,
      decide: (call) => ({ status: 200, body: stateOf(records.equipment.get(subjectOf(call))) }),
    },
    { operation: 'ship', method: 'post', path: '/v1/equipment/:equipmentKey/ship', subjectOf, decide: (call) => ship(records, call, subjectOf(call)) },
    { operation: 'release', method: 'post', path: '/v1/equipment/:equipmentKey/release', subjectOf, decide: (call) => release(records, call, subjectOf(call)) },
  ];
}

function reserve(records: Records, call: Call): Decision<RefTechFact> {
  const request = parsedBody(equipmentRequest, call.body);
  const subject = request.equipmentKey;
  if (call.idempotencyKey !== subject) throw new Problem(400, 'idempotency-key-mismatch', 'Idempotency-Key must be the equipmentKey');
  if (records.equipment.get(subject)?.state === 'released') throw new Problem(409, 'equipment-released', 'this equipment was released before it was reserved');
  const reservationReference = `RES-${String(records.given.reservations + 1).padStart(6, '0')}`;
  const inStock = scriptFor(records, subject).isOutOfStock !== true;
  const availableOn = isoDate(call.nowMs + (inStock ? 0 : orderDays * dayMs));
  return { status: 201, body: { reservationReference, inStock, availableOn }, facts: [{ subject, atMs: call.nowMs, type: 'reserved', reservationReference, request }] };
}

function ship(records: Records, call: Call, subject: string): Decision<RefTechFact> {
  const { depot } = parsedBody(shipment, call.body);
  const lot = records.equipment.get(subject);
  if (lot === undefined) throw new Problem(404, 'equipment-unknown', 'no such equipment');
  if (lot.state === 'released') throw new Problem(409, 'equipment-released', 'this equipment was released');
  return { status: 202, facts: [{ subject, atMs: call.nowMs, type: 'shipment-asked', depot }] };
}

function release(records: Records, call: Call, subject: string): Decision<RefTechFact> {
  checkKey(equipmentKey, subject);
  const state = records.equipment.get(subject)?.state;
  if (state === 'received') return { status: 200, body: { outcome: 'too-late' } };
  const facts: RefTechFact[] = state === 'released' ? [] : [{ subject, atMs: call.nowMs, type: state === undefined ? 'barred' : 'released' }];
  return { status: 200, body: { outcome: 'released' }, facts, withdrawsCallbacks: true };
}

function stateOf(lot: Equipment | undefined): EquipmentState {
  if (!lot) return { state: 'unknown', trackingReference: null, serialNumbers: [], receivedOn: null };
  const { state, trackingReference, serialNumbers, receivedOn } = lot;
  return { state, trackingReference, serialNumbers, receivedOn };
}

export interface NextStep {
  atMs: number;
  fact: RefTechFact;
  callbacks: NewCallback[];
}

/** What a lot does by itself next, `delayMs` after its last change; nothing before its shipment is asked for, nor once it is received or released. */
export function nextStep(records: Records, lot: Equipment, delayMs: number): NextStep | undefined {
  const { equipmentKey: subject, reservationReference } = lot;
  if (!lot.isShipmentAsked || reservationReference === null) return undefined;
  const atMs = lot.changedAtMs + delayMs;
  const { keepsSilent } = scriptFor(records, subject);
  const told = (payload: RefTechCallback, isFinal: boolean): NewCallback[] => (keepsSilent ? [] : [{ subject, payload, isFinal }]);
  if (lot.state === 'reserved') {
    const trackingReference = reservationReference.replace('RES', 'COL');
    const serialNumbers = Array.from({ length: lot.pieces }, (_, piece) => `${reservationReference.replace('RES', 'SN')}-${String(piece + 1).padStart(3, '0')}`);
    return {
      atMs,
      fact: { subject, atMs, type: 'shipped', trackingReference, serialNumbers },
      callbacks: told({ type: 'equipment.shipped', equipmentKey: subject, trackingReference, serialNumbers }, false),
    };
  }
  if (lot.state === 'shipped') {
    const receivedOn = isoDate(atMs);
    return { atMs, fact: { subject, atMs, type: 'received', receivedOn }, callbacks: told({ type: 'equipment.received', equipmentKey: subject, receivedOn }, true) };
  }
  return undefined;
}

function isoDate(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
