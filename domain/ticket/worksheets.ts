/** Worksheets of a ticket (T-17), and who pays for the work (T-18): one table, from what the work was. */
import { refuse, type Refusal } from '../errors/codes.ts';
import type { TaskOpened } from '../journey/task.ts';
import { ask } from './ask.ts';
import { ticketTasks, type TicketStep } from './tasks.ts';
import type { Contact, TicketState } from './ticket.ts';

export const workKinds = ['bug', 'help', 'change', 'hardware'] as const;
export type WorkKind = (typeof workKinds)[number];
export const workPlaces = ['on-site', 'remote'] as const;
/** `account-manager`: he decides whether it is included or extra; `warranty-with-update`: a known defect, and the update that mends it; `extra`: by his decision only. */
export const billingCategories = ['correction', 'included', 'account-manager', 'warranty', 'warranty-with-update', 'against-contract', 'repair', 'extra'] as const;
export type BillingCategory = (typeof billingCategories)[number];
/** Those that a technician may choose. */
export const chosenCategories = billingCategories.filter((category) => category !== 'extra');

/** What was done, in keys and closed lists; the words stay in PostgreSQL. */
export interface Work {
  readonly contentId: string;
  readonly by: string;
  /** Epoch milliseconds. */
  readonly startedAtMs: number;
  readonly minutes: number;
  readonly place: (typeof workPlaces)[number];
  readonly kind: WorkKind;
  readonly isDuringProject: boolean;
  readonly isUnderWarranty: boolean;
  readonly isCustomersError: boolean;
  /** Null: as proposed. */
  readonly billing: BillingCategory | null;
  /** Why it is billed otherwise than proposed. */
  readonly billingReason: string | null;
  /** Who agreed, before the work, that it is billed. */
  readonly repairAgreement: { readonly by: string; readonly channel: Contact; readonly atMs: number } | null;
}

export interface Worksheet extends Omit<Work, 'billing'> {
  /** `TCK-2026-000123-F1`. */
  readonly reference: string;
  readonly proposed: BillingCategory;
  readonly billing: BillingCategory;
}

type Facts = Pick<Work, 'kind' | 'isDuringProject' | 'isUnderWarranty' | 'isCustomersError'> & { readonly hasContract: boolean };

const duringProject: Readonly<Record<WorkKind, BillingCategory>> = { bug: 'correction', help: 'included', change: 'account-manager', hardware: 'included' };

/** T-18, row by row. */
export function proposeBilling({ kind, isDuringProject, isUnderWarranty, isCustomersError, hasContract }: Facts): BillingCategory {
  if (isDuringProject) return duringProject[kind];
  if (kind === 'change') return 'account-manager';
  if (isCustomersError) return 'repair';
  if (kind === 'bug') return 'warranty-with-update';
  if (kind === 'hardware') return isUnderWarranty ? 'warranty' : 'repair';
  return hasContract ? 'against-contract' : 'repair';
}

/** The worksheet of some work. What is billed as a repair was agreed to before it began (T-18). */
export function worksheetOf({ opening, contract, worksheets }: TicketState, { billing: chosen, ...work }: Work): Worksheet | Refusal {
  const reference = `${opening?.number ?? ''}-F${worksheets.length + 1}`;
  const proposed = proposeBilling({ ...work, hasContract: contract !== 'none' });
  const billing = chosen ?? proposed;
  if (proposed === 'account-manager' && billing !== proposed) return refuse('T-18.account-manager-decides', { reference }, '/billing');
  if (billing !== proposed && work.billingReason === null) return refuse('T-18.reason-missing', { billing, proposed }, '/billingReason');
  const { repairAgreement, startedAtMs } = work;
  if (billing === 'repair' && (repairAgreement === null || repairAgreement.atMs > startedAtMs)) return refuse('T-18.not-agreed-before', { reference }, '/repairAgreement');
  return { ...work, reference, proposed, billing };
}

/** T-18: what the account manager is to decide, whoever said so. */
export function billingAsked({ opening, tasks }: TicketState, { reference, billing, kind, minutes, by }: Worksheet, nowMs: number): TaskOpened<TicketStep>[] {
  if (!opening || billing !== 'account-manager') return [];
  return [ask(tasks, opening, { step: 'billing-decision', owner: ticketTasks['billing-decision'].owner, context: { worksheet: reference, kind, minutes, by } }, nowMs)];
}

/** T-16: no ticket is closed by a worksheet that does not exist. */
export function unknownWorksheet({ worksheets }: TicketState, reference: string): Refusal | null {
  if (worksheets.some((worksheet) => worksheet.reference === reference)) return null;
  return refuse('T-16.unknown-worksheet', { worksheet: reference, worksheets: worksheets.map((worksheet) => worksheet.reference).join(', ') || '–' }, '/worksheet');
}
