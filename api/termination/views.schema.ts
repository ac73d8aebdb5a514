/** What the API takes and shows of terminations (chapter 3). */
import { z } from 'zod';
import { dateOfOurTime } from '../../domain/calendar/date.schema.ts';
import { mailAddress } from '../../domain/people/mail-address.schema.ts';
import { terminationPhases } from '../../domain/termination/steps.ts';
import { serialNumber } from '../../domain/termination/tasks.schema.ts';
import { deproductionParts, equipmentConditions, terminationOrigins } from '../../domain/termination/termination.ts';

const day = z.iso.date().nullable();
const cents = z.int().nullable();
const rds = z.string().regex(/^RDS-\d{6,12}$/);
export const byTerminationId = z.object({ id: z.string().regex(/^RES-\d{4}-\d{6,}$/) });
export const terminationReason = z.string().trim().min(1).max(2000);

/** Stays in PostgreSQL, where it can be erased. */
export const terminationContact = z.strictObject({
  name: z.string().trim().min(1).max(200), email: mailAddress.max(254).optional(), phone: z.string().trim().min(4).max(30).optional(),
}).meta({ description: 'Whom we write to, and whose agreement closes the ticket' });

export const newTermination = z.strictObject({
  services: z.array(rds).min(1).max(200).refine((all) => new Set(all).size === all.length, { error: 'each service once', params: { code: 'same-service-twice' } })
    .meta({ description: 'RDS of one customer (R-01)', uniqueItems: true }),
  receivedOn: dateOfOurTime.meta({ description: 'When the registered letter was received (R-01)' }),
  letterReference: z.string().trim().min(1).max(100).meta({ description: 'Number of the registered letter' }),
  wishedOn: dateOfOurTime.optional().meta({ description: 'Last day that the customer wishes, after the notice at the earliest' }),
  exemption: z.string().min(1).max(60).optional().meta({ description: 'Why the customer says that no fee is due: a key of the policy «termination» (R-03)' }),
  equipment: z.array(z.strictObject({ serialNumber, model: z.string().trim().min(1).max(100).optional() })).max(500)
    .refine((all) => new Set(all.map((one) => one.serialNumber)).size === all.length, { error: 'each serial number once', params: { code: 'same-equipment-twice' } }).optional()
    .meta({ description: 'What has to come back (R-06); absent: what was installed, as far as it is recorded' }),
  contact: terminationContact,
}).meta({ id: 'NewTermination' });

const summaryShape = {
  id: z.string(), customerId: z.string(), customerName: z.string(), origin: z.enum(terminationOrigins), belongsTo: z.string().nullable().meta({ description: 'The move or deployment that it belongs to (C-08)' }),
  phase: z.enum(terminationPhases as unknown as [string, ...string[]]), label: z.object({ fr: z.string(), en: z.string() }), outcome: z.enum(['terminated', 'kept', 'withdrawn']).nullable(),
  receivedOn: z.iso.date(), letterReference: z.string().nullable(), services: z.array(z.string()), ticket: z.string().nullable(), feeCents: cents.meta({ description: 'Invoiced, before tax; null until billing has decided (R-03)' }),
  effectiveOn: day.meta({ description: 'Last day of service, billed (R-04)' }), finalInvoice: z.string().nullable(), equipmentInvoice: z.string().nullable(),
  returnDeadline: day.meta({ description: 'By when the equipment is to be back (R-06)' }), openedAt: z.iso.datetime(), endedAt: z.iso.datetime().nullable(),
};

export const terminationSummary = z.object(summaryShape).meta({ id: 'TerminationSummary' });

export const feeView = z.object({
  receivedOn: z.iso.date(), noticeEndsOn: z.iso.date(), endsOn: z.iso.date().meta({ description: 'From here months are counted: the end of the notice, or the later day that was wished' }),
  lines: z.array(z.object({
    rds: z.string(), monthlyCents: cents, engagementEndsOn: day, months: z.int().nullable().meta({ description: 'Begun before the engagement ends; null where nobody knows' }), cents,
  })),
  exemption: z.string().nullable(), totalCents: cents.meta({ description: 'Before tax; null where a line is not known' }),
}).meta({ id: 'EarlyTerminationFee' });

export const terminationView = z.object({
  ...summaryShape,
  fee: feeView.nullable().meta({ description: 'As computed, with its working (R-03)' }),
  equipment: z.array(z.object({ serialNumber: z.string(), model: z.string().nullable(), condition: z.enum(equipmentConditions).nullable() })),
  deproduction: z.array(z.object({ rds: z.string(), part: z.enum(deproductionParts), outcome: z.enum(['ended', 'unknown', 'too-late', 'skipped']) })).meta({ description: 'For the house (R-05)' }),
  documents: z.array(z.object({ id: z.uuid(), kind: z.string(), issuedAt: z.iso.datetime(), href: z.string() })),
  mayWithdraw: z.boolean().meta({ description: 'Until the final invoice (R-07)' }),
  openTasks: z.array(z.object({ id: z.string(), step: z.string(), owner: z.string(), dueAt: z.iso.datetime().nullable() })).meta({ description: 'For the house' }),
}).meta({ id: 'Termination' });

export const feePreviewRequest = z.strictObject({
  receivedOn: dateOfOurTime,
  noticeMonths: z.int().min(0).max(24).optional().meta({ description: 'Absent: as the policy «termination» says now' }),
  wishedOn: dateOfOurTime.optional(),
  services: z.array(z.strictObject({
    rds: z.string().min(1).max(60).optional(), monthlyCents: z.int().min(0).max(100_000_000_00), engagementEndsOn: dateOfOurTime.meta({ description: 'Last day of the engagement' }),
  })).min(1).max(200),
  exemption: z.string().min(1).max(60).optional().meta({ description: 'A key of the policy «termination»' }),
}).meta({ id: 'EarlyTerminationFeeRequest' });

export const terminationChoices = z.object({
  exemptions: z.array(z.object({ key: z.string(), label: z.object({ fr: z.string(), en: z.string() }) })).meta({ description: 'Of the policy «termination», in its order (R-03)' }),
}).meta({ id: 'TerminationChoices' });
