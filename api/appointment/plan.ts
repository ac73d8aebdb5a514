/** Planning an appointment (S-09): what it needs is read here and travels in the command; the journey starts once per command id. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { z } from 'zod';
import type { Pool } from 'pg';
import { overlapping } from '../../db/appointment/appointments.ts';
import { keepDetails } from '../../db/appointment/details.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { nextNumber } from '../../db/numbers.ts';
import type { AppointmentOpening } from '../../domain/appointment/appointment.ts';
import { appointmentPolicies, freezeAppointmentPolicy } from '../../domain/appointment/freeze-policy.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { appointmentSummary } from '../../workflows/appointment/details.ts';
import { appointmentType, planAppointmentUpdate, type AppointmentStart } from '../../workflows/appointment/messages.ts';
import { searchAttributes } from '../../workflows/deployment/messages.ts';
import { taskQueues, workflowIdOf } from '../../workflows/journey/messages.ts';
import { visibleCustomer } from '../customer/visible.ts';
import { problem } from '../http/problem.ts';
import { open, type Opener } from '../journey/act.ts';
import { demandOpportunityOf, sellerOf } from '../sales/sellers.ts';
import type { Services } from '../services.ts';
import type { newAppointment } from './views.ts';

interface Times {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** @returns its id. @throws {Problem} its refusals; nothing is started then. */
export async function planAppointment(services: Services, request: z.output<typeof newAppointment>, { principal, scope, allocate, meta }: Opener): Promise<string> {
  const { pool, nowMs } = services;
  const customer = await visibleCustomer(pool, request.customerId, scope);
  const seller = await sellerOf(pool, principal, customer.id, request.seller);
  const opportunityId = await demandOpportunityOf(pool, request.opportunityId, customer.id);
  const times = { startsAtMs: Date.parse(request.startsAt), endsAtMs: Date.parse(request.endsAt) };
  // Asked again once it is planned, it does not overlap itself.
  const id = await allocate(async () => {
    demandAhead(times, nowMs());
    if (!request.despiteOverlap) await demandFree(pool, seller.person, times, null);
    return await nextNumber(pool, 'RDV', new Date(nowMs()).getUTCFullYear());
  });
  const details = 1;
  await keepDetails(pool, id, details, { subject: request.subject, place: request.place ?? null, invitee: { role: 'invitee', ...request.invitee } });
  const { values, versions } = await currentPolicies(pool, [...appointmentPolicies]);
  const opening: AppointmentOpening = { id, customerId: customer.id, opportunityId, form: request.form, seller, policy: freezeAppointmentPolicy(values, versions) };
  const start: AppointmentStart = { journeyId: id, opening: { command: { type: 'open', opening, plan: { ...times, details } }, meta } };
  await open(services, id, planAppointmentUpdate, { meta }, new WithStartWorkflowOperation(appointmentType, {
    workflowId: workflowIdOf(id), taskQueue: taskQueues.journeys, args: [start], workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: appointmentSummary(opening), typedSearchAttributes: [{ key: searchAttributes.customer, value: customer.id }],
  }));
  return id;
}

/** @throws {Problem} `S-09.in-the-past`, before anything is kept of it; the journey says the same. */
export function demandAhead({ startsAtMs }: Times, nowMs: number): void {
  if (startsAtMs <= nowMs) throw problem(refuse('S-09.in-the-past', {}, '/startsAt'));
}

/** A warning: who plans may confirm that the seller has two at once. @throws {Problem} `S-09.double-booking` */
export async function demandFree(pool: Pool, seller: string, times: Times, except: string | null): Promise<void> {
  const others = await overlapping(pool, { seller, ...times }, except);
  if (others.length > 0) throw problem(refuse('S-09.double-booking', { appointments: others.join(', ') }, '/despiteOverlap'));
}
