/** The diagnosis of a ticket (T-12): what was asked, verified and tried, by whomever; and what a warm transfer still lacks (C-03). */
import type { Policies } from '../policy/policies.schema.ts';
import type { TicketState } from './ticket.ts';

export const frequencies = ['once', 'intermittent', 'permanent'] as const;
/** Where a test was done: those of a shop or of the customer himself are imported, not repeated. */
export const testPlaces = ['customer', 'shop', 'remote', 'on-site'] as const;
export const testOutcomes = ['passed', 'failed', 'inconclusive'] as const;
export const referenceKinds = ['knowledge', 'monitoring', 'diagnosis-tool'] as const;
/** T-13: an update of the product is proposed first where one exists. */
export const productUpdates = ['none', 'available', 'installed', 'declined'] as const;
export type ProductUpdate = (typeof productUpdates)[number];

/** What a diagnosis found, in closed lists and keys; what was said of it stays in PostgreSQL. */
export interface Diagnosis {
  readonly contentId: string;
  readonly isIdentityVerified: boolean;
  /** Questions of the script that were answered, by key. */
  readonly answered: readonly string[];
  readonly tests: readonly {
    readonly test: string;
    readonly place: (typeof testPlaces)[number];
    readonly outcome: (typeof testOutcomes)[number];
    /** Epoch milliseconds; null where nobody knows any more. */
    readonly doneAtMs: number | null;
  }[];
  readonly frequency: (typeof frequencies)[number] | null;
  /** Epoch milliseconds. */
  readonly occurredAtMs: readonly number[];
  readonly references: readonly { readonly kind: (typeof referenceKinds)[number]; readonly reference: string }[];
  readonly productUpdate: ProductUpdate | null;
}

/** Keys of the questions and tests of one script. */
export interface Script {
  readonly questions: readonly string[];
  readonly tests: readonly string[];
}

/** The policy `scripts`, as a ticket keeps it: without the words. */
export interface Scripts {
  readonly warmTransferNeeds: Policies['scripts']['warmTransferNeeds'];
  readonly common: Script;
  readonly categories: Readonly<Record<string, Script>>;
}

/** What is asked and tested in a category: what is common first. */
export function scriptOf({ common, categories }: Scripts, category: string | null): Script {
  const own = category === null ? undefined : categories[category];
  return { questions: [...new Set([...common.questions, ...own?.questions ?? []])], tests: [...new Set([...common.tests, ...own?.tests ?? []])] };
}

/** Answered questions that no script asks: they are none of the ticket's, whatever its category becomes. */
export function unknownQuestions({ common, categories }: Scripts, answered: readonly string[]): string[] {
  const known = new Set([common, ...Object.values(categories)].flatMap(({ questions }) => questions));
  return answered.filter((question) => !known.has(question));
}

/** What must be there before a warm transfer and is not, by name (C-03); of everything that was diagnosed so far, here or elsewhere. */
export function missingForTransfer({ opening, classification, diagnoses }: Pick<TicketState, 'opening' | 'classification' | 'diagnoses'>): string[] {
  if (!opening) return [];
  const { scripts } = opening.policy;
  const { questions, tests } = scriptOf(scripts, classification?.category ?? null);
  const answered = new Set(diagnoses.flatMap((diagnosis) => diagnosis.answered));
  const done = new Set(diagnoses.flatMap((diagnosis) => diagnosis.tests.map(({ test }) => test)));
  const missing = {
    'identity-verified': () => (diagnoses.some(({ isIdentityVerified }) => isIdentityVerified) ? [] : ['identity-verified']),
    'script-filled': () => questions.filter((question) => !answered.has(question)),
    'tests-done': () => tests.filter((test) => !done.has(test)),
  };
  return scripts.warmTransferNeeds.flatMap((need) => missing[need]());
}

/** What is known last of an update of the product (T-13). */
export function productUpdateOf({ diagnoses }: Pick<TicketState, 'diagnoses'>): ProductUpdate | null {
  return diagnoses.findLast(({ productUpdate }) => productUpdate !== null)?.productUpdate ?? null;
}
