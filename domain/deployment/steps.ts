/** The step table of a deployment: one row per step and per kind of human task; phases, labels, forms, due dates and docs derive from it. */
import type { Text } from '../errors/codes.ts';
import type { Profile } from '../people/profiles.ts';

interface StepEntry {
  /** The rule of the business that asks for the step. */
  readonly rule: string;
  readonly level: 'deployment' | 'site';
  readonly labels: Text;
  /** Whose basket the step's task lands in, or who answers for the step. */
  readonly owner: Profile;
  /** What its person is asked to do; null where nobody is. */
  readonly task: Text | null;
  /** The milestone of the lead-times policy whose latest date the step keeps (D-20). */
  readonly milestone: string | null;
}

/** What is asked of a person, whose basket it lands in, and the milestone whose latest date it keeps (D-20). */
type TaskEntry = Pick<StepEntry, 'rule' | 'owner' | 'labels' | 'milestone'>;

/** The steps of the journey in their order. */
export const steps = {
  'techno-commercial-approval': {
    rule: 'D-02', level: 'deployment', owner: 'presales-engineer', milestone: null,
    labels: { fr: 'Approbation technico-commerciale', en: 'Techno-commercial approval' },
    task: { fr: 'Approuver techniquement et commercialement l’affaire', en: 'Approve the deployment technically and commercially' },
  },
  'financial-approval': {
    rule: 'D-02', level: 'deployment', owner: 'business-director', milestone: null,
    labels: { fr: 'Approbation financière', en: 'Financial approval' },
    task: { fr: 'Approuver financièrement l’affaire', en: 'Approve the deployment financially' },
  },
  'sales-collection': {
    rule: 'D-02', level: 'deployment', owner: 'sales-engineer', milestone: null,
    labels: { fr: 'Collecte obligatoire commerce (Authotune)', en: 'Mandatory sales collection (Authotune)' },
    task: { fr: 'Saisir la collecte obligatoire commerce (Authotune)', en: 'Type in the mandatory sales collection (Authotune)' },
  },
  'assignment': {
    rule: 'D-03', level: 'deployment', owner: 'production-manager', milestone: 'technical-validation',
    labels: { fr: 'Affectation de l’affaire', en: 'Assignment' },
    task: { fr: 'Affecter l’affaire à un coordinateur de l’équipe', en: 'Assign the deployment to a coordinator of the team' },
  },
  'technical-validation': {
    rule: 'D-04', level: 'deployment', owner: 'coordinator', milestone: 'technical-validation',
    labels: { fr: 'Validation technique', en: 'Technical validation' },
    task: { fr: 'Valider techniquement l’affaire', en: 'Validate the deployment technically' },
  },
  'internal-launch': {
    rule: 'D-05', level: 'deployment', owner: 'coordinator', milestone: 'welcome-call',
    labels: { fr: 'Lancement de projet interne', en: 'Internal launch' },
    task: { fr: 'Tenir le lancement interne avec le commerce', en: 'Hold the internal launch with sales' },
  },
  'welcome-call': {
    rule: 'D-06', level: 'deployment', owner: 'sales-engineer', milestone: 'welcome-call',
    labels: { fr: 'Appel de bienvenue', en: 'Welcome call' },
    task: { fr: 'Appeler le client et lui présenter son coordinateur', en: 'Call the customer and introduce the coordinator' },
  },
  'customer-launch': {
    rule: 'D-07', level: 'deployment', owner: 'coordinator', milestone: 'customer-launch',
    labels: { fr: 'Lancement de projet client', en: 'Customer launch' },
    task: { fr: 'Tenir le lancement avec le client', en: 'Hold the launch with the customer' },
  },
  'access-order': {
    rule: 'D-08', level: 'site', owner: 'coordinator', milestone: 'obl-order', task: null,
    labels: { fr: 'Commande OBL', en: 'Access order' },
  },
  'acknowledgement': {
    rule: 'D-09', level: 'site', owner: 'coordinator', milestone: 'obl-acknowledgement', task: null,
    labels: { fr: 'Accusé de réception OBL', en: 'OBL acknowledgement' },
  },
  'intervention-planning': {
    rule: 'D-10', level: 'site', owner: 'coordinator', milestone: 'intervention-planning',
    labels: { fr: 'Planification de l’intervention OBL', en: 'Intervention planning' },
    task: { fr: 'Proposer un créneau à l’OBL, au client et au technicien', en: 'Propose a slot to the OBL, the customer and the technician' },
  },
  'technical-visit': {
    rule: 'D-11', level: 'site', owner: 'field-technician', milestone: 'technical-visit',
    labels: { fr: 'Visite technique', en: 'Technical visit' },
    task: { fr: 'Faire la visite technique et remplir son questionnaire', en: 'Make the technical visit and fill in its questionnaire' },
  },
  'supplementary-collection': {
    rule: 'D-11', level: 'site', owner: 'customer', milestone: 'configuration',
    labels: { fr: 'Collecte complémentaire', en: 'Supplementary collection' },
    task: { fr: 'Remplir la collecte complémentaire du site', en: 'Fill in the site’s supplementary collection' },
  },
  'equipment': {
    rule: 'D-12', level: 'site', owner: 'logistics', milestone: 'configuration', task: null,
    labels: { fr: 'Réservation des équipements', en: 'Equipment reservation' },
  },
  'configuration': {
    rule: 'D-12', level: 'site', owner: 'specialist-technician', milestone: 'configuration',
    labels: { fr: 'Configuration des équipements', en: 'Equipment configuration' },
    task: { fr: 'Générer la configuration des équipements', en: 'Generate the equipment’s configuration' },
  },
  'dispatch': {
    rule: 'D-12', level: 'site', owner: 'logistics', milestone: 'configuration',
    labels: { fr: 'Envoi au technicien de proximité', en: 'Dispatch to the field technician' },
    task: { fr: 'Envoyer les équipements au dépôt du technicien', en: 'Send the equipment to the technician’s depot' },
  },
  'installation': {
    rule: 'D-13', level: 'site', owner: 'field-technician', milestone: 'delivery',
    labels: { fr: 'Installation (MAD)', en: 'Installation' },
    task: { fr: 'Installer les équipements avec la livraison de l’OBL', en: 'Install the equipment with the OBL’s delivery' },
  },
  'delivery-report': {
    rule: 'D-13', level: 'site', owner: 'coordinator', milestone: 'delivery', task: null,
    labels: { fr: 'PV de livraison OBL', en: 'OBL delivery report' },
  },
  'service-production': {
    rule: 'D-14', level: 'site', owner: 'network-admin', milestone: 'activation', task: null,
    labels: { fr: 'Production du service (IP, RADIUS, backbone)', en: 'Service production (IP, RADIUS, backbone)' },
  },
  'activation': {
    rule: 'D-14', level: 'site', owner: 'field-technician', milestone: 'activation',
    labels: { fr: 'Mise en service (MES)', en: 'Activation' },
    task: { fr: 'Mettre le site en service', en: 'Activate the site' },
  },
  'acceptance': {
    rule: 'D-15', level: 'site', owner: 'coordinator', milestone: 'acceptance', task: null,
    labels: { fr: 'Supervision et recettage', en: 'Supervision and acceptance' },
  },
  'delivery-notice': {
    rule: 'D-16', level: 'site', owner: 'coordinator', milestone: 'acceptance', task: null,
    labels: { fr: 'Avis de MAD', en: 'Delivery notice' },
  },
  'invoice-simulation': {
    rule: 'D-17', level: 'site', owner: 'coordinator', milestone: 'invoice-simulation',
    labels: { fr: 'Simulation de facture', en: 'Invoice simulation' },
    task: { fr: 'Contrôler la simulation de facture avant son envoi', en: 'Control the invoice simulation before it goes out' },
  },
  'invoice-validation': {
    rule: 'D-17', level: 'site', owner: 'customer', milestone: 'billing',
    labels: { fr: 'Validation de la simulation par le client', en: 'Validation of the simulation by the customer' },
    task: { fr: 'Valider la simulation de facture', en: 'Validate the invoice simulation' },
  },
  'billing-start': {
    rule: 'D-18', level: 'site', owner: 'billing-admin', milestone: 'billing', task: null,
    labels: { fr: 'Mise en facturation', en: 'Billing start' },
  },
  'handover': {
    rule: 'D-19', level: 'site', owner: 'coordinator', milestone: 'handover',
    labels: { fr: 'Passage en exploitation', en: 'Handover to exploitation' },
    task: { fr: 'Passer le site à l’exploitation', en: 'Hand the site over to exploitation' },
  },
} as const satisfies Record<string, StepEntry>;

