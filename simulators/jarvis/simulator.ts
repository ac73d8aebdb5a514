/** The simulated production portal JARVIS: registers deployments and services, relays orders to the OBL, pushes the collection of a BC web (D-03, D-08, D-16, D-26). */
import { z } from 'zod';
import { salesCollection } from '../../domain/deployment/steps.schema.ts';
import {
  assignmentNotice, deploymentKey, deploymentRegistration, registeredServiceKey, serviceRegistration, type AssignmentNotice, type DeploymentRegistration, type JarvisCallback, type ServiceRegistration,
} from '../../ports/jarvis.ts';
import { oblOrderRequest, type OblOrderAnswer, type OblOrderRequest } from '../../ports/obl.ts';
import { fieldOf, parsedBody } from '../shared/body.ts';
import type { CallbackTarget } from '../shared/callbacks.ts';
import { Problem } from '../shared/problem.ts';
import { createSimulator } from '../shared/simulator.ts';
import type { Act, Call, Decision, Simulator, SimulatorSettings } from '../shared/simulator.ts';
import { placeAtObl, type OblAccess } from './obl-client.ts';

type JarvisFact = { subject: string; atMs: number } & (
  | { type: 'registered'; jarvisReference: string; request: DeploymentRegistration }
  | ({ type: 'assigned' } & AssignmentNotice)
  | { type: 'withdrawn' }
  | { type: 'relayed'; answer: OblOrderAnswer }
  | { type: 'service-registered'; rds: string; request: ServiceRegistration }
  | { type: 'service-deproduced' }
  /** Withdrawn or deproduced before it came: a registration still on its way is to be refused. */
  | { type: 'barred' }
  | { type: 'collection-typed' }
);

export interface JarvisSimulatorSettings extends SimulatorSettings {
  callbackTarget: CallbackTarget;
  obl: OblAccess;
}

/** `POST /sim/bc-web`. */
const bcWeb = z.strictObject({ orderNumber: z.string().min(1).max(100), collection: salesCollection });

