/** What a seller fills in when he has followed up (S-09). No personal data: inputs are recorded for good. */
import { z } from 'zod';
import type { FollowUpInputs, FollowUpStep } from './follow-up.ts';

export const followUpInputs = {
  'follow-up': z.discriminatedUnion('choice', [
    z.strictObject({ choice: z.literal('done').meta({ description: 'C’est fait' }), comment: z.string().trim().min(1).max(2000).optional() }),
    z.strictObject({ choice: z.literal('again').meta({ description: 'À refaire plus tard' }), remindAt: z.iso.datetime({ offset: true }) }),
  ]),
} satisfies { [Step in FollowUpStep]: z.ZodType<FollowUpInputs[Step]> };