type Steps = typeof steps;
export type StepKey = keyof Steps;
type StepsOf<Level extends StepEntry['level']> = { [Key in StepKey]: Steps[Key]['level'] extends Level ? Key : never }[StepKey];
/** Steps of the deployment itself, and of each of its sites. */
export type DeploymentStep = StepsOf<'deployment'>;
export type SiteStep = StepsOf<'site'>;
/** When each step ended (D-20), ISO dates of the operator's zone; one that was gone through again has its last date. */
export type EndedSteps = Readonly<Partial<Record<StepKey, string>>>;
/** Steps that ask something of a person: the task has the step's name. */
type StepWithTask = { [Key in StepKey]: Steps[Key]['task'] extends Text ? Key : never }[StepKey];

/**
 * The tasks beside the steps: forms that run alongside, and what can go wrong. Each is due when the milestone that waits for it is; nothing promises
 * a date before the first milestone, for what the steps do not wait for, and after the end.
 */
const otherTasks = {
  'approval-refused': {
    rule: 'D-02', owner: 'sales-engineer', milestone: null,
    labels: { fr: 'Reprendre le dossier refusé', en: 'Take up the refused file' },
  },
  'missing-documents': {
    rule: 'D-04', owner: 'sales-engineer', milestone: 'technical-validation',
    labels: { fr: 'Fournir les pièces manquantes ou refusées', en: 'Supply the missing or refused documents' },
  },
  'collection-correction': {
    rule: 'D-04', owner: 'sales-engineer', milestone: 'technical-validation',
    labels: { fr: 'Corriger la collecte obligatoire commerce (Authotune)', en: 'Correct the mandatory sales collection (Authotune)' },
  },
  'technical-collection': {
    rule: 'D-06', owner: 'customer', milestone: 'configuration',
    labels: { fr: 'Remplir la collecte technique', en: 'Fill in the technical collection' },
  },
  'obl-choice': {
    rule: 'D-08', owner: 'coordinator', milestone: 'obl-order',
    labels: { fr: 'Choisir l’OBL du site', en: 'Choose the site’s OBL' },
  },
  'access-order-refused': {
    rule: 'D-09', owner: 'coordinator', milestone: 'obl-acknowledgement',
    labels: { fr: 'Traiter le refus de l’OBL', en: 'Handle the OBL’s refusal' },
  },
  'delivery-reservations': {
    rule: 'D-13', owner: 'coordinator', milestone: 'delivery',
    labels: { fr: 'Traiter les réserves du PV de livraison', en: 'Handle the reservations of the delivery report' },
  },
  'works-quote': {
    rule: 'D-09', owner: 'customer', milestone: 'technical-visit',
    labels: { fr: 'Répondre au devis de travaux', en: 'Answer the quote for works' },
  },
  'visit-unfavourable': {
    rule: 'D-11', owner: 'coordinator', milestone: 'technical-visit',
    labels: { fr: 'Décider de la suite de la visite technique', en: 'Decide what follows the technical visit' },
  },
  'abandon-approval': {
    rule: 'D-23', owner: 'production-manager', milestone: null,
    labels: { fr: 'Approuver l’abandon du site', en: 'Approve the site’s abandonment' },
  },
  'invoice-correction': {
    rule: 'D-31', owner: 'billing-admin', milestone: 'invoice-simulation',
    labels: { fr: 'Corriger la simulation de facture, ou passer outre', en: 'Correct the invoice simulation, or override' },
  },
  'line-migration': {
    rule: 'D-14', owner: 'field-technician', milestone: 'activation',
    labels: { fr: 'Migrer l’ancienne ligne', en: 'Migrate the old line' },
  },
  'service-not-registered': {
    rule: 'D-16', owner: 'coordinator', milestone: 'acceptance',
    labels: { fr: 'Obtenir la référence (RDS) du service', en: 'Obtain the service’s reference (RDS)' },
  },
  'billing-not-started': {
    rule: 'D-18', owner: 'billing-admin', milestone: 'billing',
    labels: { fr: 'Régler la mise en facturation qui n’a pas eu lieu', en: 'See to the billing that did not start' },
  },
  'stuck-call': {
    rule: 'D-24', owner: 'supervisor', milestone: null,
    labels: { fr: 'Appel extérieur bloqué', en: 'Stuck outside call' },
  },
  'undo-by-hand': {
    rule: 'D-23', owner: 'coordinator', milestone: null,
    labels: { fr: 'Annuler à la main', en: 'Undo by hand' },
  },
} as const satisfies Record<string, TaskEntry>;

export type TaskStep = StepWithTask | keyof typeof otherTasks;

/** Every kind of human task: of a step, beside the steps, or of what can go wrong. */
export const tasks: Readonly<Record<TaskStep, TaskEntry>> = {
  ...Object.fromEntries((Object.entries(steps) as [StepKey, StepEntry][]).flatMap(([key, { rule, owner, task, milestone }]) => (task ? [[key, { rule, owner, labels: task, milestone }]] : []))) as
    Record<StepWithTask, TaskEntry>,
  ...otherTasks,
};

/** Whether the step of that name asks something of a person. */
export function hasTask(step: StepKey): step is StepWithTask {
  return steps[step].task !== null;
}

const keysOf = (level: StepEntry['level']): StepKey[] => (Object.keys(steps) as StepKey[]).filter((key) => steps[key].level === level);
/** In their order. */
export const deploymentSteps = keysOf('deployment') as readonly DeploymentStep[];
export const siteSteps = keysOf('site') as readonly SiteStep[];
