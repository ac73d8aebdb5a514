/** What the API shows of calls that keep failing (D-24). */
import { z } from 'zod';

const instant = z.iso.datetime();

export const stuckCallView = z.object({
  journeyId: z.string().meta({ description: 'AFF-2026-000123, AFF-2026-000123/S001 or TCK-2026-000123' }),
  deploymentId: z.string().nullable().meta({ description: 'Null where the journey is no part of one' }),
  site: z.string().nullable(),
  system: z.string(),
  call: z.string().meta({ description: 'What was asked of the system, by name' }),
  since: instant.meta({ description: 'When it was first found stuck' }),
  attempts: z.int().meta({ description: 'Rounds of retries that ended in failure' }),
  nextTryAt: instant.meta({ description: 'When it is tried again by itself' }),
  lastError: z.object({ code: z.string(), message: z.string() }),
  taskId: z.string().meta({ description: 'Its task: completed with retry or skip, and a comment' }),
  verdict: z.enum(['retry', 'skip']).nullable().meta({ description: 'What a person decided, until it is acted upon' }),
}).meta({ id: 'StuckCall' });
