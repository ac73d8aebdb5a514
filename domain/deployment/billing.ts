/** From the delivery notice to the invoice (D-16 to D-18, D-31): what a site keeps of its money, what it is told, what happens. */
import type { SimulatedInvoice } from '../billing/invoice.ts';
import type { IssuedDocument } from '../documents/issued.ts';
import { reminderDueAtMs, type ReminderLadder } from './policy.ts';
import type { SiteState } from './site.ts';

/** Asked of billing, made by it, controlled by the coordinator, sent to the customer; or returned to billing by one of the two. */
export type SimulationStage = 'asked' | 'made' | 'controlled' | 'sent' | 'returned';

/** The simulation under way; a corrected one is the next (D-17). */
export interface Simulation {
  readonly ordinal: number;
  readonly stage: SimulationStage;
  /** Billing's own of it; null, like the invoice, where a person passed over the call. */
  readonly reference: string | null;
  readonly invoice: SimulatedInvoice | null;
  /** The controls it failed, by name (D-31). */
  readonly faults: readonly string[];
  /** What the customer got. */
  readonly document: IssuedDocument | null;
  /** How often the customer was reminded of it. */
  readonly reminders: number;
  /** Epoch milliseconds. */
  readonly sentAtMs: number | null;
  /** From when the present wait for his answer counts, epoch milliseconds. */
  readonly waitingSinceMs: number | null;
  readonly isEscalated: boolean;
}

export type BillingCommand =
  /** `madOn`: the MAD date as the notice says it, ISO. */
  | { readonly type: 'deliveryNoticeSent'; readonly madOn: string; readonly document: IssuedDocument | null }
  /** `isLetThrough`: as histories of before have it, one that was passed over has no faults. Nobody says so now; see workflows/journey/patches.ts. */
  | { readonly type: 'invoiceSimulated'; readonly reference: string | null; readonly invoice: SimulatedInvoice | null; readonly faults: readonly string[]; readonly isLetThrough?: boolean }
  | { readonly type: 'invoiceSimulationSent'; readonly document: IssuedDocument | null }
  /** The customer was reminded of the simulation of that number, for the `reminder`-th time. */
  | { readonly type: 'validationReminded'; readonly ordinal: number; readonly reminder: number }
  | { readonly type: 'validationEscalated'; readonly ordinal: number; readonly to: ReminderLadder['escalateTo'] }
  /**
   * A null `subscriptionReference`: billing has refused, `refusedBecause`, or the call was passed over. `isLetThrough`: as histories of before have it, one that
   * was passed over counted as started. Nobody says so now; see workflows/journey/patches.ts.
   */
  | { readonly type: 'billingAnswered'; readonly subscriptionReference: string | null; readonly refusedBecause?: string; readonly isLetThrough?: boolean };

export type BillingEvent =
  | { readonly type: 'deliveryNoticeSent'; readonly madOn: string; readonly document: IssuedDocument | null }
  | { readonly type: 'invoiceSimulated'; readonly ordinal: number; readonly reference: string | null; readonly invoice: SimulatedInvoice | null; readonly faults: readonly string[] }
  /** D-31: each control that billing passed over, by name, and why. */
  | { readonly type: 'invoiceControlsOverridden'; readonly ordinal: number; readonly faults: readonly string[]; readonly reason: string }
  /** D-17: the coordinator did not let it go out. */
  | { readonly type: 'invoiceSimulationRefused'; readonly ordinal: number; readonly reason: string }
  | { readonly type: 'invoiceSimulationSent'; readonly ordinal: number; readonly document: IssuedDocument | null }
  /** D-17: the customer did not agree. */
  | { readonly type: 'invoiceContested'; readonly ordinal: number; readonly reason: string }
  | { readonly type: 'validationReminded'; readonly ordinal: number; readonly reminder: number }
  | { readonly type: 'escalated'; readonly about: 'invoice-validation'; readonly ordinal: number; readonly to: ReminderLadder['escalateTo'] }
  /** D-18, D-24: nothing is billed; `reason` is billing's own, null where the call was passed over. */
  | { readonly type: 'billingNotStarted'; readonly reason: string | null }
  /** D-17: what billing refused is simulated, controlled and validated anew, under the next number. */
  | { readonly type: 'billingReturned'; readonly ordinal: number }
  | { readonly type: 'billingStarted'; readonly subscriptionReference: string | null; readonly from: string };

export function askedFor(ordinal: number): Simulation {
  return { ordinal, stage: 'asked', reference: null, invoice: null, faults: [], document: null, reminders: 0, sentAtMs: null, waitingSinceMs: null, isEscalated: false };
}

/** The MAD date that the customer was told: what he is billed from (D-18). @throws {Error} before the notice: nothing is billed then */
export function toldMadOn({ noticedMadOn }: Pick<SiteState, 'noticedMadOn'>): string {
  if (noticedMadOn === null) throw new Error('nothing is billed before the delivery notice');
  return noticedMadOn;
}

/** When the customer is to be reminded next of the simulation he has (D-17), epoch milliseconds; null while none waits for him. */
export function nextValidationReminderAtMs({ phase, simulation, opening }: SiteState): number | null {
  const { reminders = 0, waitingSinceMs: sinceMs = null } = simulation ?? {};
  if (phase !== 'invoice-validation' || !opening || sinceMs === null) return null;
  return reminderDueAtMs(opening.policy, 'invoice-validation', { reminders, sinceMs });
}

/** Who is to be told now that the customer keeps silent (D-17); nobody before the last reminder of the ladder, nor again for the same simulation. */
export function validationEscalatesTo({ phase, simulation, opening }: SiteState): ReminderLadder['escalateTo'] {
  if (phase !== 'invoice-validation' || !opening || !simulation || simulation.isEscalated) return [];
  const { escalateAfterReminders, escalateTo } = opening.policy.reminders['invoice-validation'];
  return simulation.reminders >= escalateAfterReminders ? escalateTo : [];
}
