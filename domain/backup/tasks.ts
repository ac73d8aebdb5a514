/** What a backup in trouble asks of people (T-21). */
import type { Text } from '../errors/codes.ts';
import type { Profile } from '../people/profiles.ts';

export const backupTasks = {
  'backup-connect': {
    rule: 'T-21', owner: 'technician-n2',
    labels: { fr: 'Se connecter chez le client et vérifier la sauvegarde', en: 'Connect to the customer’s system and check the backup' },
  },
} as const satisfies Record<string, { rule: string; owner: Profile; labels: Text }>;
