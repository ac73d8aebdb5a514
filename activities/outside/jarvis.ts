/** The adapter of JARVIS: ports/jarvis.ts over HTTP (D-03, D-08, D-16). */
import type { JarvisPort } from '../../ports/jarvis.ts';
import { deploymentRegistrationAnswer, serviceRegistrationAnswer } from '../../ports/jarvis.ts';
import { oblOrderAnswer } from '../../ports/obl.ts';
import { requestOutside } from './http.ts';
import type { OutsideSystem } from './http.ts';

/**
 * JARVIS at `baseUrl`, real or simulated. Failures are those of {@link requestOutside}; an OBL that does not answer JARVIS is
 * `outside.unavailable` (502), and an assignment of a deployment that was never registered is `outside.rejected` (404).
 */
export function createJarvisPort(settings: Omit<OutsideSystem, 'system'>): JarvisPort {
  const jarvis: OutsideSystem = { ...settings, system: 'jarvis' };
  return {
    registerDeployment: (registration) => requestOutside(jarvis, {
      operation: 'register-deployment', method: 'POST', path: '/v1/deployments', idempotencyKey: registration.deploymentId, body: registration,
      answer: deploymentRegistrationAnswer,
    }),
    withdrawDeployment: (deploymentId) => requestOutside<void>(jarvis, {
      operation: 'withdraw-deployment', method: 'POST', path: `/v1/deployments/${encodeURIComponent(deploymentId)}/withdraw`, idempotencyKey: `${deploymentId}.withdraw`, answer: null,
    }),
    tellAssignment: ({ deploymentId, coordinator, ordinal }) => requestOutside<void>(jarvis, {
      operation: 'tell-assignment', method: 'POST', path: `/v1/deployments/${encodeURIComponent(deploymentId)}/assignments`,
      idempotencyKey: `${deploymentId}.assignment.${ordinal}`, body: { coordinator, ordinal }, answer: null,
    }),
    relayAccessOrder: (request) => requestOutside(jarvis, {
      operation: 'relay-access-order', method: 'POST', path: '/v1/access-orders', idempotencyKey: request.orderKey, body: request, answer: oblOrderAnswer,
    }),
    registerService: (registration) => requestOutside(jarvis, {
      operation: 'register-service', method: 'POST', path: '/v1/services', idempotencyKey: `${registration.deploymentId}.${registration.site}`, body: registration,
      answer: serviceRegistrationAnswer,
    }),
    deproduceService: (serviceKey) => requestOutside<void>(jarvis, {
      operation: 'deproduce-service', method: 'POST', path: `/v1/services/${encodeURIComponent(serviceKey)}/deproduce`, idempotencyKey: `${serviceKey}.deproduce`, answer: null,
    }),
  };
}
