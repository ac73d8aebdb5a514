/** What a person fills in to complete a task of a replacement (T-20). */
import { z } from 'zod';
import { faults, type ReplacementInputs } from './replacement.ts';
import type { replacementTasks } from './tasks.ts';

const comment = z.string().trim().min(1).max(1000);
/** As on the label, in capitals. */
export const typedSerialNumber = z.string().trim().toUpperCase().regex(/^[A-Z0-9][A-Z0-9-]{3,39}$/).meta({ description: 'Numéro de série' });
export const model = z.string().trim().min(1).max(100).meta({ description: 'Modèle' });
export const fault = z.enum(faults).meta({ description: 'Panne' });

export const replacementInputs = {
  'replacement-information': z.strictObject({
    serialNumber: typedSerialNumber.optional(), fault: fault.optional(), model: model.optional(),
    partNumber: z.string().trim().min(1).max(60).optional().meta({ description: 'Référence de la pièce' }),
    comment: comment.optional(),
  }),
  'replacement-confirmation': z.discriminatedUnion('choice', [
    z.strictObject({ choice: z.literal('go-on').meta({ description: 'Remplacer malgré tout ; hors garantie, le client a donné son accord' }), comment }),
    z.strictObject({ choice: z.literal('other-serial-number'), serialNumber: typedSerialNumber, comment }),
    z.strictObject({ choice: z.literal('abandon'), comment }),
  ]),
  'replacement-swap': z.strictObject({
    replacedOn: z.iso.date().meta({ description: 'Date du remplacement' }),
    returnReference: z.string().trim().min(1).max(100).meta({ description: 'Suivi du retour de la pièce en panne' }),
    comment: comment.optional(),
  }),
} satisfies { [Step in keyof typeof replacementTasks]: z.ZodType<ReplacementInputs[Step]> };
