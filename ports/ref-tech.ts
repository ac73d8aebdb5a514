/** The port of Ref.Tech, the technical record: visits, equipment, service production, configuration, tests, link (domain.md chapter 6, D-10 to D-15, D-19). */
import { z } from 'zod';
import { absentees } from '../domain/deployment/access.ts';
import { visitQuestionnaire } from '../domain/deployment/steps.schema.ts';
import { oblAddress, oblSlot } from './obl.ts';
import { outsideDate, outsideInstant, outsideText, serviceReference } from './parts.ts';

/** Our key of one planned intervention, `<deployment>.<site>.visit.<n>`, by the first slot it was planned with (D-10). */
export const interventionKey = z.string().regex(/^AFF-\d{4}-\d{6,}\.S\d{3}\.visit\.\d{1,3}$/);

/** Our key of one lot of equipment, `<deployment>.<site>.equipment.<n>` (D-12); the correlation key of every callback. */
export const equipmentKey = z.string().regex(/^AFF-\d{4}-\d{6,}\.S\d{3}\.equipment\.\d{1,3}$/);

/** Our key of one service (D-14, R-05). */
export const serviceKey = serviceReference;

/** What of a service is produced in the network, and released one by one (D-14). */
export const productionPart = z.enum(['ip', 'radius', 'backbone']);

/** `POST /v1/interventions`, with `Idempotency-Key: <interventionKey>`. */
export const interventionRequest = z.strictObject({
  interventionKey,
  slot: oblSlot,
  address: oblAddress,
});

export const interventionAnswer = z.object({ interventionReference: outsideText(100) });

/** `POST /v1/interventions/{interventionKey}/move`, with `Idempotency-Key: <interventionKey>.move.<ordinal>`: the slot with the highest ordinal holds (D-10). */
export const interventionMove = z.strictObject({ ordinal: z.int().min(1).max(9999), slot: oblSlot });

/** `POST /v1/interventions/{interventionKey}/cancel`: idempotent; an unknown key is remembered, so that a planning still on its way is refused when it arrives. */
export const interventionCancelAnswer = z.object({ outcome: z.enum(['cancelled', 'too-late']) });

/** `POST /v1/interventions/{interventionKey}/visit` (D-11). */
export const visitRecord = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.enum(['favourable', 'works-needed']), questionnaire: visitQuestionnaire }),
  z.strictObject({ outcome: z.literal('unfavourable') }),
  z.strictObject({ outcome: z.literal('no-show'), absent: z.enum(absentees) }),
]);

/** `POST /v1/equipment`, with `Idempotency-Key: <equipmentKey>` (D-12). */
export const equipmentRequest = z.strictObject({
  equipmentKey,
  items: z.array(z.strictObject({ model: z.string().min(1).max(100), quantity: z.int().min(1).max(100) })).min(1).max(20),
});

/** In stock: picked, available today; else ordered, available when the order is expected. */
export const equipmentAnswer = z.object({ reservationReference: outsideText(100), inStock: z.boolean(), availableOn: outsideDate });

/** `POST /v1/equipment/{equipmentKey}/release`: idempotent; an unknown key is remembered. What is on its way is recalled. */
export const equipmentReleaseAnswer = z.object({ outcome: z.enum(['released', 'too-late']) });

/** `POST /v1/equipment/{equipmentKey}/ship`. */
export const shipment = z.strictObject({ depot: z.string().min(1).max(100) });

/** One per piece of {@link equipmentRequest}. */
const serialNumbers = z.array(outsideText(60)).max(2000);

/** `GET /v1/equipment/{equipmentKey}`: how a lost callback is found. */
export const equipmentState = z.object({
  state: z.enum(['unknown', 'reserved', 'shipped', 'received', 'released']),
  trackingReference: outsideText(100).nullable(),
  serialNumbers,
  receivedOn: outsideDate.nullable(),
});

/** `POST /v1/services/{serviceKey}/ip`, `…/radius`, `…/backbone`; each released by `…/{part}/release`, a part that was never made too. */
export const ipAnswer = z.object({ ipv4: z.ipv4() });
export const radiusAnswer = z.object({ login: outsideText(100) });
export const backboneAnswer = z.object({ vlan: z.int().min(1).max(4094) });

/** `POST /v1/services/{serviceKey}/configurations`. */
export const configurationPush = z.strictObject({ configurationReference: z.string().min(1).max(100), ordinal: z.int().min(1) });

/** `POST /v1/services/{serviceKey}/tests`. */
export const testRun = z.strictObject({ ordinal: z.int().min(1) });

/** `sync`, `ping`, `throughput-down`, `throughput-up`, `dns`, `voice-quality`, or others the platform knows. */
export const testResults = z.object({
  results: z.array(z.object({ test: outsideText(50), passed: z.boolean(), measure: z.number().nullable(), unit: outsideText(20).nullable() })).min(1).max(30),
});

