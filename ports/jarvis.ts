/** The port of JARVIS, the production portal: deployments, assignments, orders relayed to the OBL, the inventory of services (domain.md chapter 6, D-03, D-08, D-16, D-26). */
import { z } from 'zod';
import { salesCollection } from '../domain/deployment/steps.schema.ts';
import { oblOrderRequest, type OblOrderAnswer, type OblOrderRequest } from './obl.ts';
import { outsideDate, outsideText, serviceReference } from './parts.ts';

/** Our key of one deployment. */
export const deploymentKey = z.string().regex(/^AFF-\d{4}-\d{6,}$/);

/** `POST /v1/deployments`, with `Idempotency-Key: <deploymentId>`. */
export const deploymentRegistration = z.strictObject({
  deploymentId: deploymentKey,
  orderNumber: z.string().min(1).max(100),
  customerId: z.string().min(1),
  market: z.enum(['private', 'public']),
  siteCount: z.int().min(1),
});

export const deploymentRegistrationAnswer = z.object({ jarvisReference: outsideText(100) });

/** `POST /v1/deployments/{deploymentId}/assignments`, with `Idempotency-Key: <deploymentId>.assignment.<ordinal>` (D-03). The highest ordinal holds. */
export const assignmentNotice = z.strictObject({ coordinator: z.string().min(1).max(255), ordinal: z.int().min(1) });

/** `POST /v1/services`, with `Idempotency-Key: <deploymentId>.<site>` (D-16). */
export const serviceRegistration = z.strictObject({
  deploymentId: deploymentKey,
  site: z.string().regex(/^S\d{3}$/),
  customerId: z.string().min(1),
  accessType: oblOrderRequest.shape.accessType,
  /** Null where the order was passed over by a person. */
  oblReference: outsideText(100).nullable(),
  deliveredOn: outsideDate,
});

/** The service reference (RDS) names a delivered service from now on: a ticket needs it. */
export const serviceRegistrationAnswer = z.object({ rds: z.string().regex(/^RDS-\d{6,12}$/) });

/** Our key of one service. `POST /v1/services/{serviceKey}/deproduce`, with `Idempotency-Key: <serviceKey>.deproduce`: an unknown key is remembered, so that a registration still on its way is refused when it arrives. */
export const registeredServiceKey = serviceReference;

/** What JARVIS calls back with: the sales collection of a BC web, by order number; before the launch or after it, once or again (D-26). Standard Webhooks, signed. */
export const jarvisCallback = z.discriminatedUnion('type', [
  z.object({ type: z.literal('collection.pushed'), orderNumber: outsideText(100), collection: salesCollection }),
]);

export type DeploymentRegistration = z.infer<typeof deploymentRegistration>;
export type DeploymentRegistrationAnswer = z.infer<typeof deploymentRegistrationAnswer>;
export type AssignmentNotice = z.infer<typeof assignmentNotice>;
export type ServiceRegistration = z.infer<typeof serviceRegistration>;
export type ServiceRegistrationAnswer = z.infer<typeof serviceRegistrationAnswer>;
export type JarvisCallback = z.infer<typeof jarvisCallback>;

/** What an adapter of JARVIS can do. Every call may be repeated with the same keys without a second effect. */
export interface JarvisPort {
  registerDeployment(registration: DeploymentRegistration): Promise<DeploymentRegistrationAnswer>;
  /** It is cancelled: `POST /v1/deployments/{deploymentId}/withdraw`, idempotent; one that was never registered is barred (D-23). */
  withdrawDeployment(deploymentId: string): Promise<void>;
  /** `ordinal` counts the assignments of this deployment from 1 (D-03). */
  tellAssignment(notice: AssignmentNotice & { deploymentId: string }): Promise<void>;
  /** `POST /v1/access-orders`, with `Idempotency-Key: <orderKey>`: what the OBL takes (ports/obl.ts) and its own answer; JARVIS never answers for it (D-08). */
  relayAccessOrder(request: OblOrderRequest): Promise<OblOrderAnswer>;
  registerService(registration: ServiceRegistration): Promise<ServiceRegistrationAnswer>;
  /** Takes the service out of the inventory; one that was never registered is barred (D-23, R-05). */
  deproduceService(serviceKey: string): Promise<void>;
}
