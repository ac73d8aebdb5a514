/** The adapter of Ref.Tech: ports/ref-tech.ts over HTTP (D-10 to D-15, D-19). */
import type { z } from 'zod';
import type { RefTechPort } from '../../ports/ref-tech.ts';
import {
  backboneAnswer, equipmentAnswer, equipmentReleaseAnswer, equipmentState, interventionAnswer, interventionCancelAnswer, ipAnswer, linkReadings, radiusAnswer, testResults,
} from '../../ports/ref-tech.ts';
import { requestOutside } from './http.ts';
import type { OutsideSystem } from './http.ts';

/**
 * Ref.Tech at `baseUrl`, real or simulated. Every call may be repeated: its idempotency key is made of ours.
 * Failures are those of {@link requestOutside}; `outside.rejected` with 404 for a move, a visit or a shipment of what was never planned or reserved, with 409 where it was
 * cancelled or released, before its arrival too.
 */
export function createRefTechPort(settings: Omit<OutsideSystem, 'system'>): RefTechPort {
  const refTech: OutsideSystem = { ...settings, system: 'ref-tech' };
  const interventionPath = (interventionKey: string) => `/v1/interventions/${encodeURIComponent(interventionKey)}`;
  const equipmentPath = (equipmentKey: string) => `/v1/equipment/${encodeURIComponent(equipmentKey)}`;
  const servicePath = (serviceKey: string) => `/v1/services/${encodeURIComponent(serviceKey)}`;

  function post<Answer>(operation: string, path: string, idempotencyKey: string, body: unknown, answer: z.ZodType<Answer>): Promise<Answer> {
    return requestOutside(refTech, { operation, method: 'POST', path, idempotencyKey, body, answer });
  }
  function tell(operation: string, path: string, idempotencyKey: string, body?: unknown): Promise<void> {
    return requestOutside<void>(refTech, { operation, method: 'POST', path, idempotencyKey, body, answer: null });
  }

  return {
    planIntervention: (request) => post('plan-intervention', '/v1/interventions', request.interventionKey, request, interventionAnswer),
    moveIntervention: ({ interventionKey, ...move }) => tell('move-intervention', `${interventionPath(interventionKey)}/move`, `${interventionKey}.move.${move.ordinal}`, move),
    cancelIntervention: (key) => post('cancel-intervention', `${interventionPath(key)}/cancel`, `${key}.cancel`, undefined, interventionCancelAnswer),
    recordVisit: ({ interventionKey, ...visit }) => tell('record-visit', `${interventionPath(interventionKey)}/visit`, `${interventionKey}.record`, visit),
    reserveEquipment: (request) => post('reserve-equipment', '/v1/equipment', request.equipmentKey, request, equipmentAnswer),
    releaseEquipment: (key) => post('release-equipment', `${equipmentPath(key)}/release`, `${key}.release`, undefined, equipmentReleaseAnswer),
    shipEquipment: ({ equipmentKey, ...shipment }) => tell('ship-equipment', `${equipmentPath(equipmentKey)}/ship`, `${equipmentKey}.ship`, shipment),
    equipmentState: (key) => requestOutside(refTech, { operation: 'equipment-state', method: 'GET', path: equipmentPath(key), answer: equipmentState }),
    reserveIp: (key) => post('reserve-ip', `${servicePath(key)}/ip`, `${key}.ip`, undefined, ipAnswer),
    createRadius: (key) => post('create-radius', `${servicePath(key)}/radius`, `${key}.radius`, undefined, radiusAnswer),
    configureBackbone: (key) => post('configure-backbone', `${servicePath(key)}/backbone`, `${key}.backbone`, undefined, backboneAnswer),
    releaseProduction: (key, part) => tell(`release-${part}`, `${servicePath(key)}/${part}/release`, `${key}.${part}.release`),
    pushConfiguration: ({ serviceKey, ...push }) =>
      tell('push-configuration', `${servicePath(serviceKey)}/configurations`, `${serviceKey}.configuration.${push.ordinal}`, push),
    runTests: ({ serviceKey, ordinal }) => post('run-tests', `${servicePath(serviceKey)}/tests`, `${serviceKey}.tests.${ordinal}`, { ordinal }, testResults),
    linkReadings: ({ serviceKey, from, to, everySeconds }) => requestOutside(refTech, {
      operation: 'link-readings', method: 'GET', answer: linkReadings,
      path: `${servicePath(serviceKey)}/readings?${String(new URLSearchParams({ from, to, everySeconds: String(everySeconds) }))}`,
    }),
    superviseService: (key) => tell('supervise-service', `${servicePath(key)}/supervision`, `${key}.supervision`),
    stopSupervision: (key) => tell('stop-supervision', `${servicePath(key)}/supervision/stop`, `${key}.supervision.stop`),
  };
}