/** `GET /v1/services/{serviceKey}/readings?from=…&to=…&everySeconds=…` (D-15). */
export const readingsQuery = z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime(), everySeconds: z.coerce.number().int().min(1).max(86_400) })
  .refine(({ from, to }) => Date.parse(from) <= Date.parse(to), 'it ends after it starts');

/** Readings of one window at most: the platform reads less often, a multiple of what was asked, where there would be more. */
export const readingsMax = 500;

export const linkReadings = z.object({
  readings: z.array(z.object({
    at: outsideInstant, state: z.enum(['up', 'down']), latencyMs: z.number().min(0), lossPercent: z.number().min(0).max(100), throughputPercent: z.number().min(0),
  })).min(1).max(readingsMax),
});

/** What Ref.Tech calls back with: Standard Webhooks, signed; twice, late, out of order, or never. */
export const refTechCallback = z.discriminatedUnion('type', [
  z.object({ type: z.literal('equipment.shipped'), equipmentKey, trackingReference: outsideText(100), serialNumbers }),
  z.object({ type: z.literal('equipment.received'), equipmentKey, receivedOn: outsideDate }),
]);

export type InterventionRequest = z.infer<typeof interventionRequest>;
export type EquipmentRequest = z.infer<typeof equipmentRequest>;
export type EquipmentState = z.infer<typeof equipmentState>;
export type ProductionPart = z.infer<typeof productionPart>;
export type LinkReading = z.infer<typeof linkReadings>['readings'][number];
export type TestResult = z.infer<typeof testResults>['results'][number];
export type RefTechCallback = z.infer<typeof refTechCallback>;

export type VisitRecord = z.infer<typeof visitRecord>;
type OfIntervention<Part> = Readonly<{ interventionKey: string } & Part>;
type OfEquipment<Part> = Readonly<{ equipmentKey: string } & Part>;
type OfService<Part> = Readonly<{ serviceKey: string } & Part>;

/** What an adapter of Ref.Tech can do. Every call may be repeated with the same keys without a second effect. Instants are RFC 3339 in UTC, dates ISO. */
export interface RefTechPort {
  /** D-10. */
  planIntervention(request: Readonly<InterventionRequest>): Promise<z.infer<typeof interventionAnswer>>;
  /** D-10. `ordinal` counts the slots of the site. */
  moveIntervention(move: OfIntervention<z.infer<typeof interventionMove>>): Promise<void>;
  /** `too-late` once its visit is recorded. */
  cancelIntervention(interventionKey: string): Promise<z.infer<typeof interventionCancelAnswer>>;
  /** D-11. */
  recordVisit(request: OfIntervention<VisitRecord>): Promise<void>;
  /** D-12. */
  reserveEquipment(request: Readonly<{ equipmentKey: string; items: readonly EquipmentRequest['items'][number][] }>): Promise<z.infer<typeof equipmentAnswer>>;
  /** `too-late` once received at the depot. */
  releaseEquipment(equipmentKey: string): Promise<z.infer<typeof equipmentReleaseAnswer>>;
  /** `equipment.shipped` and `equipment.received` follow. */
  shipEquipment(request: OfEquipment<z.infer<typeof shipment>>): Promise<void>;
  equipmentState(equipmentKey: string): Promise<EquipmentState>;
  /** D-14, as the two that follow. */
  reserveIp(serviceKey: string): Promise<z.infer<typeof ipAnswer>>;
  createRadius(serviceKey: string): Promise<z.infer<typeof radiusAnswer>>;
  configureBackbone(serviceKey: string): Promise<z.infer<typeof backboneAnswer>>;
  /** Undoes one of the three; a part that was never made is barred. */
  releaseProduction(serviceKey: string, part: ProductionPart): Promise<void>;
  /** `ordinal` counts the configurations of this service from 1 and makes the call's idempotency key. */
  pushConfiguration(request: OfService<z.infer<typeof configurationPush>>): Promise<void>;
  /** `ordinal` counts the runs of this service from 1 and makes the call's idempotency key. */
  runTests(request: OfService<z.infer<typeof testRun>>): Promise<z.infer<typeof testResults>>;
  /** What the platform read of the link by itself in a window, oldest first; at least one reading, at most {@link readingsMax} (D-15). */
  linkReadings(request: OfService<{ from: string; to: string; everySeconds: number }>): Promise<z.infer<typeof linkReadings>>;
  /** D-19. */
  superviseService(serviceKey: string): Promise<void>;
  /** Ends it; one that never began is barred. */
  stopSupervision(serviceKey: string): Promise<void>;
}
