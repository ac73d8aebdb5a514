/** What the routes of several simulators share: a call's parts, checked as a real system would. */
import type { z } from 'zod';
import { Problem } from './problem.ts';
import type { Call } from './simulator.ts';

/** @throws {Problem} 400 `bad-query` */
export function queryOf<Query>(schema: z.ZodType<Query>, call: Call): Query {
  return parse(schema, call.query, 'bad-query');
}

/** Any well-formed key is remembered, known or not; nothing can ever come under a malformed one. @throws {Problem} 400 `bad-key` */
export function checkKey(schema: z.ZodType<string>, key: string): void {
  parse(schema, key, 'bad-key');
}

/** The key of ours in a route's path. */
export function pathKey(name: string): (call: Call) => string {
  return (call) => call.params[name] ?? '';
}

function parse<Value>(schema: z.ZodType<Value>, value: unknown, code: string): Value {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Problem(400, code, parsed.error.issues.map((issue) => issue.path.join('.')).join(', '));
  return parsed.data;
}
