/** What the persons of a deployment answer on a day without trouble. */
import type { TaskInputs, VisitQuestionnaire } from '../../domain/deployment/steps.schema.ts';
import type { TaskStep } from '../../domain/deployment/steps.ts';

/** What the technician finds. */
export const questionnaire: VisitQuestionnaire = {
  premises: 'technical-room', cablingPathMetres: 30, power: 'available', rackUnitsFree: 4, internalCablingDone: true, equipment: [{ model: 'CPE-1000', quantity: 1 }],
};

/** What each person answers; its dates are of the past. */
export const answers: TaskInputs = {
  'techno-commercial-approval': { approved: true, comment: 'Architecture conforme' },
  'financial-approval': { approved: true, comment: 'Marge conforme' },
  'sales-collection': { b2linktReference: 'B2L-1', existingLineToMigrate: false, numberPortability: false },
  'assignment': { coordinator: 'coordinator' },
  'technical-validation': { accepted: true },
  'approval-refused': { comment: 'Dossier repris' },
  'missing-documents': { comment: 'Tout est déposé' },
  'collection-correction': { b2linktReference: 'B2L-2', existingLineToMigrate: true, numberPortability: false },
  'internal-launch': { heldOn: '2026-01-05', salesAttended: true, presalesAttended: true },
  'welcome-call': { calledOn: '2026-01-06', customerLaunchOn: '2026-01-08' },
  'customer-launch': { heldOn: '2026-01-08', administrativeDataChecked: true, solutionCoherent: true, needUnderstood: true, planningPresented: true },
  'technical-collection': { lanAddressing: 'dhcp', firewall: 'customer', publicAddresses: 1 },
  'intervention-planning': { startsAt: '2030-01-15T09:00:00+01:00', endsAt: '2030-01-15T11:00:00+01:00' },
  'technical-visit': { outcome: 'favourable', questionnaire },
  'visit-unfavourable': { choice: 'new-visit', comment: 'Le local sera ouvert' },
  'supplementary-collection': { rackReady: true, powerReady: true },
  'configuration': { configurationReference: 'CONF-1' },
  'dispatch': { depot: 'Dépôt Lyon Est' },
  'installation': { installedOn: '2026-01-02', serialNumbers: ['SN-1'] },
  'delivery-reservations': { choice: 'lifted', liftedOn: '2026-01-03', comment: 'Réserves levées par l’OBL' },
  'activation': { activatedOn: '2026-01-03' },
  'line-migration': { migratedOn: '2026-01-03' },
  'invoice-simulation': { approved: true },
  'invoice-correction': { choice: 'again', comment: 'Erreur corrigée chez la facturation' },
  'invoice-validation': { validated: true },
  'service-not-registered': { choice: 'registered', rds: 'RDS-900001' },
  'billing-not-started': { choice: 'send-again', comment: 'Compte client débloqué' },
  'handover': { documentationComplete: true },
  'obl-choice': { obl: 'axione' },
  'access-order-refused': { choice: 'correct-and-reorder', comment: 'Adresse corrigée' },
  'works-quote': { agreed: true },
  'abandon-approval': { approved: true, comment: 'Accord du client' },
  'stuck-call': { choice: 'retry', comment: 'De nouveau joignable' },
  'undo-by-hand': { comment: 'Fait par téléphone' },
};

/** As the API takes it now: no launch is set in the past (D-06). */
export function answerNow(step: TaskStep): object {
  return step === 'welcome-call' ? { ...answers[step], customerLaunchOn: '2030-01-08' } : answers[step];
}
