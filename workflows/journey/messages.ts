/** What every journey's messages share: who acts, what an accepted act answers, and the task queues. */
import { defineUpdate } from '@temporalio/workflow';
import type { ActMeta } from '../../domain/journey/journey.ts';
import { kindOf } from '../../domain/journey/kind-of.ts';

/** The argument of every Update: the act's own fields, and who does it through what. Its commandId is the update's id. */
export type Act<Fields = unknown> = Fields & { readonly meta: ActMeta };

/** An accepted act has been recorded up to this number of its journey. */
export interface Recorded {
  readonly number: number;
}

/** Command ids remembered over continue-as-new; a repeat that is older than this many acts would be decided anew. */
export const rememberedCommands = 200;

/** A task of whatever journey, by who does not know which: its form was parsed by the step's own schema. */
export const completeAnyTaskUpdate = defineUpdate<Recorded, [Act<{ taskId: string; input: unknown }>]>('completeTask');

/** `deployment/AFF-2026-000123`, `deployment/AFF-2026-000123/S001` for a site, `ticket/TCK-2026-000123`: the workflow of a journey by its id. */
export function workflowIdOf(journeyId: string): string {
  const kind = kindOf(journeyId);
  return `${kind === 'site' ? 'deployment' : kind}/${journeyId}`;
}

/** Journeys and their recorder; and one queue per outside system, so that one that hangs starves no other. */
export const taskQueues = {
  journeys: 'journeys',
  jarvis: 'outside-jarvis',
  obl: 'outside-obl',
  refTech: 'outside-ref-tech',
  billing: 'outside-billing',
  mail: 'outside-mail',
  inventory: 'outside-inventory',
  hardware: 'outside-hardware',
  backups: 'outside-backups',
  knowledge: 'outside-knowledge',
} as const;

/**
 * Whether a journey goes on, for who was told «not found» by an Update: an engine says so too of an Update that died with it.
 * @param journey its handle at the engine. Closed is also what the engine has forgotten since.
 */
export async function isRunning(journey: { describe(): Promise<{ readonly status: { readonly name: string } }> }): Promise<boolean> {
  try {
    return (await journey.describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return false;
    throw error;
  }
}
