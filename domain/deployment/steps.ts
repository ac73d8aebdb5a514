/** The step table of a deployment: one row per step and per kind of human task; labels, forms, statuses and docs derive from it. */
import type { Text } from '../errors/codes.ts';
import type { Profile } from '../people/profiles.ts';

interface StepEntry {
  /** The rule of the business that asks for the step. */
  readonly rule: string;
  readonly level: 'deployment' | 'site';
  readonly labels: Text;
  /** Whose basket the step's task lands in, or who answers for the step. */
  readonly owner: Profile;
  /** Steps that must be done before. */
  readonly after: readonly string[];
  /** The effect left outside, that a cancellation undoes (D-23). */
  readonly undo: SiteEffectKind | null;
}

/** What a site delivery leaves in outside systems. */
export type SiteEffectKind = 'access-order';

/** The steps of the journey in their order. */
export const steps = {
  'technical-validation': {
    rule: 'D-04', level: 'deployment', owner: 'coordinator', after: [], undo: null,
    labels: { fr: 'Validation technique', en: 'Technical validation' },
  },
  'access-order': {
    rule: 'D-08', level: 'site', owner: 'coordinator', after: ['technical-validation'], undo: 'access-order',
    labels: { fr: 'Commande OBL', en: 'Access order' },
  },
  'acknowledgement': {
    rule: 'D-09', level: 'site', owner: 'coordinator', after: ['access-order'], undo: null,
    labels: { fr: 'Accusé de réception OBL', en: 'OBL acknowledgement' },
  },
  'delivery-report': {
    rule: 'D-13', level: 'site', owner: 'coordinator', after: ['acknowledgement'], undo: null,
    labels: { fr: 'PV de livraison OBL', en: 'OBL delivery report' },
  },
  'billing-start': {
    rule: 'D-18', level: 'site', owner: 'billing-admin', after: ['delivery-report'], undo: null,
    labels: { fr: 'Mise en facturation', en: 'Billing start' },
  },
} as const satisfies Record<string, StepEntry>;

export type StepKey = keyof typeof steps;

/** The human tasks that exist: of a step, or of what can go wrong in one. */
export const tasks = {
  'technical-validation': {
    rule: 'D-04', owner: 'coordinator',
    labels: { fr: 'Valider techniquement l’affaire', en: 'Validate the deployment technically' },
  },
  'access-order-refused': {
    rule: 'D-09', owner: 'coordinator',
    labels: { fr: 'Traiter le refus de l’OBL', en: 'Handle the OBL’s refusal' },
  },
  'stuck-call': {
    rule: 'D-24', owner: 'supervisor',
    labels: { fr: 'Appel extérieur bloqué', en: 'Stuck outside call' },
  },
  'undo-by-hand': {
    rule: 'D-23', owner: 'coordinator',
    labels: { fr: 'Annuler à la main', en: 'Undo by hand' },
  },
} as const satisfies Record<string, { rule: string; owner: Profile; labels: Text }>;

export type TaskStep = keyof typeof tasks;
