/** Policies of what an agent sees of a customer, and where the reason of a contact leads (C-01, C-02). */
import { z } from 'zod';
import { openings } from '../customer/openings.ts';
import { readings, viewBlockNames, type Reading, type ViewBlock } from '../customer/view-blocks.ts';
import { duration, key, text } from './parts.schema.ts';

const blocks = z.array(z.enum(viewBlockNames as [ViewBlock, ...ViewBlock[]])).max(50);

export const customerView = z.strictObject({
  /** Blocks by rank, each in the order in which it is shown. */
  ranks: z.strictObject({ essential: blocks, important: blocks, secondary: blocks })
    .refine((all) => Object.values(all).flat().toSorted().join() === viewBlockNames.toSorted().join(), 'every block once'),
  /** An answer from outside that is younger is shown without asking again; null: asked at each view. */
  reuseFor: z.strictObject(Object.fromEntries(readings.map((reading) => [reading, duration.nullable()])) as Record<Reading, z.ZodNullable<typeof duration>>),
});

const opens = z.enum(Object.keys(openings) as [keyof typeof openings, ...(keyof typeof openings)[]]);
export const contactReasons = z.strictObject({
  /** In the order in which they are proposed. */
  reasons: z.array(z.strictObject({
    key,
    label: text,
    /** What handles it. */
    opens,
    /** Fields of its form that the reason says already. */
    with: z.record(z.string().max(60), z.json()).optional(),
    /** What handles it for who may not open that. */
    otherwise: z.strictObject({ opens, with: z.record(z.string().max(60), z.json()).optional() }).optional(),
  })).max(200).refine((all) => new Set(all.map((reason) => reason.key)).size === all.length, 'each key once'),
});
