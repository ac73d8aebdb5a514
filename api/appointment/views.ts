/** What the API takes and shows of appointments (S-09). */
import { z } from 'zod';
import type { Pool } from 'pg';
import { readAppointment, type AppointmentRead } from '../../db/appointment/appointments.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { appointmentAnswers, appointmentFormNames, appointmentForms, appointmentPhaseNames, appointmentPhases } from '../../domain/appointment/appointment.ts';
import { customerId } from '../../domain/customer/customer.schema.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { mailAddress } from '../../domain/people/mail-address.schema.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { problem } from '../http/problem.ts';
import { personName } from '../people/views.schema.ts';
import { opportunityId, seller } from '../sales/opportunity-views.schema.ts';

const text = (max: number) => z.string().trim().min(1).max(max);
const label = z.object({ fr: z.string(), en: z.string() });
const instant = z.iso.datetime({ offset: true });
export const byAppointmentId = z.object({ id: z.string().regex(/^RDV-\d{4}-\d{6,}$/) });

const times = {
  startsAt: instant, endsAt: instant,
  despiteOverlap: z.boolean().default(false).meta({ description: 'Le prendre bien que le vendeur ait un autre rendez-vous à ce moment' }),
};
/** A day is longer than any appointment. */
const longestMs = 24 * 3_600_000;
const isSpan = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }): boolean => Date.parse(endsAt) > Date.parse(startsAt) && Date.parse(endsAt) - Date.parse(startsAt) <= longestMs;
const span = { error: 'ends after it begins, within a day', path: ['endsAt'] };

export const newAppointment = z.strictObject({
  customerId, opportunityId: opportunityId.optional(), form: z.enum(appointmentFormNames).default('visit'), subject: text(200).meta({ description: 'De quoi il s’agit, tel que le client le lira' }), place: text(300).optional(),
  invitee: z.strictObject({ name: text(120), email: mailAddress.max(254) }).meta({ description: 'Qui est invité chez le client' }), seller: seller.optional(), ...times,
}).refine(isSpan, span).meta({ id: 'NewAppointment' });

export const appointmentMove = z.strictObject({ place: text(300).nullable().optional().meta({ description: 'Absent : le même' }), ...times }).refine(isSpan, span).meta({ id: 'AppointmentMove' });

export const appointmentView = z.object({
  id: z.string(), customerId: z.string(), customerName: z.string(), opportunityId: z.string().nullable(), form: z.enum(appointmentFormNames), formLabel: label, seller: z.string(), sellerName: personName, phase: z.enum(appointmentPhaseNames), label,
  answer: z.enum(appointmentAnswers).nullable().meta({ description: 'Of the customer, to the times as they are now' }), startsAt: z.iso.datetime(), endsAt: z.iso.datetime(), subject: z.string().nullable(), place: z.string().nullable(),
  invitee: z.object({ name: z.string(), email: z.string() }).nullable(), sequence: z.int().meta({ description: 'How often it was moved' }), isTold: z.boolean().meta({ description: 'The customer has been told of it as it is now' }),
  confirmAt: z.iso.datetime().nullable().meta({ description: 'When it will be confirmed; null: it has been, or is told too near its beginning' }),
}).meta({ id: 'Appointment' });

/** @throws {Problem} `not-found`, also when the person may not see it. */
export async function visibleAppointment(pool: Pool, id: string, scope: Scope): Promise<AppointmentRead> {
  const found = await readAppointment(pool, id);
  if (!found || !(await seesCustomer(pool, scope, found.customerId))) throw problem(refuse('not-found', { id }));
  return found;
}

export function appointment({ startsAt, endsAt, confirmAt, details, detailsVersion: _version, toldSequence, ...rest }: AppointmentRead): z.input<typeof appointmentView> {
  return {
    ...rest, formLabel: appointmentForms[rest.form].label, label: appointmentPhases[rest.phase], startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), subject: details?.subject ?? null, place: details?.place ?? null,
    invitee: details && { name: details.invitee.name, email: details.invitee.email }, isTold: toldSequence === rest.sequence, confirmAt: rest.phase === 'planned' ? confirmAt?.toISOString() ?? null : null,
  };
}
