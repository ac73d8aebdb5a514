/** What a termination has written on its ticket: to the customer, or for the house. */
import type { News, TerminationOutcome } from '../domain/termination/termination.ts';

export interface TicketText {
  readonly toCustomer: boolean;
  readonly text: string;
}

export function requestText({ id, letterReference, receivedOn, services }: { id: string; letterReference: string | null; receivedOn: string; services: readonly string[] }): string {
  return `Résiliation ${id}, par lettre recommandée ${letterReference ?? ''} reçue le ${receivedOn} : ${services.join(', ')}.`;
}

/** how it ended, for the customer to agree to. */
export function solutionOf(id: string, outcome: TerminationOutcome | null): string {
  if (outcome === 'kept') return `Vous restez client : la résiliation ${id} est sans suite et votre service continue.`;
  if (outcome === 'withdrawn') return `Votre demande de résiliation ${id} est retirée, comme demandé : votre service continue.`;
  return `Votre résiliation ${id} est terminée : le service est arrêté, la facture finale émise et le retour des équipements soldé.`;
}

export function textOf(id: string, { kind, facts }: News): TicketText {
  switch (kind) {
    case 'confirmed': return house(facts['document'] === null ? `Courrier de confirmation de la résiliation ${id} non envoyé : un superviseur a passé outre.` : `Courrier de confirmation de la résiliation ${id} ${facts['by'] === 'post' ? 'à envoyer par la poste : le client n’a pas d’adresse électronique' : 'envoyé au client'}.`);
    case 'kept': return house('Le client reste : la résiliation s’arrête, le service continue.');
    case 'leaving': return house(facts['how'] === 'lapsed' ? 'Délai de rétention passé sans accord : la résiliation suit son cours.' : 'Le client maintient sa demande.');
    case 'fee-decided': return house(facts['exemption'] === null ? `Indemnité de résiliation anticipée : ${euros(facts['cents'])} HT.` : `Indemnité de résiliation anticipée : aucune (${facts['exemption']}).`);
    case 'entered': return customer(`Bonjour,\n\nVotre résiliation ${id} est enregistrée. Votre service s’arrête le ${facts['effectiveOn']}, ce jour inclus. Jusque-là, vous pouvez encore retirer votre demande.`);
    case 'invoiced': return house(facts['reference'] === null ? 'Facture finale émise par un autre moyen.' : `Facture finale ${facts['reference']} : ${euros(facts['ttcCents'])} TTC.`);
    case 'service-ended': return customer(`Bonjour,\n\nVotre service (${facts['services']}) a pris fin le ${facts['endedOn']}, comme demandé par votre résiliation ${id}.`);
    case 'labels-sent': return house(`Étiquettes de retour ${facts['document'] === null ? 'non envoyées, un superviseur a passé outre' : facts['by'] === 'post' ? 'à envoyer par la poste' : 'envoyées'} : équipements attendus avant le ${facts['deadlineOn']}.`);
    case 'equipment-checked': return house(facts['charged'] === '' ? 'Tous les équipements sont revenus en bon état.' : `Manquants ou endommagés, facturés : ${facts['charged']}.`);
    case 'withdrawn': return customer(`Bonjour,\n\nVotre demande de résiliation ${id} est retirée. Votre service continue comme avant.`);
  }
}

function house(text: string): TicketText {
  return { toCustomer: false, text };
}

function customer(text: string): TicketText {
  return { toCustomer: true, text };
}

function euros(cents: string | number | null | undefined): string {
  return typeof cents === 'number' ? `${(cents / 100).toFixed(2).replace('.', ',')} €` : '?';
}
