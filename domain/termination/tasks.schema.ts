/** What a person fills in to complete a task of a termination. */
import { z } from 'zod';
import { dateOfOurTime } from '../calendar/date.schema.ts';
import { equipmentConditions, type TerminationInputs } from './termination.ts';
import type { TerminationTask } from './tasks.ts';

const comment = z.string().trim().min(1).max(1000);
/** As on the label, in capitals. */
export const serialNumber = z.string().trim().toUpperCase().regex(/^[A-Z0-9][A-Z0-9-]{3,59}$/).meta({ description: 'Numéro de série' });

export const terminationInputs = {
  'win-back': z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('kept').meta({ description: 'Le client reste : la résiliation s’arrête, le service continue' }), comment }),
    z.strictObject({ outcome: z.literal('leaving').meta({ description: 'Le client maintient sa demande' }), comment }),
  ]),
  'termination-fee': z.discriminatedUnion('choice', [
    z.strictObject({ choice: z.literal('confirm').meta({ description: 'L’indemnité telle qu’elle est calculée' }), comment: comment.optional() }),
    z.strictObject({ choice: z.literal('exempt'), exemption: z.string().min(1).max(60).meta({ description: 'Motif d’exonération, de la politique « termination »' }), comment }),
    z.strictObject({ choice: z.literal('amend'), totalCents: z.int().min(0).max(100_000_000_00).meta({ description: 'Indemnité à facturer HT, en centimes' }), comment }),
  ]),
  'termination-entry': z.strictObject({
    effectiveOn: dateOfOurTime.meta({ description: 'Date d’effet : dernier jour de service, facturé' }),
    comment: comment.optional(),
  }),
  'deproduction-by-hand': z.strictObject({ comment: comment.meta({ description: 'Ce qui a été fait' }) }),
  'equipment-return': z.strictObject({
    equipment: z.array(z.strictObject({ serialNumber, condition: z.enum(equipmentConditions) })).min(1).max(500).meta({ description: 'Chaque équipement attendu, une fois' }),
    comment: comment.optional(),
  }),
  'letter-by-post': z.strictObject({ comment: comment.optional() }),
} satisfies { [Step in TerminationTask]: z.ZodType<TerminationInputs[Step]> };
