/** What a customer is written about an appointment (S-09), in words and for his calendar: pure, in the customers' language. */
import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { appointmentForms } from '../../domain/appointment/appointment.ts';
import type { AppointmentDetails } from '../../db/appointment/details.ts';
import type { MailInvitation } from '../../ports/mail.ts';
import { frenchSlot, nbsp } from '../notices/french.ts';
import type { AppointmentMail } from './appointments.ts';

export interface Telling extends Omit<AppointmentMail, 'seller'> {
  readonly details: AppointmentDetails;
  /** His name; null while it is not known here. */
  readonly seller: string | null;
  readonly operator: { readonly name: string; readonly email: string };
  /** Of the operator, for the words; the calendar counts in UTC. */
  readonly timeZone: string;
  /** Where he answers; null where there is nothing to answer. */
  readonly link: string | null;
}

export function appointmentText({ what, sequence, plan, form, details: { subject, place, invitee }, seller, operator, timeZone, link, isConfirmedLater }: Telling): { subject: string; text: string } {
  const when = frenchSlot({ startsAt: new Date(plan.startsAtMs).toISOString(), endsAt: new Date(plan.endsAtMs).toISOString() }, timeZone);
  const how = `${appointmentForms[form].label.fr}${seller === null ? '' : ` avec ${seller}`}${place === null ? '' : `, ${place}`}`;
  const answer = link === null ? [] : [`Merci de nous dire si vous serez là, en une page${nbsp}: ${link}`];
  const said = (title: string, lines: readonly string[]) => ({ subject: `${title} – ${subject}`, text: [`Bonjour ${invitee.name},`, ...lines, `Cordialement,\n${operator.name}`].join('\n\n') });
  switch (what) {
    case 'invitation':
      return said(sequence > 0 ? 'Rendez-vous modifié' : 'Rendez-vous', [
        `${sequence > 0 ? 'Votre rendez-vous a été modifié. Il a lieu ' : 'Nous avons le plaisir de vous proposer un rendez-vous '}${when}${nbsp}: ${subject}.`, how, 'L’invitation jointe l’ajoute à votre agenda.', ...answer,
        ...(isConfirmedLater ? ['Nous vous le confirmerons peu avant.'] : ['Ce message tient lieu de confirmation.']),
      ]);
    case 'confirmation':
      return said('Confirmation de rendez-vous', [`Nous vous confirmons notre rendez-vous ${when}${nbsp}: ${subject}.`, how, ...answer]);
    case 'cancellation':
      return said('Rendez-vous annulé', [`Le rendez-vous prévu ${when} n’aura pas lieu${nbsp}: ${subject}.`, 'L’annulation jointe le retire de votre agenda.']);
  }
}

/** To the seller, with what puts it into his calendar or takes it out. */
export function sellerText({ what, sequence, plan, form, details: { subject, place, invitee }, timeZone, customerId, id }: Telling): { subject: string; text: string } {
  const title = what === 'cancellation' ? 'Rendez-vous annulé' : sequence > 0 ? 'Rendez-vous modifié' : 'Rendez-vous';
  const when = frenchSlot({ startsAt: new Date(plan.startsAtMs).toISOString(), endsAt: new Date(plan.endsAtMs).toISOString() }, timeZone);
  return { subject: `${title} – ${subject}`, text: `${id}, client ${customerId}${nbsp}: ${appointmentForms[form].label.fr} avec ${invitee.name} ${when}${place === null ? '' : `, ${place}`}.` };
}

/** Whose calendar it is for. */
export interface Attendee {
  readonly name: string;
  readonly email: string;
  /** Whether he will come. */
  readonly isAsked: boolean;
}

/** For calendars (RFC 5546): the same UID from the first invitation to the cancellation, told apart by the sequence. */
export function appointmentCalendar({ id, what, sequence, plan, decidedAtMs, details: { subject, place }, operator }: Telling, { name, email, isAsked }: Attendee): MailInvitation {
  const isCancelled = what === 'cancellation';
  const method = isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST;
  const calendar = ical({ prodId: { company: 'Jalon', product: 'Jalon', language: 'FR' }, method });
  calendar.createEvent({
    id: `${id}@jalon.invalid`, sequence, stamp: new Date(decidedAtMs), start: new Date(plan.startsAtMs), end: new Date(plan.endsAtMs), summary: subject, location: place,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED, organizer: { name: operator.name, email: operator.email },
    attendees: [{ name, email, role: ICalAttendeeRole.REQ, status: isAsked ? ICalAttendeeStatus.NEEDSACTION : ICalAttendeeStatus.ACCEPTED, rsvp: isAsked && !isCancelled }],
  });
  return { method, content: calendar.toString() };
}
