/** What a person fills in to complete a task of a backup in trouble (T-21). */
import { z } from 'zod';
import type { backupTasks } from './tasks.ts';

export const backupInputs = {
  'backup-connect': z.strictObject({
    isRestorable: z.boolean().meta({ description: 'La dernière sauvegarde se restaure' }),
    comment: z.string().trim().min(1).max(1000).meta({ description: 'Ce qui a été vérifié et constaté' }),
  }),
} satisfies Record<keyof typeof backupTasks, z.ZodType>;
