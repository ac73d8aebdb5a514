/** Invitations to the meetings of the kick-off (D-05 to D-07): a mail that says it in words, and a calendar that says it to programs. */
import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Meeting, MeetingPlan } from '../../domain/deployment/meetings.ts';
import type { MailInvitation } from '../../ports/mail.ts';
import { frenchSlot, nbsp } from './french.ts';
import { mail, type NoticeFrame, type NoticeText } from './texts.ts';

export interface Attendee {
  readonly name: string;
  readonly email: string;
  /** False: he may come. */
  readonly isRequired: boolean;
}

export interface Invitation extends MeetingPlan {
  readonly meeting: Meeting;
  readonly sequence: number;
  readonly isCancelled: boolean;
  /** When it was decided, epoch milliseconds: the same in each repetition. */
  readonly decidedAtMs: number;
}

const titles: Readonly<Record<Meeting, string>> = {
  'internal-launch': 'Lancement interne commerce et production', 'welcome-call': 'Appel de bienvenue', 'customer-launch': 'Lancement du projet avec le client',
};

/** @param timeZone of the operator, for the words; the calendar counts in UTC */
export function invitationText(frame: NoticeFrame, { meeting, sequence, isCancelled, place, ...slot }: Invitation, timeZone: string): NoticeText {
  const when = frenchSlot(slot, timeZone);
  const title = titles[meeting];
  if (isCancelled) return mail(frame, `Annulation – ${title}`, [`La réunion prévue ${when} n’aura pas lieu${nbsp}: ${title}, commande ${frame.orderNumber}.`]);
  return mail(frame, `${sequence > 0 ? 'Nouvelle date' : 'Invitation'} – ${title}`, [
    `${sequence > 0 ? 'La réunion a été modifiée. ' : ''}Vous êtes invité ${when}${nbsp}: ${title}, commande ${frame.orderNumber}.`,
    ...(place === null ? [] : [`Lieu${nbsp}: ${place}`]),
    'L’invitation jointe l’ajoute à votre agenda.',
  ]);
}

/** The same for calendars (RFC 5546): REQUEST for a new or moved meeting, CANCEL for one that is off. */
export function invitationCalendar(
  { operator, deploymentId }: Pick<NoticeFrame, 'operator' | 'deploymentId'>, { meeting, startsAt, endsAt, place, sequence, isCancelled, decidedAtMs }: Invitation,
  organizerEmail: string, attendees: readonly Attendee[],
): MailInvitation {
  const method = isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST;
  const calendar = ical({ prodId: { company: 'Jalon', product: 'Jalon', language: 'FR' }, method });
  calendar.createEvent({
    id: `${deploymentId}.${meeting}@jalon.invalid`, sequence, stamp: new Date(decidedAtMs), start: new Date(startsAt), end: new Date(endsAt),
    summary: `${titles[meeting]} – ${deploymentId}`, location: place, status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: operator, email: organizerEmail },
    attendees: attendees.map(({ name, email, isRequired }) => ({
      name, email, role: isRequired ? ICalAttendeeRole.REQ : ICalAttendeeRole.OPT, status: ICalAttendeeStatus.NEEDSACTION, rsvp: !isCancelled,
    })),
  });
  return { method, content: calendar.toString() };
}
