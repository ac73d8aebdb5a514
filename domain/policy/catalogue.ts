/** The policies that exist: versioned data, one JSON document each, by the name they have in `/policies/{name}` and under `defaults/`. */
import type { Text } from '../errors/codes.ts';

interface PolicyEntry {
  readonly label: Text;
  /** The rules whose numbers and choices it holds. */
  readonly rules: readonly string[];
}

export const policyCatalogue = {
  'calendars': { rules: ['T-06', 'D-20'], label: { fr: 'Calendriers et jours fériés', en: 'Calendars and public holidays' } },
  'lead-times': { rules: ['D-20', 'D-21'], label: { fr: 'Délais du rétroplanning et alertes', en: 'Lead times of the schedule, and jeopardy' } },
  'reminders': { rules: ['D-07', 'D-09', 'D-17'], label: { fr: 'Relances du déploiement', en: 'Reminders of a deployment' } },
  'obls': { rules: ['D-08'], label: { fr: 'Opérateurs de boucle locale', en: 'Local-loop operators' } },
  'obl-refusals': { rules: ['D-09'], label: { fr: 'Suites d’un refus OBL', en: 'What may follow an OBL refusal' } },
  'equipment': { rules: ['D-12'], label: { fr: 'Suivi des équipements', en: 'Tracking of equipment' } },
  'activation-tests': { rules: ['D-14'], label: { fr: 'Tests de mise en service', en: 'Activation tests' } },
  'acceptance': { rules: ['D-15'], label: { fr: 'Recette et observation du lien', en: 'Acceptance and observation of the link' } },
  'points-of-no-return': { rules: ['D-23'], label: { fr: 'Points de non-retour', en: 'Points of no return' } },
  'outside-calls': { rules: ['D-24'], label: { fr: 'Appels aux systèmes extérieurs', en: 'Calls to outside systems' } },
  'service-levels': { rules: ['T-05', 'T-06'], label: { fr: 'Priorités et engagements', en: 'Priorities and service levels' } },
  'escalation': { rules: ['T-07', 'T-22'], label: { fr: 'Escalade', en: 'Escalation' } },
  'waiting-reasons': { rules: ['T-08'], label: { fr: 'Motifs d’attente', en: 'Reasons for waiting' } },
  'desks': { rules: ['T-03', 'T-09', 'T-11', 'T-19', 'C-03'], label: { fr: 'Guichets', en: 'Desks' } },
  'classification': { rules: ['T-04', 'T-24', 'C-08'], label: { fr: 'Types, symptômes et catégories', en: 'Types, symptoms and categories' } },
  'scripts': { rules: ['T-12', 'C-03'], label: { fr: 'Scripts de diagnostic et préalables d’un transfert', en: 'Diagnosis scripts, and what a transfer needs' } },
  'ticket-tasks': { rules: ['T-18', 'T-23', 'T-24', 'C-08'], label: { fr: 'Échéances des tâches d’un ticket', en: 'Due dates of a ticket’s tasks' } },
  'notices': { rules: ['D-06', 'T-07'], label: { fr: 'Messages : heures de silence, validité des liens', en: 'Notices: quiet hours, validity of links' } },
  'field-service': { rules: ['T-20', 'T-21'], label: { fr: 'Matériel et sauvegardes', en: 'Hardware and backups' } },
  'billing': { rules: ['D-30'], label: { fr: 'Facturation', en: 'Billing' } },
  'termination': { rules: ['R-02', 'R-03', 'R-04', 'R-05', 'R-06', 'C-08'], label: { fr: 'Résiliation et rétractation', en: 'Termination and withdrawal' } },
  'customer-view': { rules: ['C-01'], label: { fr: 'Vue 360° : rangs et fraîcheur des blocs', en: '360° view: ranks and freshness of its blocks' } },
  'contact-reasons': { rules: ['C-02'], label: { fr: 'Motifs de contact', en: 'Reasons of contact' } },
  'sales-catalogue': { rules: ['S-01', 'S-03'], label: { fr: 'Catalogue des ventes et remises', en: 'Sales catalogue and discounts' } },
  'sales': { rules: ['S-04', 'S-06', 'S-08', 'S-09'], label: { fr: 'Ventes et réclamations', en: 'Sales and complaints' } },
} as const satisfies Record<string, PolicyEntry>;

export type PolicyName = keyof typeof policyCatalogue;

/** Every policy, in the order of the catalogue. */
export const policyNames = Object.keys(policyCatalogue) as readonly PolicyName[];

/** Whether an outside value names a policy. */
export function isPolicyName(value: unknown): value is PolicyName {
  return typeof value === 'string' && Object.hasOwn(policyCatalogue, value);
}
