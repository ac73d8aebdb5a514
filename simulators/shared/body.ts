/** The body of a call, checked as a real system would check it. */
import type { z } from 'zod';
import { Problem } from './problem.ts';

/** @throws {Problem} 400 `bad-body`, with the paths of what is wrong */
export function parsedBody<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Problem(400, 'bad-body', parsed.error.issues.map((issue) => issue.path.join('.')).join(', '));
  return parsed.data;
}

/** A field of a body that nobody has checked yet, under which the book files the call. */
export function fieldOf(body: unknown, name: string): unknown {
  return (body as Record<string, unknown> | null | undefined)?.[name];
}
