/** The product ranges of the catalogue (S-01): each makes a sub-order of its own (S-02). */
import type { Text } from '../errors/codes.ts';

export const ranges = {
  access: { label: { fr: 'Accès', en: 'Access' } },
  equipment: { label: { fr: 'Équipements', en: 'Equipment' } },
  telephony: { label: { fr: 'Téléphonie', en: 'Telephony' } },
  hosting: { label: { fr: 'Hébergement', en: 'Hosting' } },
  services: { label: { fr: 'Services', en: 'Services' } },
} as const satisfies Record<string, { readonly label: Text }>;

export type Range = keyof typeof ranges;

/** In their order. */
export const rangeNames = Object.keys(ranges) as readonly Range[];
