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
    detail: { fr: 'La sous-commande « {range} » a un montant TTC négatif ({ttcCents}) : séparez-la dans une autre proposition.', en: 'The sub-order “{range}” has a negative amount ({ttcCents}): move it to a separate proposal.' },
  },
  'S-03.schedule-without-amount': {
    status: 422,
    title: { fr: 'Échéancier sans montant', en: 'Schedule without an amount' },
    detail: { fr: 'Le total TTC ({ttcCents}) n’est pas positif : il n’a pas d’échéancier. Retirez-le.', en: 'The total ({ttcCents}) is not positive: it has no payment schedule. Take it away.' },
  },
  'S-03.schedule-mismatch': {
    status: 422,
    title: { fr: 'Échéancier différent du total', en: 'Schedule other than the total' },
    detail: { fr: 'Le total TTC est de {ttcCents}, les échéances de {scheduledCents} : refaites l’échéancier.', en: 'The total is {ttcCents}, the instalments come to {scheduledCents}: make the schedule anew.' },
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
  'S-03.signed-already': {
    status: 409,
    title: { fr: 'Commande signée', en: 'Order signed' },
    detail: {
      fr: 'D’une commande signée ne changent que la date souhaitée et l’éligibilité des sites ; le reste est un avenant du service client, ou une nouvelle commande.',
      en: 'Of a signed order only the target date and the eligibility of its sites change; the rest is an amendment by customer service, or a new order.',
    },
  },
  'S-03.too-many-instalments': {
    status: 422,
    title: { fr: 'Trop d’échéances', en: 'Too many instalments' },
    detail: { fr: '{count} échéances ; {atMost} au plus.', en: '{count} instalments; {atMost} at most.' },
  },
  'S-04.no-more-codes': {
    status: 422,
    title: { fr: 'Plus de code', en: 'No more codes' },
    detail: { fr: 'Les {sends} codes de cette commande ont été envoyés : faites-la signer sur papier.', en: 'The {sends} codes of this order have been sent: have it signed on paper.' },
  },
  'S-04.code-just-sent': {
    status: 422,
    title: { fr: 'Code à l’instant envoyé', en: 'Code sent a moment ago' },
    detail: { fr: 'Un code vient d’être demandé ; un autre peut l’être dans {seconds} s.', en: 'A code was asked for a moment ago; another can be in {seconds} s.' },
  },
  'S-04.code-expired': {
    status: 422,
    title: { fr: 'Code expiré', en: 'Code expired' },
    detail: { fr: 'Aucun code en cours de validité : demandez-en un autre.', en: 'No code is valid at this moment: ask for another.' },
  },
  'S-04.too-many-attempts': {
    status: 422,
    title: { fr: 'Trop d’essais', en: 'Too many attempts' },
    detail: { fr: 'Le code a été saisi {attempts} fois de façon erronée et ne vaut plus : demandez-en un autre.', en: 'The code was entered wrongly {attempts} times and is no longer good: ask for another.' },
  },
  'S-04.wrong-code': {
    status: 422,
    title: { fr: 'Code erroné', en: 'Wrong code' },
    detail: { fr: 'Ce n’est pas le code envoyé ; essais restants : {left}.', en: 'This is not the code that was sent; tries left: {left}.' },
  },
  'S-04.other-document': {
    status: 409,
    title: { fr: 'Bon de commande remplacé', en: 'Purchase order replaced' },
    detail: { fr: 'Le bon de commande a changé depuis que vous l’avez lu : relisez-le, puis signez.', en: 'The purchase order has changed since you read it: read it again, then sign.' },
  },
  'S-04.not-on-paper': {
    status: 409,
    title: { fr: 'Signature électronique choisie', en: 'To be signed electronically' },
    detail: { fr: 'La commande est à signer par un code : choisissez la signature sur papier avant d’ajouter le bon signé.', en: 'The order is to be signed by a code: choose the signature on paper before adding the signed order.' },
  },
  'S-04.other-order-number': {
    status: 422,
    title: { fr: 'Numéro d’une autre commande', en: 'Number of another order' },
    detail: { fr: 'Le document porte le numéro « {orderNumber} », la commande est « {id} » : notez ce numéro sur le document signé, numérisez-le et indiquez-le.', en: 'The document carries the number “{orderNumber}”, the order is “{id}”: write this number on the signed document, scan it and give it.' },
  },
  'S-04.mobile-number': {
    status: 422,
    title: { fr: 'Numéro de mobile attendu', en: 'Mobile number expected' },
    detail: { fr: 'Un code part par SMS : donnez un numéro de mobile.', en: 'A code goes out by SMS: give the number of a mobile.' },
  },
  'S-04.iban': {
    status: 422,
    title: { fr: 'IBAN erroné', en: 'Wrong IBAN' },
    detail: { fr: 'L’IBAN n’a pas la longueur ou la clé de son pays.', en: 'The IBAN has not the length or the check digits of its country.' },
  },
  'S-05.site-unknown': {
    status: 422,
    title: { fr: 'Site de livraison manquant', en: 'Delivery site missing' },
    detail: { fr: 'Décrivez les sites à livrer, un par libellé des lignes : {sites}.', en: 'Describe the sites to deliver, one for each label of the lines: {sites}.' },
  },
  'S-05.site-undeliverable': {
    status: 422,
    title: { fr: 'Site sans accès', en: 'Site without an access' },
    detail: { fr: 'Le lancement n’accepterait pas le site « {site} » : {reason}.', en: 'The launch would not take the site “{site}”: {reason}.' },
  },
  'S-05.service-gone': {
    status: 422,
    title: { fr: 'Service qui n’est plus en place', en: 'Service no longer in place' },
    detail: { fr: 'Le client n’a plus : {services}. Partez d’une nouvelle proposition.', en: 'The customer no longer has: {services}. Begin with a new proposal.' },
  },
  'S-05.in-production': {
    status: 409,
    title: { fr: 'Commande en partie en production', en: 'Order partly in production' },
    detail: { fr: 'Une partie de la commande est déjà en production : affaire {deployment}. Rétractez-vous de cette affaire, ou demandez son annulation au coordinateur, puis retirez la commande.', en: 'A part of the order is in production already: deployment {deployment}. Withdraw from that deployment, or ask the coordinator to cancel it, then give the order up.' },
  },
  'S-05.order-not-handed-over': {
    status: 409,
    title: { fr: 'Commande pas encore remise', en: 'Order not handed over yet' },
    detail: { fr: 'La commande {orderNumber} se lance par sa remise en production, une fois signée et complète.', en: 'The order {orderNumber} is launched by its hand-over to production, once it is signed and complete.' },
  },
  'S-05.incomplete': {
    status: 422,
    title: { fr: 'Commande incomplète', en: 'Order incomplete' },
    detail: { fr: 'Il manque à la commande : {documents}.', en: 'The order lacks: {documents}.' },
  },
  'S-05.unbalanced': {
    status: 422,
    title: { fr: 'Commande déséquilibrée', en: 'Order unbalanced' },
    detail: { fr: 'Le total, les sous-commandes et l’échéancier ne concordent pas.', en: 'The total, the sub-orders and the schedule do not agree.' },
  },
  'S-09.in-the-past': {
    status: 422,
    title: { fr: 'Moment passé', en: 'In the past' },
    detail: { fr: 'Ce moment est déjà passé : choisissez-en un à venir.', en: 'This moment is over: choose one to come.' },
  },
  'S-09.too-few-facts': {
    status: 422,
    title: { fr: 'Découverte trop mince', en: 'Too few facts' },
    detail: { fr: 'Une découverte note au moins {atLeast} informations essentielles.', en: 'A discovery notes at least {atLeast} essential facts.' },
  },
  'S-09.not-objective': {
    status: 422,
    title: { fr: 'Mots de jugement', en: 'Words of judgement' },
    detail: { fr: 'Une découverte est objective et le client peut la lire : relisez « {words} ». Pour les maintenir, renvoyez avec « isWordingConfirmed ».', en: 'A discovery is objective, and the customer may read it: read “{words}” again. To keep them, send again with “isWordingConfirmed”.' },
  },
  'S-09.no-seller': {
    status: 422,
    title: { fr: 'Pas un vendeur', en: 'No seller' },
    detail: { fr: '« {seller} » n’est pas un vendeur de l’annuaire.', en: '“{seller}” is no seller of the directory.' },
  },
  'S-09.other-customer': {
    status: 422,
    title: { fr: 'Autre client', en: 'Other customer' },
    detail: { fr: 'L’opportunité {opportunityId} n’est pas de ce client.', en: 'The opportunity {opportunityId} is not this customer’s.' },
  },
  'S-09.double-booking': {
    status: 409,
    title: { fr: 'Deux rendez-vous à la fois', en: 'Two appointments at once' },
    detail: { fr: 'Le vendeur a déjà un rendez-vous à ce moment : {appointments}. Confirmez pour le prendre malgré tout.', en: 'The seller has an appointment at that time already: {appointments}. Confirm to plan it all the same.' },
  },
  'S-08.unknown-customer': {
    status: 422,
    title: { fr: 'Client inconnu', en: 'Unknown customer' },
    detail: { fr: 'Aucun client « {customerId} » que vous puissiez voir.', en: 'No customer “{customerId}” that you may see.' },
  },
  'S-08.unknown-order': {
    status: 422,
    title: { fr: 'Commande inconnue', en: 'Unknown order' },
    detail: { fr: 'Le client n’a pas de commande « {orderNumber} » ; les siennes : {orders}.', en: 'The customer has no order “{orderNumber}”; his are: {orders}.' },
  },
  'S-08.unknown-subject': {
    status: 422,
    title: { fr: 'Objet inconnu', en: 'Unknown subject' },
    detail: { fr: 'L’objet « {subject} » n’est pas de la liste : {subjects}.', en: 'The subject “{subject}” is not in the list: {subjects}.' },
  },
  'S-08.already-open': {
    status: 422,
    title: { fr: 'Réclamation déjà ouverte', en: 'Complaint open already' },
    detail: { fr: 'La réclamation « {complaint} » est ouverte sur cet objet, reçue par un autre envoi ou un autre canal : complétez-la.', en: 'The complaint “{complaint}” is open on this subject, received before or through another channel: add to it.' },
  },
  'S-08.open-in-both': {
    status: 422,
    title: { fr: 'Deux réclamations sur un même objet', en: 'Two complaints on one subject' },
    detail: { fr: 'Les réclamations « {complaint} » et « {other} » sont ouvertes sur la même commande et le même objet, une par fiche : retirez d’abord celle qui fait double emploi.', en: 'The complaints “{complaint}” and “{other}” are open on the same order and subject, one in each record: withdraw the one too many first.' },
  },
  'S-08.comment-length': {
    status: 422,
    title: { fr: 'Texte trop court ou trop long', en: 'Text too short or too long' },
    detail: { fr: 'Il faut de {min} à {max} caractères : des faits, et l’action attendue.', en: 'It takes {min} to {max} characters: facts, and what is asked for.' },
  },
  'S-08.judgement-words': {
    status: 422,
    title: { fr: 'Mots de jugement', en: 'Words of judgement' },
    detail: { fr: 'Restez factuel : relisez « {words} ». Pour les maintenir, renvoyez avec « isWordingConfirmed ».', en: 'Keep to facts: read “{words}” again. To keep them, send again with “isWordingConfirmed”.' },
  },
  'S-08.gesture-limit': {
    status: 422,
    title: { fr: 'Geste au-delà de votre limite', en: 'Gesture beyond your limit' },
    detail: { fr: 'Les gestes de cette réclamation feraient {totalCents} ; votre profil va jusqu’à {limitCents}. Demandez à un superviseur.', en: 'The gestures of this complaint would come to {totalCents}; your profile goes up to {limitCents}. Ask a supervisor.' },
  },
} as const satisfies Record<string, ErrorCodeEntry>;
