/** The steps of a complaint (S-08): what is under way by its phase. */
import type { Text } from '../errors/codes.ts';

/** In their order. */
export const complaintSteps = {
  'new': { labels: { fr: 'Nouvelle', en: 'New' } },
  'open': { labels: { fr: 'À répondre', en: 'To be answered' } },
  'answered': { labels: { fr: 'Répondue, accord attendu', en: 'Answered, agreement awaited' } },
  'settling': { labels: { fr: 'Geste à créditer', en: 'Gesture to be credited' } },
  'ended': { labels: { fr: 'Close', en: 'Closed' } },
} as const satisfies Record<string, { readonly labels: Text }>;

export type ComplaintPhase = keyof typeof complaintSteps;
export const complaintPhases = Object.keys(complaintSteps) as readonly ComplaintPhase[];
