/** What a person fills in to complete a task of a complaint (S-08). But for the answer, which is kept beside the record, no personal data: inputs are recorded for good. */
import { z } from 'zod';
import { verdicts, type ComplaintInputs } from './complaint.ts';
import type { ComplaintTask } from './tasks.ts';

const comment = z.string().trim().min(1).max(2000);
/** Checked by the policy besides. */
export const complaintText = z.string().trim().min(1).max(10_000);
export const wordingConfirmed = z.boolean().optional().meta({ description: 'Des mots de jugement sont maintenus, après relecture' });

/** As it is typed in. */
export const complaintAnswer = z.strictObject({ verdict: z.enum(verdicts), text: complaintText.meta({ description: 'Ce que le client reçoit' }), isWordingConfirmed: wordingConfirmed });

export const complaintInputs = {
  'complaint-answer': complaintAnswer,
  'complaint-late': z.strictObject({ comment }),
  'complaint-agreement': z.discriminatedUnion('outcome', [z.strictObject({ outcome: z.literal('content') }), z.strictObject({ outcome: z.literal('not-content'), comment })]),
  'gesture-credit': z.strictObject({ creditReference: z.string().trim().min(1).max(60).meta({ description: 'De l’avoir' }) }),
} satisfies { [Step in Exclude<ComplaintTask, 'complaint-answer'>]: z.ZodType<ComplaintInputs[Step]> } & { 'complaint-answer': z.ZodType<Omit<ComplaintInputs['complaint-answer'], 'textId'> & { text: string }> };
