/** The input of a task, as its form says it: parsed with pointers to each fault, and shown as JSON Schema. */
import { z } from 'zod';
import type { TaskRead } from '../../db/tasks/reads.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { TaskForm } from '../../domain/journey/forms.ts';
import { formInputs } from '../../domain/journey/forms.schema.ts';
import { faultsOf } from '../http/fields.ts';
import { problem } from '../http/problem.ts';

/** @throws {Problem} `malformed-request` with a pointer to each field at fault. */
export function parseInput(step: string, body: unknown) {
  const parsed = formInputs[step as TaskForm].safeParse(body);
  if (!parsed.success) throw problem(refuse('malformed-request'), { faults: faultsOf('body', parsed.error.issues, body) });
  return parsed.data;
}

/** D-09, D-11: of several choices the form shows those that the task leaves open. */
export function inputSchemaOf({ step, context: { choices } }: Pick<TaskRead, 'step' | 'context'>): Record<string, unknown> {
  const form: z.ZodType = formInputs[step as TaskForm];
  return z.toJSONSchema(form instanceof z.ZodDiscriminatedUnion && typeof choices === 'string' ? openForm(form, choices.split(', ')) : form, { io: 'input' }) as Record<string, unknown>;
}

function openForm(form: z.ZodDiscriminatedUnion, open: readonly string[]): z.ZodType {
  const options = form.options.filter((option) => option instanceof z.ZodObject && open.some((choice) => (option.shape['choice'] as z.ZodType | undefined)?.safeParse(choice).success === true));
  return options.length === 0 ? form : z.union(options);
}
