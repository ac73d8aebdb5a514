/** The errors of sales (chapter 5 of the rules): a part of the one table in codes.ts. */
import type { ErrorCodeEntry } from './codes.ts';

export const salesCodes = {
  'S-01.unknown-customer': {
    status: 422,
    title: { fr: 'Client inconnu', en: 'Unknown customer' },
    detail: { fr: 'Il n’y a pas de client « {customerId} » que vous puissiez voir.', en: 'There is no customer “{customerId}” that you may see.' },
  },
  'S-01.unknown-product': {
    status: 422,
    title: { fr: 'Produit inconnu', en: 'Unknown product' },
    detail: { fr: 'Le catalogue n’a pas de produit « {product} ».', en: 'The catalogue has no product “{product}”.' },
  },
  'S-01.unknown-line': {
    status: 422,
    title: { fr: 'Ligne inconnue', en: 'Unknown line' },
    detail: { fr: 'La proposition n’a pas de ligne « {line} » dont on puisse faire cela, ou elle est citée deux fois.', en: 'The proposal has no line “{line}” that this can be done with, or it is named twice.' },
  },
  'S-01.other-range': {
    status: 422,
    title: { fr: 'Produit d’une autre gamme', en: 'Product of another range' },
    detail: { fr: 'La ligne est de la gamme « {range} », pas le produit « {product} » : ajoutez-le, et retirez la ligne.', en: 'The line is of the range “{range}”, the product “{product}” is not: add it, and remove the line.' },
  },
  'S-03.nothing-ordered': {
    status: 422,
    title: { fr: 'Proposition vide', en: 'Empty proposal' },
    detail: { fr: 'La proposition n’a aucune ligne.', en: 'The proposal has no line.' },
  },
  'S-03.customer-service': {
    status: 422,
    title: { fr: 'Modification sans produit', en: 'Amendment without a product' },
    detail: { fr: 'Aucun produit n’est nouveau, modifié ou annulé : adresse, données financières et avoirs sont traités par le service client. Transmettez-lui la demande.', en: 'No product is new, changed or cancelled: address, financial data and credits are handled by customer service. Hand the request over.' },
  },
  'S-03.unchanged-sub-order': {
    status: 422,
    title: { fr: 'Sous-commande sans changement', en: 'Unchanged sub-order' },
    detail: { fr: 'La sous-commande « {range} » ne contient aucun produit nouveau, modifié ou annulé : retirez-la de la proposition.', en: 'The sub-order “{range}” holds no new, changed or cancelled product: remove it from the proposal.' },
  },
  'S-03.negative-sub-order': {
    status: 422,
    title: { fr: 'Sous-commande négative', en: 'Negative sub-order' },
    detail: { fr: 'La sous-commande « {range} » a un montant TTC négatif ({ttcCents} centimes) : séparez-la dans une autre proposition.', en: 'The sub-order “{range}” has a negative amount ({ttcCents} cents): move it to a separate proposal.' },
  },
  'S-03.schedule-without-amount': {
    status: 422,
    title: { fr: 'Échéancier sans montant', en: 'Schedule without an amount' },
    detail: { fr: 'Le total TTC ({ttcCents} centimes) n’est pas positif : il n’a pas d’échéancier. Retirez-le.', en: 'The total ({ttcCents} cents) is not positive: it has no payment schedule. Take it away.' },
  },
  'S-03.schedule-mismatch': {
    status: 422,
    title: { fr: 'Échéancier différent du total', en: 'Schedule other than the total' },
    detail: { fr: 'Le total TTC est de {ttcCents} centimes, les échéances de {scheduledCents} centimes : refaites l’échéancier.', en: 'The total is {ttcCents} cents, the instalments come to {scheduledCents} cents: make the schedule anew.' },
  },
  'S-03.not-presented': {
    status: 409,
    title: { fr: 'Proposition pas présentée', en: 'Proposal not presented' },
    detail: { fr: 'La proposition a changé depuis sa présentation, ou n’a pas été présentée : présentez-la.', en: 'The proposal has changed since it was presented, or was not: present it.' },
  },
  'S-07.held-line-missing': {
    status: 422,
    title: { fr: 'Ligne oubliée', en: 'Line forgotten' },
    detail: { fr: 'La ligne « {line} » ({label}) est un produit que le client a : gardez-la, changez-la, ou déclarez sa chute avec son motif.', en: 'The line “{line}” ({label}) is a product that the customer has: keep it, change it, or enter its drop with the reason.' },
  },
  'S-07.nothing-to-drop': {
    status: 422,
    title: { fr: 'Rien à retirer', en: 'Nothing to drop' },
    detail: { fr: 'La proposition n’a pas ces lignes, ou ce ne sont pas des produits que le client a.', en: 'The proposal does not have these lines, or they are no products that the customer has.' },
  },
} as const satisfies Record<string, ErrorCodeEntry>;
