/** What the API shows and takes of the desks' people: teams, referents, absences, the rota (T-11, T-19). */
import { z } from 'zod';
import { plannedWeeksMax } from '../../domain/people/rota.ts';

const instant = z.iso.datetime();
export const subject = z.string().trim().min(1).max(100);
/** Beside the subject by which the record names somebody. */
export const personName = z.string().nullable().meta({ description: 'What the directory calls him; null where it does not know him' });
/** Beside the actor of an entry of the record. */
export const actorName = z.string().nullable().meta({ description: 'What the directory calls the person now, or the name of the key; null for programs (`system:…`), links of customers (`customer-link:…`) and who is in no directory' });
export const deskName = z.string().max(60);
export const customerId = z.string().max(20);
const skills = z.array(z.string()).meta({ description: 'Categories and symptoms of the policy `classification`' });

export const teamView = z.object({
  key: z.string(), label: z.object({ fr: z.string(), en: z.string() }), desk: z.string(), level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  skills: skills.meta({ description: 'None: whatever comes' }), manager: z.string().nullable(), version: z.int(),
  members: z.array(z.object({ subject: z.string(), name: z.string(), profile: z.string(), skills, calendar: z.string().nullable().meta({ description: 'null: the desk’s' }) })),
}).meta({ id: 'Team' });

export const referentView = z.object({ desk: z.string(), customerId: z.string(), subject: z.string(), enteredBy: z.string(), enteredAt: instant }).meta({ id: 'Referent' });

export const projectView = z.object({ key: z.string(), customerId: z.string(), technicians: z.array(z.string()) }).meta({ id: 'Project' });

/** Kept apart from words of one's own: why somebody is away is nobody's business in detail. */
const reason = z.enum(['leave', 'illness', 'training', 'other']);

export const absenceEntry = z.strictObject({
  subject: subject.optional().meta({ description: 'Absent: oneself' }),
  startsAt: z.iso.datetime({ offset: true }), endsAt: z.iso.datetime({ offset: true }), reason,
}).meta({ id: 'AbsenceEntry' });

export const absenceView = z.object({
  id: z.uuid(), subject: z.string(), name: z.string(), startsAt: instant, endsAt: instant,
  reason: reason.nullable().meta({ description: 'For the person himself and those who plan; null for others' }), enteredBy: z.string(), enteredAt: instant,
}).meta({ id: 'Absence' });

const plannedWeek = z.strictObject({ week: z.iso.date().meta({ description: 'The day of its handover, in the desk’s time zone' }), subject });

export const rotaPlan = z.strictObject({ weeks: z.array(plannedWeek).max(plannedWeeksMax).meta({ description: 'From the week that runs on; weeks that are not there are nobody’s' }) }).meta({ id: 'RotaPlan' });

export const rotaView = z.object({
  desk: z.string(),
  timeZone: z.string(),
  handover: z.object({ weekday: z.string(), time: z.string() }).nullable().meta({ description: 'From the policy `desks`; null: the desk has no rota' }),
  onDuty: z.object({ subject: z.string(), from: instant, until: instant, absent: z.boolean() }).nullable().meta({ description: 'Who has the first line now' }),
  weeks: z.array(z.object({ week: z.iso.date(), from: instant, until: instant, subject: z.string(), name: z.string() })),
}).meta({ id: 'Rota' });
