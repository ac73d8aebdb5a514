/** What the details of every kind of journey say in the same words: tasks that are open, and calls that are stuck. Markdown, for the Temporal Web UI. */
import type { StuckCalls } from '../../domain/journey/stuck-call.ts';
import type { TaskBook } from '../../domain/journey/task.ts';
import { profiles } from '../../domain/people/profiles.ts';

/** What was recorded before tasks had a due date has none, not even null. @param entries what each task is; the task of a stuck call is of no kind alone */
export function openTaskLines<Step extends string>(book: TaskBook<Step>, entries: Readonly<Partial<Record<Step, { readonly labels: { readonly fr: string } }>>>): string[] {
  return Object.values<TaskBook<Step>['open'][string]>(book.open).map(({ step, owner, id, dueAtMs }) =>
    `- À faire : **${entries[step]?.labels.fr ?? 'Appel bloqué : réessayer ou passer outre'}** (${profiles[owner].label.fr})${typeof dueAtMs === 'number' ? `, pour le ${instantText(dueAtMs)}` : ''}, tâche \`${id}\``);
}

export function stuckCallLines(stuck: StuckCalls<string>): string[] {
  return Object.entries(stuck).flatMap(([call, known]) => (known ? [
    `- ⚠ ${known.failure.system} : appel « ${call} » bloqué depuis ${instantText(known.sinceMs)} (${known.rounds} série${known.rounds > 1 ? 's' : ''} d’essais, prochaine ${instantText(known.failure.nextTryAtMs)}) : ${known.failure.code}`,
  ] : []));
}

export function instantText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
