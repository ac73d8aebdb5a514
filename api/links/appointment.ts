/** The customer's answer by the link of his invitation (S-09): he comes, or he does not. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Pool } from 'pg';
import { readAppointment, type AppointmentRead } from '../../db/appointment/appointments.ts';
import { survivingId } from '../../db/customer/customers.ts';
import { appointmentAnswers, appointmentForms } from '../../domain/appointment/appointment.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { answerAppointmentUpdate } from '../../workflows/appointment/messages.ts';
import { faultsOf } from '../http/fields.ts';
import { problem } from '../http/problem.ts';
import { act, type JourneyServices } from '../journey/act.ts';
import type { linkView } from './views.schema.ts';

const answer = z.strictObject({ answer: z.enum(appointmentAnswers).meta({ description: 'Accepté ou décliné' }) });

/** The invitation that a link is about, whose it is, and until when. */
export interface Invited {
  readonly id: string;
  readonly sequence: number;
  readonly customerId: string;
  readonly expiresAt: string;
}

/** @throws {Problem} `not-found` for an appointment that is not his. */
async function stateOf(pool: Pool, { id, sequence, customerId }: Invited): Promise<AppointmentRead> {
  const found = await readAppointment(pool, id);
  if (!found || found.customerId !== await survivingId(pool, customerId) || found.sequence < sequence) throw problem(refuse('not-found', { id: 'links/…' }));
  return found;
}

/** Of an invitation that was replaced by another, it says no more than that. */
export async function readInvitation(pool: Pool, invited: Invited): Promise<z.input<typeof linkView>> {
  const { phase, sequence, answer: given, startsAt, endsAt, form, details } = await stateOf(pool, invited);
  const isCurrent = phase === 'planned' && sequence === invited.sequence;
  return {
    // He may change his mind as long as it is ahead.
    state: isCurrent ? 'open' : 'withdrawn', taskId: null, deploymentId: null, orderNumber: null, site: null, ticket: null, order: null, step: 'appointment', label: { fr: 'Votre rendez-vous', en: 'Your appointment' },
    context: isCurrent ? { appointment: invited.id, subject: details?.subject ?? null, place: details?.place ?? null, form: appointmentForms[form].label, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), answer: given } : { appointment: invited.id },
    inputSchema: z.toJSONSchema(answer), expiresAt: invited.expiresAt,
  };
}

/** @throws {Problem} `malformed-request`, `not-found`, `wrong-state` where it was moved, cancelled or is over. */
export async function answerInvitation(services: JourneyServices, invited: Invited, body: unknown, requestId: string): Promise<void> {
  const { success, data, error } = answer.safeParse(body);
  if (!success) throw problem(refuse('malformed-request'), { faults: faultsOf('body', error.issues, body) });
  const { id, sequence } = invited;
  const known = await stateOf(services.pool, invited);
  if (known.answer === data.answer && known.sequence === sequence) return;
  if (known.sequence !== sequence) throw problem(refuse('wrong-state', { state: 'moved', states: 'planned' }));
  // The same answer sent twice is the same act, unless he said the other in between.
  const commandId = `link-${createHash('sha256').update(`${id} ${sequence} ${known.answer ?? ''} ${data.answer}`).digest('hex')}`;
  await act(services, id, answerAppointmentUpdate, { sequence, answer: data.answer, meta: { actor: `customer-link:${id}`, channel: 'link', commandId, requestId } });
}
