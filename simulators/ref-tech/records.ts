/** The simulated Ref.Tech's records of interventions, equipment and services, as made by its facts. */
import type { EquipmentRequest, InterventionRequest, ProductionPart } from '../../ports/ref-tech.ts';
import { scriptOf } from './scripts.ts';
import type { Script } from './scripts.ts';

interface Fact { subject: string; atMs: number }

/** What of a service can be taken back. */
export type ServicePart = ProductionPart | 'supervision';

export type RefTechFact = Fact & (
  | { type: 'planned'; interventionReference: string; request: InterventionRequest }
  | { type: 'moved'; ordinal: number; slot: InterventionRequest['slot'] }
  | { type: 'visited'; visit: unknown }
  | { type: 'cancelled' }
  /** Cancelled or released before it came: what is still on its way is to be refused. */
  | { type: 'barred'; part?: ServicePart }
  | { type: 'reserved'; reservationReference: string; request: EquipmentRequest }
  | { type: 'shipment-asked'; depot: string }
  | { type: 'shipped'; trackingReference: string; serialNumbers: string[] }
  | { type: 'received'; receivedOn: string }
  | { type: 'released' }
  | { type: 'produced'; part: ProductionPart; number: number }
  | { type: 'unproduced'; part: ProductionPart }
  | { type: 'configured'; configurationReference: string; ordinal: number }
  | { type: 'tested'; ordinal: number; failed: string[] }
  /** The first time that a window of readings beginning there was asked for. */
  | { type: 'observed'; from: string }
  | { type: 'supervised' }
  | { type: 'unsupervised' }
);

export interface Equipment {
  equipmentKey: string;
  state: 'reserved' | 'shipped' | 'received' | 'released';
  reservationReference: string | null;
  pieces: number;
  isShipmentAsked: boolean;
  trackingReference: string | null;
  serialNumbers: string[];
  receivedOn: string | null;
  /** When it last went on; the next delay counts from here. */
  changedAtMs: number;
}

export interface Service {
  /** Of the site's last planned intervention; it says what the simulator does (scripts.ts). */
  city: string;
  parts: Map<ServicePart, 'made' | 'released'>;
  testRuns: number;
  firstWindowFrom: string | null;
}

export interface Records {
  interventions: Map<string, 'planned' | 'visited' | 'cancelled'>;
  /** The last slot each was moved to. */
  moves: Map<string, number>;
  equipment: Map<string, Equipment>;
  services: Map<string, Service>;
  /** Numbers given so far, of each kind: none is given twice. */
  given: { interventions: number; reservations: number; productions: number };
}

export function newRecords(): Records {
  return { interventions: new Map(), moves: new Map(), equipment: new Map(), services: new Map(), given: { interventions: 0, reservations: 0, productions: 0 } };
}

/** `AFF-2026-000123.S001` of any key of ours. */
export function serviceKeyOf(key: string): string {
  return key.split('.').slice(0, 2).join('.');
}

/** What the site of a key of ours makes the simulator do. */
export function scriptFor(records: Records, key: string): Script {
  return scriptOf(records.services.get(serviceKeyOf(key))?.city ?? '');
}

export function applyFact(records: Records, fact: RefTechFact): void {
  if (fact.subject.includes('.visit.')) applyToIntervention(records, fact);
  else if (fact.subject.includes('.equipment.')) applyToEquipment(records, fact);
  else applyToService(records, fact);
}

function applyToIntervention(records: Records, fact: RefTechFact): void {
  if (fact.type === 'planned') {
    records.given.interventions += 1;
    serviceOf(records, fact.subject).city = fact.request.address.city;
  }
  if (fact.type === 'moved') return void records.moves.set(fact.subject, fact.ordinal);
  records.interventions.set(fact.subject, fact.type === 'planned' || fact.type === 'visited' ? fact.type : 'cancelled');
}

function applyToEquipment(records: Records, fact: RefTechFact): void {
  const lot = records.equipment.get(fact.subject) ?? newEquipment(fact);
  records.equipment.set(fact.subject, lot);
  lot.changedAtMs = fact.atMs;
  if (fact.type === 'reserved') {
    records.given.reservations += 1;
    lot.reservationReference = fact.reservationReference;
    lot.pieces = fact.request.items.reduce((sum, { quantity }) => sum + quantity, 0);
  } else if (fact.type === 'shipment-asked') {
    lot.isShipmentAsked = true;
  } else if (fact.type === 'shipped') {
    lot.state = 'shipped';
    lot.trackingReference = fact.trackingReference;
    lot.serialNumbers = fact.serialNumbers;
  } else if (fact.type === 'received') {
    lot.state = 'received';
    lot.receivedOn = fact.receivedOn;
  } else {
    lot.state = 'released';
  }
}

function newEquipment({ subject, atMs }: RefTechFact): Equipment {
  return {
    equipmentKey: subject, state: 'reserved', reservationReference: null, pieces: 0, isShipmentAsked: false, trackingReference: null, serialNumbers: [], receivedOn: null, changedAtMs: atMs,
  };
}

function applyToService(records: Records, fact: RefTechFact): void {
  const service = serviceOf(records, fact.subject);
  if (fact.type === 'produced') {
    records.given.productions += 1;
    service.parts.set(fact.part, 'made');
  } else if ((fact.type === 'unproduced' || fact.type === 'barred') && fact.part !== undefined) {
    service.parts.set(fact.part, 'released');
  } else if (fact.type === 'supervised' || fact.type === 'unsupervised') {
    service.parts.set('supervision', fact.type === 'supervised' ? 'made' : 'released');
  } else if (fact.type === 'tested') {
    service.testRuns += 1;
  } else if (fact.type === 'observed') {
    service.firstWindowFrom ??= fact.from;
  }
}

function serviceOf(records: Records, key: string): Service {
  const serviceKey = serviceKeyOf(key);
  const service = records.services.get(serviceKey) ?? { city: '', parts: new Map(), testRuns: 0, firstWindowFrom: null };
  records.services.set(serviceKey, service);
  return service;
}
