/** A diagnosis (T-12) as it comes in: its texts are kept in PostgreSQL, its facts travel in the command. */
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { keepContent } from '../../db/ticket/contents.ts';
import type { TicketActInput } from '../../domain/ticket/acts.schema.ts';
import type { Diagnosis } from '../../domain/ticket/diagnosis.ts';

/** What was said of a diagnosis. */
export const diagnosisTexts = z.object({
  description: z.string(),
  details: z.string().optional(),
  trigger: z.string().optional(),
  answers: z.record(z.string(), z.string()),
  /** By the place of the test in the list. */
  notes: z.array(z.string().nullable()),
});

export async function keepDiagnosis(pool: Pool, number: string, findings: TicketActInput<'diagnose'>): Promise<Diagnosis> {
  const { description, details, trigger, answers, tests, identityVerified, frequency, occurredAt, references, productUpdate } = findings;
  const contentId = uuidv7();
  await keepContent(pool, contentId, number, { description, details, trigger, answers, notes: tests.map(({ note }) => note ?? null) } satisfies z.input<typeof diagnosisTexts>);
  return {
    contentId, isIdentityVerified: identityVerified, answered: Object.keys(answers), references,
    tests: tests.map(({ test, place, outcome, doneAt }) => ({ test, place, outcome, doneAtMs: doneAt === undefined ? null : Date.parse(doneAt) })),
    frequency: frequency ?? null, occurredAtMs: occurredAt.map((at) => Date.parse(at)), productUpdate: productUpdate ?? null,
  };
}
