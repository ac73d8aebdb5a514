/** The input of every human task of a deployment, as zod schemas: the API validates with them and shows them as JSON Schema. No personal data: inputs are recorded for good. */
import { z } from 'zod';
import { dateOfOurTime as date } from '../calendar/date.schema.ts';
import { launchSite } from './launch.schema.ts';
import { absentees, type VisitOutcome } from './access.ts';
import type { TaskStep } from './steps.ts';

const comment = z.string().trim().min(1).max(2000);
const text = (max: number) => z.string().trim().min(1).max(max);

/** D-02, D-26: the mandatory sales collection (Authotune), typed in or pushed by JARVIS. */
export const salesCollection = z.strictObject({
  b2linktReference: text(50).meta({ description: 'Référence de la collecte dans B2LINKT' }),
  siteAccessHours: text(200).optional().meta({ description: 'Horaires d’accès aux sites' }),
  existingLineToMigrate: z.boolean().meta({ description: 'Une ligne existante est à migrer' }),
  numberPortability: z.boolean().meta({ description: 'Des numéros sont à porter' }),
  desiredActivationDate: date.optional().meta({ description: 'Date de mise en service souhaitée par le client' }),
});

const equipmentItems = z.array(z.strictObject({ model: text(100), quantity: z.int().min(1).max(100) })).min(1).max(20);

/** D-11: what the technical visit found. */
export const visitQuestionnaire = z.strictObject({
  premises: z.enum(['office', 'technical-room', 'cellar', 'outside']).meta({ description: 'Local' }),
  cablingPathMetres: z.int().min(0).max(2000).meta({ description: 'Cheminement du câble, en mètres' }),
  power: z.enum(['available', 'to-install']).meta({ description: 'Alimentation électrique' }),
  rackUnitsFree: z.int().min(0).max(60).meta({ description: 'Unités libres dans la baie' }),
  internalCablingDone: z.boolean().meta({ description: 'Desserte interne faite' }),
  equipment: equipmentItems.meta({ description: 'Équipements à installer' }),
  photos: z.array(text(64)).max(20).optional().meta({ description: 'Photos, par numéro de document' }),
});

const outcome = <Outcome extends VisitOutcome>(name: Outcome) => z.literal(name).meta({ description: 'Issue de la visite (D-11)' });
/** D-09, D-11: works that the customer is asked to agree to. */
const quote = {
  amountCents: z.int().min(1).max(100_000_000_00).meta({ description: 'Montant HT du devis de travaux, en centimes' }),
  description: text(1000).meta({ description: 'Travaux à faire, tels que le client les lit' }),
};
const obl = text(60).meta({ description: 'Code de l’OBL, de la politique « obls » (D-08)' });

const approval = z.strictObject({
  approved: z.boolean().meta({ description: 'Approuvé, ou refusé avec son motif en commentaire (D-02)' }),
  comment,
});

