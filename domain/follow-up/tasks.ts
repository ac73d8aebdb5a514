/** What a follow-up asks of its seller when its day has come (S-09). */
import type { Text } from '../errors/codes.ts';
import type { Profile } from '../people/profiles.ts';
import type { FollowUpStep } from './follow-up.ts';

export const followUpTasks = {
  // Whose it is depends on the seller.
  'follow-up': { rule: 'S-09', owner: 'sales-engineer', labels: { fr: 'Relancer le client', en: 'Follow up with the customer' } },
} as const satisfies Record<FollowUpStep, { rule: string; owner: Profile; labels: Text }>;
