/** Entering a complaint (S-08): what it must say is checked, its subject is taken, its words are kept; the journey starts once per command id. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { isOrderOf, ordersOf, readComplaint, takeSubject, type Subject } from '../../db/complaint/complaints.ts';
import { keepComplaintText, readComplaintOpening } from '../../db/complaint/texts.ts';
import { readCustomer } from '../../db/customer/customers.ts';
import { readCustomerPlace } from '../../db/deployment/reads.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { nextNumber } from '../../db/numbers.ts';
import type { ComplaintOpening } from '../../domain/complaint/complaint.ts';
import { complaintPolicies, freezeComplaintPolicy } from '../../domain/complaint/freeze-policy.ts';
import { refuse, type ErrorCode } from '../../domain/errors/codes.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { complaintSummary } from '../../workflows/complaint/details.ts';
import { complaintType, openComplaintUpdate, type ComplaintStart } from '../../workflows/complaint/messages.ts';
import { searchAttributes } from '../../workflows/deployment/messages.ts';
import { taskQueues, workflowIdOf } from '../../workflows/journey/messages.ts';
import { problem } from '../http/problem.ts';
import { open, type Opener } from '../journey/act.ts';
import type { Services } from '../services.ts';
import type { newComplaint } from './views.schema.ts';
import { demandWording } from './wording.ts';

export const openingRefusals = ['S-08.unknown-customer', 'S-08.unknown-order', 'S-08.unknown-subject', 'S-08.already-open', 'S-08.comment-length', 'S-08.judgement-words', 'outcome-unknown'] as const satisfies readonly ErrorCode[];

/** @returns the complaint's id. @throws {Problem} one of `openingRefusals`; nothing is started then. */
export async function openComplaint(services: Services, request: z.output<typeof newComplaint>, { principal, scope, allocate, meta }: Opener): Promise<string> {
  const { pool, nowMs } = services;
  const { edition, channel, comment, contact, isWordingConfirmed = false } = request;
  const { values, versions } = await currentPolicies(pool, complaintPolicies);
  // A repetition finds its subject taken by itself: what was checked for the number is not checked again.
  const id = await allocate(async () => {
    await demandKnown(services, request, scope, Object.keys(values.sales.complaints.subjects));
    await demandWording(pool, comment, { isConfirmed: isWordingConfirmed, pointer: '/comment' });
    const made = await nextNumber(pool, 'REC', new Date(nowMs()).getUTCFullYear());
    await take(services, made, request);
    return made;
  });
  // Of a start that failed for long another may have taken it meanwhile.
  if (!(await readComplaint(pool, id))) await take(services, id, request);
  if ((await readComplaintOpening(pool, id)) === null) await keepComplaintText(pool, id, uuidv7(), { contact, comment });
  const customerId = (await readCustomer(pool, request.customerId))?.id ?? request.customerId;
  const centre = (await readCustomerPlace(pool, customerId))?.centre ?? null;
  const opening: ComplaintOpening = {
    id, customerId, ...(centre === null ? {} : { centre }), subject: request.subject, orderNumber: request.orderNumber, edition, channel, enteredBy: principal.subject, isWordingConfirmed, policy: freezeComplaintPolicy(values, versions, nowMs()),
  };
  const start: ComplaintStart = { journeyId: id, opening: { command: { type: 'open', opening }, meta } };
  await open(services, id, openComplaintUpdate, { meta }, new WithStartWorkflowOperation(complaintType, {
    workflowId: workflowIdOf(id), taskQueue: taskQueues.journeys, args: [start], workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: complaintSummary(opening), typedSearchAttributes: [{ key: searchAttributes.customer, value: customerId }],
  }));
  return id;
}

/** One open complaint per subject, through whichever channel it comes again. @throws {Problem} `S-08.already-open`. */
async function take({ pool }: Services, id: string, subject: Subject): Promise<void> {
  const complaint = await takeSubject(pool, id, subject);
  if (complaint !== null) throw problem(refuse('S-08.already-open', { complaint }, '/subject'));
}

/** C-05: whom he may not see is unknown to him. @throws {Problem} naming what is not known. */
async function demandKnown({ pool }: Services, { customerId, orderNumber, subject }: Subject, scope: Scope, subjects: readonly string[]): Promise<void> {
  const customer = await readCustomer(pool, customerId);
  if (!customer || !(await seesCustomer(pool, scope, customer.id))) throw problem(refuse('S-08.unknown-customer', { customerId }, '/customerId'));
  if (!subjects.includes(subject)) throw problem(refuse('S-08.unknown-subject', { subject, subjects: subjects.join(', ') }, '/subject'));
  if (await isOrderOf(pool, customer.id, orderNumber)) return;
  const orders = (await ordersOf(pool, customer.id)).slice(0, 20).map((order) => order.orderNumber);
  throw problem(refuse('S-08.unknown-order', { orderNumber, orders: orders.join(', ') || '–' }, '/orderNumber'));
}
