/** What the milestones of the shipped lead times are called, and which of them a customer sees (D-22); a policy may add others, which are the house's own. */
import type { Language, Text } from '../errors/codes.ts';

const shown: Readonly<Record<string, { readonly labels: Text; readonly isCustomerFacing: boolean }>> = {
  'technical-validation': { labels: { fr: 'Validation technique', en: 'Technical validation' }, isCustomerFacing: false },
  'welcome-call': { labels: { fr: 'Appel de bienvenue', en: 'Welcome call' }, isCustomerFacing: true },
  'customer-launch': { labels: { fr: 'Lancement avec le client', en: 'Customer launch' }, isCustomerFacing: true },
  'obl-order': { labels: { fr: 'Commande OBL', en: 'OBL order' }, isCustomerFacing: false },
  'obl-acknowledgement': { labels: { fr: 'Accusé de réception OBL', en: 'OBL acknowledgement' }, isCustomerFacing: false },
  'intervention-planning': { labels: { fr: 'Planification de l’intervention', en: 'Intervention planning' }, isCustomerFacing: true },
  'technical-visit': { labels: { fr: 'Visite technique', en: 'Technical visit' }, isCustomerFacing: true },
  'configuration': { labels: { fr: 'Configuration et envoi des équipements', en: 'Equipment configuration and dispatch' }, isCustomerFacing: false },
  'delivery': { labels: { fr: 'Mise à disposition (MAD)', en: 'Delivery' }, isCustomerFacing: true },
  'activation': { labels: { fr: 'Mise en service (MES)', en: 'Activation' }, isCustomerFacing: true },
  'acceptance': { labels: { fr: 'Supervision et recettage', en: 'Supervision and acceptance' }, isCustomerFacing: true },
  'invoice-simulation': { labels: { fr: 'Simulation de facture', en: 'Invoice simulation' }, isCustomerFacing: true },
  'billing': { labels: { fr: 'Mise en facturation', en: 'Billing start' }, isCustomerFacing: true },
  'handover': { labels: { fr: 'Passage en exploitation', en: 'Handover to exploitation' }, isCustomerFacing: true },
};

/** A milestone in people's words; the launch that a cause may name too. One that only the policy knows goes by its own name. */
export function milestoneLabel(milestone: string, language: Language = 'fr'): string {
  return milestone === 'launch' ? { fr: 'Lancement', en: 'Launch' }[language] : shown[milestone]?.labels[language] ?? milestone;
}

export function isCustomerFacing(milestone: string): boolean {
  return shown[milestone]?.isCustomerFacing ?? false;
}
