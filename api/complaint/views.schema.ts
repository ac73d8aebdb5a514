/** What the API takes and shows of complaints (S-08). */
import { z } from 'zod';
import { complaintOutcomes, verdicts } from '../../domain/complaint/complaint.ts';
import { complaintPhases } from '../../domain/complaint/steps.ts';
import { complaintText, wordingConfirmed } from '../../domain/complaint/tasks.schema.ts';
import { customerId } from '../../domain/customer/customer.schema.ts';
import { contactChannels } from '../../domain/customer/openings.ts';
import { mailAddress } from '../../domain/people/mail-address.schema.ts';
import { personName } from '../people/views.schema.ts';

const label = z.object({ fr: z.string(), en: z.string() });
const instant = z.iso.datetime();
export const byComplaintId = z.object({ id: z.string().regex(/^REC-\d{4}-\d{6,}$/) });
export const complaintReason = z.string().trim().min(1).max(2000);
export const complaintSubject = z.string().trim().min(1).max(60);
export const complaintOrder = z.string().trim().min(1).max(60);

export const newComplaint = z.strictObject({
  customerId,
  subject: complaintSubject.meta({ description: 'Une clé de la politique « sales » : une seule réclamation ouverte par commande et par objet' }),
  orderNumber: complaintOrder.meta({ description: 'Une commande du client' }),
  edition: z.int().min(2000).max(2100).meta({ description: 'L’année (édition, millésime) de la commande' }),
  channel: z.enum(contactChannels).default('visit').meta({ description: 'Le seul canal par lequel le client la dépose' }),
  comment: complaintText.meta({ description: 'Les faits et l’action attendue, avec la voix du client' }),
  isWordingConfirmed: wordingConfirmed,
  contact: z.strictObject({ name: z.string().trim().min(1).max(200), email: mailAddress.max(254) }).meta({ description: 'À qui l’accusé de réception et la réponse sont envoyés' }),
}).meta({ id: 'NewComplaint' });

export const newGesture = z.strictObject({ cents: z.int().min(1).max(100_000_00), reason: complaintReason.meta({ description: 'Pourquoi ; sans donnée personnelle' }) }).meta({ id: 'NewGesture' });

const summaryShape = {
  id: z.string(), customerId: z.string(), customerName: z.string().nullable(), subject: z.string(), subjectLabel: label, orderNumber: z.string(), edition: z.int(), channel: z.enum(contactChannels), enteredBy: z.string(), enteredByName: personName,
  phase: z.enum(complaintPhases as unknown as [string, ...string[]]), label, outcome: z.enum(complaintOutcomes).nullable(), verdict: z.enum(verdicts).nullable().meta({ description: 'Of the last answer' }),
  dueAt: instant.nullable().meta({ description: 'By when an answer is due; null while none is awaited' }), isDueSoon: z.boolean(), isLate: z.boolean(), gestureCents: z.int(),
  acknowledgedAt: instant.nullable(), answeredAt: instant.nullable(), openedAt: instant, endedAt: instant.nullable(),
};
export const complaintSummary = z.object(summaryShape).meta({ id: 'ComplaintSummary' });

export const complaintView = z.object({
  ...summaryShape,
  comment: z.string().nullable().meta({ description: 'null once it was erased' }), isWordingConfirmed: z.boolean(),
  contact: z.object({ name: z.string(), email: z.string() }).nullable(),
  answers: z.array(z.object({ number: z.int(), verdict: z.enum(verdicts), text: z.string().nullable(), at: instant, sentAt: instant.nullable() })),
  gestures: z.array(z.object({ number: z.int(), cents: z.int(), reason: z.string(), by: z.string(), as: z.string(), at: instant, creditReference: z.string().nullable() })).meta({ description: 'For the house' }),
  agreementUntil: instant.nullable().meta({ description: 'Until when the customer may say something to the answer; then it is closed' }),
  others: z.array(complaintSummary).meta({ description: 'His other complaints, newest first; for the house' }), allGestureCents: z.int().nullable().meta({ description: 'What all gestures to the customer come to; for the house' }),
  openTasks: z.array(z.object({ id: z.string(), step: z.string(), owner: z.string(), dueAt: instant.nullable() })).meta({ description: 'For the house' }),
}).meta({ id: 'Complaint' });

export const complaintChoices = z.object({
  subjects: z.array(z.object({ key: z.string(), label })),
  comment: z.object({ minLength: z.int(), maxLength: z.int() }),
  gestureLimitCents: z.int().meta({ description: 'What the asker may give in one complaint' }),
  orders: z.array(z.object({ orderNumber: z.string(), year: z.int() })).meta({ description: 'Of the customer that was named, newest first' }),
}).meta({ id: 'ComplaintChoices' });
