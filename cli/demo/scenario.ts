/** What a demonstration plays: what is launched, which waits are shortened, what people answer, and what they do of their own accord. */
import type { TaskInputs } from '../../domain/deployment/steps.schema.ts';
import type { TaskStep } from '../../domain/deployment/steps.ts';
import type { Borrowed } from './borrowed.ts';
import type { Api } from './client.ts';
import type { TaskFacts } from './people.ts';
import type { TimelineEntry } from './story.ts';

/** What everybody can see when somebody acts. */
export interface Look {
  readonly api: Api;
  readonly deploymentId: string;
  readonly sites: readonly { readonly site: string; readonly phase: string }[];
  /** All of the timeline so far, oldest first. */
  readonly told: readonly TimelineEntry[];
  readonly nowMs: number;
}

export interface Scenario {
  /** The launch file, in `docs/examples`. */
  readonly launchFile: string;
  readonly borrowed: readonly Borrowed[];
  /** What the task's person types in; undefined for what nobody does here. */
  readonly answer: (step: TaskStep, facts: TaskFacts) => TaskInputs[TaskStep] | undefined;
  /** What somebody does without being asked, one act at a time; false when there is nothing to do now. */
  readonly act: (look: Look) => Promise<boolean>;
  /** Why the coordinator refuses a document that sales brought, by kind; it is brought again. */
  readonly refusedDocuments: Readonly<Partial<Record<string, string>>>;
  /** Sites that end without service. */
  readonly abandoned: readonly string[];
}
