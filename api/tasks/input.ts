/** The input of a task, as its form says it: parsed with pointers to each fault, and shown as JSON Schema. */
import { z } from 'zod';
import { taskInputs } from '../../domain/deployment/steps.schema.ts';
import type { TaskStep } from '../../domain/deployment/steps.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { faultsOf } from '../http/fields.ts';
import { problem } from '../http/problem.ts';

/** @throws {Problem} `malformed-request` with a pointer to each field at fault. */
export function parseInput(step: string, body: unknown) {
  const parsed = taskInputs[step as TaskStep].safeParse(body);
  if (!parsed.success) throw problem(refuse('malformed-request'), { faults: faultsOf('body', parsed.error.issues, body) });
  return parsed.data;
}

export function inputSchemaOf(step: string): Record<string, unknown> {
  return z.toJSONSchema(taskInputs[step as TaskStep]) as Record<string, unknown>;
}
