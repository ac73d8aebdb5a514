/** The steps of a unified purchase order (chapter 5): what is under way by its phase, and whose it is. */
import type { Text } from '../errors/codes.ts';
import type { Profile } from '../people/profiles.ts';

interface StepEntry {
  readonly rule: string;
  readonly labels: Text;
  readonly owner: Profile;
}

/** In their order. */
export const orderSteps = {
  'new': { rule: 'S-02', owner: 'sales-engineer', labels: { fr: 'Nouvelle', en: 'New' } },
  'discount-approval': { rule: 'S-01', owner: 'business-director', labels: { fr: 'Remise à approuver', en: 'Discount to be approved' } },
  'issuing': { rule: 'S-02', owner: 'sales-engineer', labels: { fr: 'Édition du bon de commande', en: 'Purchase order being issued' } },
  'signature': { rule: 'S-04', owner: 'sales-engineer', labels: { fr: 'À signer', en: 'To be signed' } },
  'sealing': { rule: 'S-04', owner: 'sales-engineer', labels: { fr: 'Preuve de la signature', en: 'Evidence of the signature' } },
  'signed': { rule: 'S-05', owner: 'sales-engineer', labels: { fr: 'Signée, à remettre en production', en: 'Signed, to be handed to production' } },
  'handing-over': { rule: 'S-05', owner: 'sales-engineer', labels: { fr: 'Remise en production', en: 'Being handed over' } },
  'in-production': { rule: 'S-05', owner: 'coordinator', labels: { fr: 'En production', en: 'In production' } },
  'ended': { rule: 'S-05', owner: 'sales-engineer', labels: { fr: 'Terminée', en: 'Ended' } },
} as const satisfies Record<string, StepEntry>;

export type OrderPhase = keyof typeof orderSteps;
export const orderPhases = Object.keys(orderSteps) as readonly OrderPhase[];
/** Until it is signed nobody is bound. */
export const phasesBeforeSigned: readonly OrderPhase[] = ['discount-approval', 'issuing', 'signature'];
