/** What every journey's messages share: who acts, what an accepted act answers, and the task queues. */
import type { ActMeta } from '../../domain/journey/journey.ts';

/** The argument of every Update: the act's own fields, and who does it through what. Its commandId is the update's id. */
export type Act<Fields = unknown> = Fields & { readonly meta: ActMeta };

/** An accepted act has been recorded up to this number of its journey. */
export interface Recorded {
  readonly number: number;
}

/** Journeys and their recorder; and one queue per outside system, so that one that hangs starves no other. */
export const taskQueues = {
  journeys: 'journeys',
  jarvis: 'outside-jarvis',
  obl: 'outside-obl',
  refTech: 'outside-ref-tech',
  billing: 'outside-billing',
  mail: 'outside-mail',
} as const;
