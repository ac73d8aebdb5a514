/** What live events say, and how they are asked for. */
import { z } from 'zod';
import { changeKinds } from '../../domain/live/change.ts';
import { namesOf } from '../http/names.ts';

export const liveEvent = z.object({
  position: z.int().meta({ description: 'Also the `id` of the event: what `Last-Event-ID` and `after` count by' }),
  kind: z.enum(changeKinds),
  id: z.string().meta({ description: 'Of the subject: AFF-2026-000123, AFF-2026-000123/S001, TCK-…, RES-…, REP-…, BKP-…, CLI-…' }),
  customerId: z.string().optional(),
  deploymentId: z.string().optional(),
  types: z.array(z.string()).meta({ description: 'What was done, in its order; empty for who may not read timelines' }),
  at: z.iso.datetime(),
}).meta({ id: 'LiveEvent' });

export const liveQuery = z.object({
  kind: namesOf(changeKinds),
  id: z.string().max(60).optional().meta({ description: 'One subject alone' }),
  customerId: z.string().max(60).optional().meta({ description: 'One customer’s subjects' }),
  deploymentId: z.string().max(60).optional().meta({ description: 'A deployment with its sites' }),
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().meta({ description: 'Position up to which everything is known; `Last-Event-ID` goes before it. Absent: from now on' }),
  follow: z.enum(['true', 'false']).default('true').meta({ description: 'false: what there is since, and no more' }),
});
