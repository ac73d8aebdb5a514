/** The wait for what the customer is to fill in (D-06, D-07, D-11): reminded by a ladder, then others are told, once. */
import { accept, type Decision } from '../journey/journey.ts';
import type { TaskBook } from '../journey/task.ts';
import { reminderDueAtMs, type DeliveryPolicy, type ReminderLadder } from './policy.ts';
import type { TaskStep } from './steps.ts';

export interface CollectionWait {
  /** How often the customer was reminded. */
  readonly reminders: number;
  /** When the customer was asked, epoch milliseconds. */
  readonly askedAtMs: number;
  /** When he was asked or reminded last: the next reminder counts from it. */
  readonly sinceMs: number;
  readonly isEscalated: boolean;
}

export type CollectionCommand =
  | { readonly type: 'collectionReminded'; readonly ordinal: number }
  | { readonly type: 'collectionEscalated'; readonly to: ReminderLadder['escalateTo'] };

export type CollectionEvent =
  | { readonly type: 'collectionReminded'; readonly ordinal: number }
  | { readonly type: 'escalated'; readonly about: 'technical-collection'; readonly ordinal: number; readonly to: ReminderLadder['escalateTo'] };

interface Collecting {
  readonly tasks: TaskBook<TaskStep>;
  readonly collectionWait: CollectionWait | null;
}

/** The wait, with the task that the customer is asked to do; null while nothing is awaited of him. */
export function awaitedCollection({ tasks, collectionWait }: Collecting, step: 'technical-collection' | 'supplementary-collection'): (CollectionWait & { readonly taskId: string }) | null {
  const task = Object.values(tasks.open).find((open) => open.step === step);
  return task && collectionWait ? { ...collectionWait, taskId: task.id } : null;
}

/** When the customer is to be reminded next, epoch milliseconds (D-07). */
export function collectionReminderAtMs(policy: DeliveryPolicy, wait: CollectionWait): number {
  return reminderDueAtMs(policy, 'technical-collection', wait);
}

/** Who is to be told now that the customer keeps silent (D-07); nobody before the last reminder of the ladder, nor again in the same wait. */
export function collectionEscalatesTo(policy: DeliveryPolicy, { reminders, isEscalated }: CollectionWait): ReminderLadder['escalateTo'] {
  const { escalateAfterReminders, escalateTo } = policy.reminders['technical-collection'];
  return !isEscalated && reminders >= escalateAfterReminders ? escalateTo : [];
}

/** What comes twice, or when the collection is there, changes nothing. */
export function decideCollection(wait: CollectionWait | null, command: CollectionCommand): Decision<CollectionEvent> {
  if (wait === null) return accept();
  if (command.type === 'collectionReminded') return command.ordinal === wait.reminders + 1 ? accept<CollectionEvent>({ type: 'collectionReminded', ordinal: command.ordinal }) : accept();
  return wait.isEscalated ? accept() : accept<CollectionEvent>({ type: 'escalated', about: 'technical-collection', ordinal: wait.reminders, to: command.to });
}

export function beginCollection(atMs: number): CollectionWait {
  return { reminders: 0, askedAtMs: atMs, sinceMs: atMs, isEscalated: false };
}

export function evolveCollection(wait: CollectionWait | null, event: CollectionEvent, atMs: number): CollectionWait | null {
  if (wait === null) return null;
  return event.type === 'collectionReminded' ? { ...wait, reminders: event.ordinal, sinceMs: atMs } : { ...wait, isEscalated: true };
}