export const taskInputs = {
  'techno-commercial-approval': approval,
  'financial-approval': approval,
  'sales-collection': salesCollection,
  'assignment': z.strictObject({
    coordinator: text(100).meta({ description: 'Identifiant du coordinateur, de votre équipe (D-03)' }),
    comment: comment.optional(),
  }),
  'technical-validation': z.strictObject({
    accepted: z.boolean().meta({ description: 'La collecte et les pièces sont complètes et exactes ; sinon, le commentaire dit ce qui est faux dans la collecte (D-04)' }),
    comment: comment.optional(),
  }).refine(({ accepted, comment: reason }) => accepted || reason !== undefined, { path: ['comment'], error: 'what is wrong with the collection' }),
  'approval-refused': z.strictObject({ comment: comment.meta({ description: 'Ce qui a été repris, pour qui doit approuver (D-02)' }) }),
  'missing-documents': z.strictObject({ comment: comment.meta({ description: 'Ce qui a été fourni, pour le coordinateur (D-04)' }) }),
  'collection-correction': salesCollection,
  'internal-launch': z.strictObject({
    heldOn: date.meta({ description: 'Date de l’échange commerce et production (D-05)' }),
    salesAttended: z.literal(true).meta({ description: 'L’IC était présent, et prévient le client (D-05)' }),
    presalesAttended: z.boolean().meta({ description: 'L’IAV était présent' }),
    comment: comment.optional(),
  }),
  'welcome-call': z.strictObject({
    calledOn: date.meta({ description: 'Date de l’appel (D-06)' }),
    customerLaunchOn: date.optional().meta({ description: 'Date retenue pour le lancement avec le client ; à défaut, il a été tenu pendant l’appel' }),
    customerLaunchHeld: z.literal(true).optional().meta({ description: 'Le lancement a été tenu pendant l’appel : données administratives, cohérence de la solution et compréhension du besoin vérifiées, planning et Extranet présentés (D-07)' }),
    comment: comment.optional(),
  }).refine(({ customerLaunchOn, customerLaunchHeld }) => (customerLaunchOn === undefined) === (customerLaunchHeld === true), {
    error: 'either the date of the customer launch or that it was held with the call', path: ['customerLaunchOn'], params: { code: 'one-of-two' },
  }),
  'customer-launch': z.strictObject({
    heldOn: date.meta({ description: 'Date du lancement avec le client (D-07)' }),
    administrativeDataChecked: z.literal(true).meta({ description: 'Données administratives vérifiées' }),
    solutionCoherent: z.literal(true).meta({ description: 'Cohérence de la solution vérifiée' }),
    needUnderstood: z.literal(true).meta({ description: 'Compréhension du besoin vérifiée avec le client' }),
    planningPresented: z.literal(true).meta({ description: 'Planning et Extranet présentés' }),
    comment: comment.optional(),
  }),
  'technical-collection': z.strictObject({
    lanAddressing: z.enum(['dhcp', 'static']).meta({ description: 'Adressage du réseau local' }),
    firewall: z.enum(['ours', 'customer', 'none']).meta({ description: 'Pare-feu' }),
    publicAddresses: z.int().min(0).max(256).meta({ description: 'Adresses IP publiques demandées' }),
    comment: comment.optional(),
  }),
  'intervention-planning': z.strictObject({
    startsAt: z.iso.datetime({ offset: true }).meta({ description: 'Début du créneau (D-10)' }),
    endsAt: z.iso.datetime({ offset: true }).meta({ description: 'Fin du créneau' }),
    comment: comment.optional(),
  }),
  'technical-visit': z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: outcome('favourable'), questionnaire: visitQuestionnaire, comment: comment.optional() }),
    z.strictObject({ outcome: outcome('works-needed'), questionnaire: visitQuestionnaire, comment }),
    z.strictObject({ outcome: outcome('unfavourable'), comment }),
    z.strictObject({ outcome: outcome('no-show'), absent: z.enum(absentees).meta({ description: 'Absent au rendez-vous : client, OBL ou technicien' }), comment: comment.optional() }),
  ]),
  'visit-unfavourable': z.discriminatedUnion('choice', [
    z.strictObject({ choice: z.literal('quote'), ...quote, comment }),
    z.strictObject({ choice: z.literal('other-obl'), obl, comment }),
    z.strictObject({ choice: z.literal('new-visit'), comment }),
    z.strictObject({ choice: z.literal('abandon'), comment }),
  ]),
  'supplementary-collection': z.strictObject({
    rackReady: z.boolean().meta({ description: 'La baie est prête' }),
    powerReady: z.boolean().meta({ description: 'L’alimentation est prête' }),
    accessInstructions: text(500).optional().meta({ description: 'Consignes d’accès au site' }),
  }),
  'configuration': z.strictObject({
    configurationReference: text(100).meta({ description: 'Référence de la configuration générée (D-12)' }),
    comment: comment.optional(),
  }),
  'dispatch': z.strictObject({
    depot: text(100).meta({ description: 'Dépôt du technicien de proximité (D-12)' }),
  }),
  'installation': z.strictObject({
    installedOn: date.meta({ description: 'Date d’installation (D-13)' }),
    serialNumbers: z.array(text(60)).min(1).max(50).meta({ description: 'Numéros de série posés' }),
    comment: comment.optional(),
  }),
  'delivery-reservations': z.strictObject({
    choice: z.enum(['accept-with-reservations', 'lifted']).meta({ description: 'Accepter la livraison avec ses réserves, ou constater qu’elles sont levées (D-13)' }),
    liftedOn: date.optional().meta({ description: 'Date de levée des réserves' }),
    comment,
  }),
  'activation': z.strictObject({
    activatedOn: date.meta({ description: 'Date de mise en service (D-14)' }),
    comment: comment.optional(),
  }),
  'invoice-simulation': z.discriminatedUnion('approved', [
    z.strictObject({
      approved: z.literal(true).meta({ description: 'La simulation est conforme et peut partir (D-17)' }),
      comment: comment.optional(),
    }),
    z.strictObject({
      approved: z.literal(false).meta({ description: 'La simulation est à corriger par la facturation' }),
      comment: comment.meta({ description: 'Ce qui est à corriger' }),
    }),
  ]),
  'invoice-correction': z.strictObject({
    choice: z.enum(['again', 'override']).meta({ description: 'Demander une nouvelle simulation, ou passer outre (D-31)' }),
    comment,
  }),
  'invoice-validation': z.discriminatedUnion('validated', [
    z.strictObject({
      validated: z.literal(true).meta({ description: 'Je valide la simulation de facture (D-17)' }),
      comment: comment.optional(),
    }),
    z.strictObject({
      validated: z.literal(false).meta({ description: 'Je conteste la simulation de facture' }),
      reason: comment.meta({ description: 'Votre motif' }),
    }),
  ]),
  'line-migration': z.strictObject({
    migratedOn: date.meta({ description: 'Date de migration de l’ancienne ligne (D-14)' }),
    comment: comment.optional(),
  }),
  'service-not-registered': z.discriminatedUnion('choice', [
    z.strictObject({ choice: z.literal('register-again').meta({ description: 'Redemander l’entrée du service au parc (D-16)' }), comment: comment.optional() }),
    z.strictObject({
      choice: z.literal('registered').meta({ description: 'Le service est au parc' }),
      rds: z.string().regex(/^RDS-\d{6,12}$/).meta({ description: 'Référence de service (RDS) que JARVIS lui a donnée' }), comment: comment.optional(),
    }),
  ]),
  'billing-not-started': z.discriminatedUnion('choice', [
    z.strictObject({ choice: z.literal('send-again').meta({ description: 'Corrigé dans la facturation : redemander la mise en facturation (D-18, D-24)' }), comment }),
    z.strictObject({ choice: z.literal('simulate-anew').meta({ description: 'L’offre est à changer : simuler et faire valider de nouveau (D-17)' }), comment }),
    z.strictObject({
      choice: z.literal('started').meta({ description: 'La facturation a été démarrée à la main' }),
      subscriptionReference: text(100).meta({ description: 'Référence de l’abonnement dans la facturation' }), comment,
    }),
  ]),
  'handover': z.strictObject({
    documentationComplete: z.literal(true).meta({ description: 'La documentation est complète (D-19)' }),
    comment: comment.optional(),
  }),
  'obl-choice': z.strictObject({ obl, comment: comment.optional() }),
  'access-order-refused': z.discriminatedUnion('choice', [
    z.strictObject({
      choice: z.literal('correct-and-reorder'), comment,
      address: launchSite.shape.address.optional().meta({ description: 'Adresse du site telle que l’OBL doit l’avoir ; absente : la même (D-09)' }),
    }),
    z.strictObject({ choice: z.literal('other-obl'), obl, comment }),
    z.strictObject({ choice: z.literal('quote-then-reorder'), ...quote, comment }),
    z.strictObject({ choice: z.literal('abandon'), comment }),
  ]),
  'works-quote': z.strictObject({
    agreed: z.boolean().meta({ description: 'J’accepte le devis de travaux (D-09, D-11)' }),
    comment: comment.optional(),
  }),
  'abandon-approval': z.strictObject({
    approved: z.boolean().meta({ description: 'Le site est abandonné' }),
    comment,
  }),
  'stuck-call': z.strictObject({
    choice: z.enum(['retry', 'skip']).meta({ description: 'Réessayer tout de suite, ou passer outre (D-24)' }),
    comment,
  }),
  'undo-by-hand': z.strictObject({ comment }),
} satisfies Record<TaskStep, z.ZodType>;

export type TaskInputs = { [Step in TaskStep]: z.infer<(typeof taskInputs)[Step]> };
export type VisitQuestionnaire = z.infer<typeof visitQuestionnaire>;
/** What the journey has of a decision on a refusal: of a corrected address only where PostgreSQL keeps it (D-09, D-25). */
export type RefusalDecision = TaskInputs['access-order-refused'] & { readonly changeId?: string };
export type RefusalChoice = TaskInputs['access-order-refused']['choice'];
export type VisitChoice = TaskInputs['visit-unfavourable']['choice'];
