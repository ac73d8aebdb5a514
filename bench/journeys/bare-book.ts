/** What the bare peer writes and calls with: its activities, and its events in order, one recording at a time, those that wait together in one. */
import { allHandlersFinished, condition, proxyActivities, upsertSearchAttributes } from '@temporalio/workflow';
import type { BillingActivities, JarvisActivities, OblActivities, RefTechActivities } from '../../activities/deployment.ts';
import type { NoticeActivities } from '../../activities/notices/notices.ts';
import type { RecorderActivities } from '../../activities/recorder/batch.ts';
import { tasks, type TaskStep } from '../../domain/deployment/steps.ts';
import type { ActMeta, RecordedEvent } from '../../domain/journey/journey.ts';
import type { JourneyKind } from '../../domain/journey/kinds.ts';
import { openTask, type TaskOpened } from '../../domain/journey/task.ts';
import { searchAttributes } from '../../workflows/deployment/messages.ts';
import { taskQueues } from '../../workflows/journey/messages.ts';

const { recordEvents } = proxyActivities<RecorderActivities>({ startToCloseTimeout: '5 seconds' });
const on = (taskQueue: string) => ({ taskQueue, startToCloseTimeout: '20 seconds' }) as const;
export const jarvis = proxyActivities<JarvisActivities>(on(taskQueues.jarvis));
export const obl = proxyActivities<OblActivities>(on(taskQueues.obl));
export const refTech = proxyActivities<RefTechActivities>(on(taskQueues.refTech));
export const billing = proxyActivities<BillingActivities>(on(taskQueues.billing));
export const notices = proxyActivities<NoticeActivities>(on(taskQueues.mail));

export function taskOf(journeyId: string, step: TaskStep, context: Record<string, string | number>): TaskOpened<TaskStep> {
  return openTask({ open: {}, occurrences: {} }, journeyId, { step, owner: tasks[step].owner, dueAtMs: null, context });
}

export function ownAct(journeyId: string): ActMeta {
  return { actor: 'system:bench', channel: 'system', commandId: journeyId };
}

interface Written { readonly type: string; readonly step?: string; readonly task?: { readonly owner: string; readonly step: string } }

/** `steps`: of the journey, in order; phase and owner are shown as they change. */
export function openBook<E extends Written>(journeyId: string, kind: JourneyKind, firstPhase: string, steps: readonly string[]) {
  let lastNumber = 0;
  let writtenNumber = 0;
  let waiting: RecordedEvent[] = [];
  let running = false;
  let shown = `${firstPhase} outside`;
  let phase = firstPhase;
  let open: { owner: string; step: string }[] = [];

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const events = waiting;
      waiting = [];
      await recordEvents({ journeyId, kind, events });
      writtenNumber += events.length;
    }
    running = false;
  }

  function show(events: readonly E[]): void {
    for (const { type, step = '', task } of events) {
      if (type === 'stepDone') phase = steps[steps.indexOf(step) + 1] ?? 'delivering';
      else if (type === 'accessOrderPlaced') phase = 'acknowledgement';
      else if (type === 'siteInService') phase = 'in-service';
      else if (type === 'deploymentCompleted') phase = 'completed';
      if (task !== undefined) open = [...open, task];
      if (type === 'taskCompleted') open = open.filter((other) => other.step !== step);
    }
    if (phase === 'sales-collection') phase = 'assignment';
    const owner = open[0]?.owner ?? 'outside';
    if (`${phase} ${owner}` === shown) return;
    shown = `${phase} ${owner}`;
    upsertSearchAttributes([{ key: searchAttributes.phase, value: phase }, { key: searchAttributes.owner, value: owner }]);
  }

  const idle = (): boolean => !running;

  return {
    write(meta: ActMeta, ...events: readonly E[]): number {
      const atMs = Date.now();
      for (const event of events) waiting.push({ number: lastNumber += 1, event, atMs, meta });
      show(events);
      if (!running) void run();
      return lastNumber;
    },
    idle,
    async written(number: number): Promise<{ number: number }> {
      await condition(() => writtenNumber >= number);
      return { number };
    },
    /** All is recorded and everybody answered. */
    async settle(): Promise<void> {
      await condition(() => idle() && allHandlersFinished());
    },
  };
}