/** A JARVIS that keeps what it knows in `settings.file`; see docs/simulators.md. */
export function createJarvisSimulator(settings: JarvisSimulatorSettings): Simulator {
  const deployments = new Set<string>();
  /** Deployments that were withdrawn, registered or not. */
  const withdrawn = new Set<string>();
  const services = new Set<string>();
  /** Service keys taken out of the inventory, registered or not. */
  const deproduced = new Set<string>();

  function registerDeployment(call: Call): Decision<JarvisFact> {
    const request = parsedBody(deploymentRegistration, call.body);
    const subject = request.deploymentId;
    checkKey(call, subject);
    if (withdrawn.has(subject)) throw new Problem(409, 'deployment-withdrawn', 'this deployment was withdrawn before it came');
    const jarvisReference = `JRV-${numbered(deployments)}`;
    return { status: 201, body: { jarvisReference }, facts: [{ subject, atMs: call.nowMs, type: 'registered', jarvisReference, request }] };
  }

  function withdrawDeployment(call: Call): Decision<JarvisFact> {
    const subject = deploymentIn(call);
    if (!deploymentKey.safeParse(subject).success) throw new Problem(400, 'bad-key', 'this is no deployment');
    checkKey(call, `${subject}.withdraw`);
    return { status: 204, facts: withdrawn.has(subject) ? [] : [{ subject, atMs: call.nowMs, type: deployments.has(subject) ? 'withdrawn' : 'barred' }] };
  }

  function takeAssignment(call: Call): Decision<JarvisFact> {
    const notice = parsedBody(assignmentNotice, call.body);
    const subject = deploymentIn(call);
    checkKey(call, `${subject}.assignment.${notice.ordinal}`);
    if (!deployments.has(subject)) throw new Problem(404, 'deployment-unknown', 'no such deployment');
    return { status: 204, facts: [{ subject, atMs: call.nowMs, type: 'assigned', ...notice }] };
  }

  function orderOf(call: Call): OblOrderRequest {
    const request = parsedBody(oblOrderRequest, call.body);
    checkKey(call, request.orderKey);
    return request;
  }

  function relay(call: Call, asked: unknown): Decision<JarvisFact> {
    const answer = asked as OblOrderAnswer;
    return { status: answer.outcome === 'received' ? 202 : 200, body: answer, facts: [{ subject: orderOf(call).orderKey, atMs: call.nowMs, type: 'relayed', answer }] };
  }

  function registerService(call: Call): Decision<JarvisFact> {
    const request = parsedBody(serviceRegistration, call.body);
    const subject = `${request.deploymentId}.${request.site}`;
    checkKey(call, subject);
    if (deproduced.has(subject)) throw new Problem(409, 'service-deproduced', 'this service was deproduced before it came');
    const rds = `RDS-${numbered(services)}`;
    return { status: 201, body: { rds }, facts: [{ subject, atMs: call.nowMs, type: 'service-registered', rds, request }] };
  }

  function deproduceService(call: Call): Decision<JarvisFact> {
    const subject = serviceIn(call);
    if (!registeredServiceKey.safeParse(subject).success) throw new Problem(400, 'bad-key', 'this is no service key');
    checkKey(call, `${subject}.deproduce`);
    return { status: 204, facts: deproduced.has(subject) ? [] : [{ subject, atMs: call.nowMs, type: services.has(subject) ? 'service-deproduced' : 'barred' }] };
  }

  const typeCollection: Act<JarvisFact> = {
    path: '/sim/bc-web',
    decide(body, nowMs) {
      const { orderNumber, collection } = parsedBody(bcWeb, body);
      const payload: JarvisCallback = { type: 'collection.pushed', orderNumber, collection };
      return { fact: { subject: orderNumber, atMs: nowMs, type: 'collection-typed' }, callbacks: [{ subject: orderNumber, payload, isFinal: false }] };
    },
  };

  return createSimulator<JarvisFact>({
    name: 'jarvis',
    routes: [
      { operation: 'register-deployment', method: 'post', path: '/v1/deployments', subjectOf: (call) => fieldOf(call.body, 'deploymentId'), decide: registerDeployment },
      { operation: 'withdraw-deployment', method: 'post', path: '/v1/deployments/:deploymentId/withdraw', subjectOf: deploymentIn, decide: withdrawDeployment },
      { operation: 'assign', method: 'post', path: '/v1/deployments/:deploymentId/assignments', subjectOf: deploymentIn, decide: takeAssignment },
      {
        operation: 'relay-order', method: 'post', path: '/v1/access-orders', subjectOf: (call) => fieldOf(call.body, 'orderKey'),
        ask: async (call) => await placeAtObl(settings.obl, orderOf(call)), decide: relay,
      },
      {
        operation: 'register-service', method: 'post', path: '/v1/services', decide: registerService,
        subjectOf: (call) => `${String(fieldOf(call.body, 'deploymentId'))}.${String(fieldOf(call.body, 'site'))}`,
      },
      { operation: 'deproduce-service', method: 'post', path: '/v1/services/:serviceKey/deproduce', subjectOf: serviceIn, decide: deproduceService },
    ],
    acts: [typeCollection],
    callbackTarget: settings.callbackTarget,
    apply(fact) {
      if (fact.type === 'registered') deployments.add(fact.subject);
      else if (fact.type === 'service-registered') services.add(fact.subject);
      else if (fact.type === 'withdrawn') withdrawn.add(fact.subject);
      else if (fact.type === 'service-deproduced') deproduced.add(fact.subject);
      else if (fact.type === 'barred') (deploymentKey.safeParse(fact.subject).success ? withdrawn : deproduced).add(fact.subject);
    },
    reset() {
      deployments.clear();
      services.clear();
      withdrawn.clear();
      deproduced.clear();
    },
  }, settings);
}

function deploymentIn(call: Call): string {
  return call.params['deploymentId'] ?? '';
}

function serviceIn(call: Call): string {
  return call.params['serviceKey'] ?? '';
}

function numbered(known: ReadonlySet<string>): string {
  return String(known.size + 1).padStart(6, '0');
}

/** @throws {Problem} 400 `idempotency-key-mismatch` */
function checkKey({ idempotencyKey }: Call, expected: string): void {
  if (idempotencyKey !== expected) throw new Problem(400, 'idempotency-key-mismatch', `Idempotency-Key must be ${expected}`);
}
