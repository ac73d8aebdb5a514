/** The errors of terminations (chapter 3 of the rules): a part of the one table in codes.ts. */
import type { ErrorCodeEntry } from './codes.ts';

export const terminationCodes = {
  'R-01.unknown-service': {
    status: 422,
    title: { fr: 'Référence de service inconnue', en: 'Unknown service reference' },
    detail: { fr: 'Le client n’a pas, ou plus, les services « {rds} ». Les siens : {services}.', en: 'The customer does not, or no longer, have the services “{rds}”. His own: {services}.' },
  },
  'R-01.not-in-service': {
    status: 409,
    title: { fr: 'Service pas encore livré', en: 'Service not delivered yet' },
    detail: { fr: 'Ces services ne sont pas encore en service : {rds}. Annulez leur déploiement, ou attendez sa fin.', en: 'These services are not in service yet: {rds}. Cancel their deployment, or wait for its end.' },
  },
  'R-01.termination-open': {
    status: 409,
    title: { fr: 'Résiliation déjà en cours', en: 'Termination already under way' },
    detail: { fr: 'Une résiliation porte déjà sur ces services : {rds}. Suivez-la, ou faites-la retirer.', en: 'A termination of these services is under way: {rds}. Follow it, or have it withdrawn.' },
  },
  'R-01.received-in-the-future': {
    status: 422,
    title: { fr: 'Date de réception à venir', en: 'Received in the future' },
    detail: { fr: 'La lettre ne peut pas avoir été reçue le {receivedOn} : nous sommes le {today}.', en: 'The letter cannot have been received on {receivedOn}: it is {today}.' },
  },
  'R-03.unknown-exemption': {
    status: 422,
    title: { fr: 'Motif d’exonération inconnu', en: 'Unknown exemption' },
    detail: { fr: 'Le motif « {exemption} » n’existe pas. Motifs possibles : {exemptions}.', en: 'There is no reason “{exemption}”. Possible reasons: {exemptions}.' },
  },
  'R-03.fee-unknown': {
    status: 422,
    title: { fr: 'Indemnité non calculable', en: 'Fee not computable' },
    detail: { fr: 'L’engagement ou le montant mensuel n’est pas connu pour : {services}. Saisissez l’indemnité, ou exonérez.', en: 'The engagement or the monthly amount is not known for: {services}. Type the fee in, or exempt.' },
  },
  'R-04.before-receipt': {
    status: 422,
    title: { fr: 'Date d’effet avant la réception', en: 'Effective before it was received' },
    detail: { fr: 'La date d’effet {effectiveOn} précède la réception de la demande, le {receivedOn}.', en: 'The effective date {effectiveOn} is before the receipt of the request, {receivedOn}.' },
  },
  'R-06.before-deadline': {
    status: 422,
    title: { fr: 'Délai de retour non écoulé', en: 'Return deadline not reached' },
    detail: { fr: 'Le client a jusqu’au {deadlineOn} pour rendre : {serialNumbers}. Avant, rien n’est déclaré manquant.', en: 'The customer has until {deadlineOn} to give back: {serialNumbers}. Before, nothing is declared missing.' },
  },
  'R-06.other-equipment': {
    status: 422,
    title: { fr: 'Équipements différents de ceux attendus', en: 'Other equipment than expected' },
    detail: { fr: 'Indiquez l’état de chaque équipement attendu, une fois : {expected}.', en: 'Give the condition of each expected piece of equipment, once: {expected}.' },
  },
} as const satisfies Record<string, ErrorCodeEntry>;
