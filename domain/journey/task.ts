/** Human tasks: opened, changed, completed and withdrawn by events of their journey. */
import type { Profile } from '../people/profiles.ts';

/** A task's id is its journey, step and occurrence, URL-safe: `AFF-2026-000123.S001.stuck-call.1`. */
export type TaskId = string;

/** A task as its journey knows it. */
export interface Task<Step extends string = string> {
  readonly id: TaskId;
  readonly step: Step;
  readonly owner: Profile;
  /** Epoch milliseconds, or null when nothing promises a date. */
  readonly dueAtMs: number | null;
  /** Business facts that the person needs to act; never personal data. */
  readonly context: Readonly<Record<string, string | number | null>>;
}

export interface TaskOpened<Step extends string = string> {
  readonly type: 'taskOpened';
  readonly task: Task<Step>;
}
export interface TaskCompleted<Step extends string = string> {
  readonly type: 'taskCompleted';
  readonly taskId: TaskId;
  readonly step: Step;
  readonly input: unknown;
}
/** What its person needs to know has changed, or when it is due; the task is the same. */
export interface TaskChanged extends Pick<Task, 'context' | 'dueAtMs'> {
  readonly type: 'taskChanged';
  readonly taskId: TaskId;
}
/** The journey no longer needs the task. */
export interface TaskWithdrawn {
  readonly type: 'taskWithdrawn';
  readonly taskId: TaskId;
  readonly reason: string;
}

/** The open tasks of a journey and how often each step opened one. */
export interface TaskBook<Step extends string> {
  readonly open: Readonly<Record<TaskId, Task<Step>>>;
  readonly occurrences: Readonly<Partial<Record<Step, number>>>;
}

/** The next occurrence of a step's task. `journeyId` may hold a slash; the id does not. */
export function openTask<Step extends string>(
  book: TaskBook<Step>, journeyId: string, task: Omit<Task<Step>, 'id'>,
): TaskOpened<Step> {
  return { type: 'taskOpened', task: { ...task, id: nextTaskId(book, journeyId, task.step) } };
}

/** The id that the next task of a step will have: what a mail may lead to before it opens. */
export function nextTaskId<Step extends string>(book: TaskBook<Step>, journeyId: string, step: Step): TaskId {
  return `${journeyId.replace('/', '.')}.${step}.${(book.occurrences[step] ?? 0) + 1}`;
}

/** What of an open task is other by now; nothing where it all is as it was. */
export function taskChange<Step extends string>({ id, ...before }: Task<Step>, { context, dueAtMs }: Pick<Task, 'context' | 'dueAtMs'>): TaskChanged[] {
  const isSame = before.dueAtMs === dueAtMs && Object.keys(context).every((key) => before.context[key] === context[key]);
  return isSame ? [] : [{ type: 'taskChanged', taskId: id, context, dueAtMs }];
}

/** The open tasks that are no longer needed: all, or those that `isMeant` says. */
export function withdrawAll<Step extends string>(book: TaskBook<Step>, reason: string, isMeant: (task: Task<Step>) => boolean = () => true): TaskWithdrawn[] {
  return Object.values<Task<Step>>(book.open).filter(isMeant).map(({ id }) => ({ type: 'taskWithdrawn', taskId: id, reason }));
}

export function evolveTasks<Step extends string>(book: TaskBook<Step>, event: TaskOpened<Step> | TaskChanged | TaskCompleted<Step> | TaskWithdrawn): TaskBook<Step> {
  if (event.type === 'taskOpened') {
    return {
      open: { ...book.open, [event.task.id]: event.task },
      occurrences: { ...book.occurrences, [event.task.step]: (book.occurrences[event.task.step] ?? 0) + 1 },
    };
  }
  const open = { ...book.open };
  const known = open[event.taskId];
  if (event.type === 'taskChanged') return known ? { ...book, open: { ...open, [event.taskId]: { ...known, context: event.context, dueAtMs: event.dueAtMs } } } : book;
  delete open[event.taskId];
  return { ...book, open };
}

/** The journey that holds a task: `AFF-2026-000123.S001.stuck-call.1` → `AFF-2026-000123/S001`. */
export function journeyOfTask(taskId: TaskId): string {
  const parts = taskId.split('.');
  return parts.slice(0, -2).join('/');
}
