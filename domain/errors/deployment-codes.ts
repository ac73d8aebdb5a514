/** The errors of deployments and of what changes a running service (chapter 1 of the rules, C-08): a part of the one table in codes.ts. */
import type { ErrorCodeEntry } from './codes.ts';

export const deploymentCodes = {
  'D-03.other-coordinator': {
    status: 403,
    title: { fr: 'Affaire d’un autre coordinateur', en: 'Another coordinator’s deployment' },
    detail: { fr: 'L’affaire « {deploymentId} » est affectée à « {coordinator} » ; lui seul la conduit.', en: 'The deployment “{deploymentId}” is assigned to “{coordinator}”, who alone drives it.' },
  },
  'D-25.changed-meanwhile': {
    status: 409,
    title: { fr: 'Changé entre-temps', en: 'Changed meanwhile' },
    detail: { fr: 'Quelqu’un d’autre vient de changer la même chose, ou le site vient d’être lancé ; relisez l’affaire et renvoyez votre changement.', en: 'Somebody else has just changed the same thing, or the site was just started; read the deployment again and send your change again.' },
  },
  'D-25.offer-invoiced': {
    status: 409,
    title: { fr: 'Offre déjà facturée', en: 'Offer already invoiced' },
    detail: { fr: 'La simulation de facture du site « {site} » est validée ; un changement d’offre passe désormais par une nouvelle commande.', en: 'The invoice simulation of the site “{site}” is validated; from now on a change of its offer is a new order.' },
  },
  'C-08.activated': {
    status: 409,
    title: { fr: 'Service déjà en marche', en: 'Service already running' },
    detail: { fr: 'Sites déjà mis en service : {sites} ; la rétractation n’y est plus possible. Un tel site se quitte par une résiliation ; les autres peuvent encore être abandonnés un à un par le coordinateur.', en: 'Sites already activated: {sites}; withdrawal is no longer possible. Such a site is left by a termination; the others may still be abandoned one by one by the coordinator.' },
  },
  'C-08.waits-for-new-service': {
    status: 409,
    title: { fr: 'Attend un nouveau service', en: 'Waits for a new service' },
    detail: { fr: 'Cette résiliation attend le service qui remplace l’ancien ({belongsTo}) ; la retirer seule laisserait deux services. Abandonnez le site ou annulez l’affaire : elle se retire alors d’elle-même.', en: 'This termination waits for the service that takes the place of the old one ({belongsTo}); withdrawn alone, it would leave two services. Abandon the site or cancel the deployment: it is then withdrawn by itself.' },
  },
  'C-08.period-over': {
    status: 409,
    title: { fr: 'Délai de rétractation écoulé', en: 'Withdrawal period over' },
    detail: { fr: 'Le délai de rétractation a couru jusqu’au {until} inclus. Avant la livraison, demandez l’annulation au coordinateur, ou à votre vendeur si rien n’est encore en production ; après, une résiliation.', en: 'The withdrawal period ran up to and including {until}. Before the delivery, ask the coordinator for a cancellation, or your seller where nothing is in production yet; after it, for a termination.' },
  },
  'D-01.unknown-customer': {
    status: 422,
    title: { fr: 'Client inconnu', en: 'Unknown customer' },
    detail: { fr: 'Le client « {customerId} » n’existe pas ; créez-le d’abord.', en: 'The customer “{customerId}” does not exist; create it first.' },
  },
  'D-01.order-launched': {
    status: 409,
    title: { fr: 'Commande déjà lancée', en: 'Order launched already' },
    detail: { fr: 'La commande « {orderNumber} » de ce client a déjà son déploiement, « {deployment} » ; une fois annulé ou rétracté, elle se relance.', en: 'The order “{orderNumber}” of this customer has its deployment already, “{deployment}”; once that is cancelled or withdrawn from, the order may be launched anew.' },
  },
  'D-01.target-date-past': {
    status: 422,
    title: { fr: 'Date cible passée', en: 'Target date in the past' },
    detail: { fr: 'La date d’activation cible {date} est passée ; choisissez-en une à venir.', en: 'The target activation date {date} is past; choose a future one.' },
  },
  'D-03.not-of-the-team': {
    status: 422,
    title: { fr: 'Pas un coordinateur de votre équipe', en: 'No coordinator of your team' },
    detail: { fr: '« {coordinator} » n’est pas un coordinateur de votre équipe ; vos coordinateurs : {coordinators}.', en: '“{coordinator}” is no coordinator of your team; your coordinators: {coordinators}.' },
  },
  'D-04.missing-document': {
    status: 422,
    title: { fr: 'Pièces obligatoires manquantes', en: 'Mandatory documents missing' },
    detail: { fr: 'Il manque, ou il reste à accepter : {documents}.', en: 'Missing, or not yet accepted: {documents}.' },
  },
  'D-04.wrong-file-type': {
    status: 422,
    title: { fr: 'Type de fichier inadapté à ce document', en: 'File type not for this document' },
    detail: { fr: 'Le contenu est « {mediaType} » ; ce document demande : {expected}.', en: 'The content is “{mediaType}”; this document asks for: {expected}.' },
  },
  'D-04.empty-file': {
    status: 422,
    title: { fr: 'Fichier vide', en: 'Empty file' },
    detail: { fr: 'Le fichier ne contient rien, ou aucune page ; déposez le document entier.', en: 'The file holds nothing, or no page; send the whole document.' },
  },
  'D-04.encrypted-file': {
    status: 422,
    title: { fr: 'Fichier chiffré', en: 'Encrypted file' },
    detail: { fr: 'Le fichier est protégé, et personne ici ne pourrait le lire ; déposez-le sans protection.', en: 'The file is protected, and nobody here could read it; send it without protection.' },
  },
  'D-05.meeting-ends-before-it-starts': {
    status: 422,
    title: { fr: 'Réunion à l’envers', en: 'Meeting ends before it starts' },
    detail: { fr: 'La réunion finit à {endsAt}, avant de commencer à {startsAt}.', en: 'The meeting ends at {endsAt}, before it starts at {startsAt}.' },
  },
  'D-05.meeting-in-the-past': {
    status: 422,
    title: { fr: 'Réunion passée', en: 'Meeting in the past' },
    detail: { fr: 'La réunion commence à {startsAt}, qui est passé ; choisissez une date à venir.', en: 'The meeting starts at {startsAt}, which is past; choose a time to come.' },
  },
  'D-08.obl-not-offered': {
    status: 422,
    title: { fr: 'OBL non proposé', en: 'OBL not offered' },
    detail: { fr: 'L’OBL « {obl} » n’est pas proposé ici ; sont proposés : {obls}.', en: 'The OBL “{obl}” is not offered here; offered are: {obls}.' },
  },
  'D-09.choice-not-open': {
    status: 422,
    title: { fr: 'Suite non proposée', en: 'Choice not open' },
    detail: { fr: '« {choice} » n’est pas possible ici ; sont possibles : {choices}.', en: '“{choice}” is not possible here; possible are: {choices}.' },
  },
  'C-08.replaced-twice': {
    status: 409,
    title: { fr: 'Service déjà remplacé', en: 'Service replaced already' },
    detail: { fr: 'Un autre site prend déjà la suite de : {rds}. Suivez son déploiement, ou annulez-le.', en: 'Another site takes the place of {rds} already. Follow its deployment, or cancel it.' },
  },
  'C-08.ends-in-the-past': {
    status: 422,
    title: { fr: 'Fin déjà passée', en: 'End in the past' },
    detail: { fr: 'Les anciens services s’arrêteraient le {date} ; nous sommes le {today}.', en: 'The old services would end on {date}; it is {today}.' },
  },
  'C-08.declared-on': {
    status: 422,
    title: { fr: 'Date de déclaration impossible', en: 'Impossible date of declaration' },
    detail: { fr: 'La rétractation est déclarée entre la commande, le {from}, et aujourd’hui, le {today} ; {date} n’en est pas. Le client lui-même n’indique pas de date.', en: 'A withdrawal is declared between the order, on {from}, and today, {today}; {date} is not. The customer himself gives no date.' },
  },
  'C-08.signed-in-the-future': {
    status: 422,
    title: { fr: 'Signature à venir', en: 'Signature to come' },
    detail: { fr: 'La commande serait signée le {date}, qui n’est pas encore là.', en: 'The order would be signed on {date}, which has not come yet.' },
  },
  'D-06.launch-in-the-past': {
    status: 422,
    title: { fr: 'Lancement dans le passé', en: 'Launch in the past' },
    detail: { fr: 'Le lancement avec le client serait fixé au {date}, qui est passé ; nous sommes le {today}. Fixez-le à venir, ou dites qu’il a été tenu pendant l’appel.', en: 'The customer launch would be set for {date}, which is past; today is {today}. Set it for a day to come, or say that it was held with the call.' },
  },
  'D-13.done-in-the-future': {
    status: 422,
    title: { fr: 'Fait dans le futur', en: 'Done in the future' },
    detail: { fr: 'Cela serait fait le {date} ; nous sommes le {today}. Corrigez la date, ou remplissez le formulaire une fois la chose faite.', en: 'This would be done on {date}; today is {today}. Correct the date, or fill the form in once it is done.' },
  },
  'D-25.unknown-contact': {
    status: 422,
    title: { fr: 'Contact inconnu', en: 'Unknown contact' },
    detail: { fr: 'Aucun contact unique de ce rôle et de ce nom ; relisez les contacts de l’affaire.', en: 'No single contact of that role and name; read the contacts of the deployment again.' },
  },
  'D-10.slot-ends-before-it-starts': {
    status: 422,
    title: { fr: 'Créneau à l’envers', en: 'Slot ends before it starts' },
    detail: { fr: 'Le créneau finit à {endsAt}, avant de commencer à {startsAt}.', en: 'The slot ends at {endsAt}, before it starts at {startsAt}.' },
  },
  'D-10.slot-in-the-past': {
    status: 422,
    title: { fr: 'Créneau passé', en: 'Slot in the past' },
    detail: { fr: 'Le créneau commence à {startsAt}, qui est passé ; proposez-en un à venir.', en: 'The slot starts at {startsAt}, which is past; propose one to come.' },
  },
  'D-25.contact-known': {
    status: 422,
    title: { fr: 'Contact déjà présent', en: 'Contact already there' },
    detail: { fr: 'Un contact de ce rôle et de ce nom y est déjà ; remplacez-le pour changer ses coordonnées.', en: 'A contact of that role and name is there already; replace him to change how he is reached.' },
  },
  'D-11.unknown-photo': {
    status: 422,
    title: { fr: 'Photo inconnue', en: 'Unknown photo' },
    detail: {
      fr: 'Ces numéros ne sont pas des images de l’affaire, ou elles ont été refusées : {photos}. Ajoutez-les d’abord.',
      en: 'These ids are no images of the deployment, or were rejected: {photos}. Add them first.',
    },
  },
  'D-16.service-known': {
    status: 409,
    title: { fr: 'Service déjà au parc', en: 'Service in the inventory already' },
    detail: { fr: 'La référence « {rds} » est celle d’un autre service ; vérifiez celle que JARVIS a donnée à ce site.', en: 'The reference “{rds}” is another service’s; check the one that JARVIS gave this site.' },
  },
  'D-18.start-unknown': {
    status: 409,
    title: { fr: 'Facturation peut-être démarrée', en: 'Billing may have started' },
    detail: { fr: 'L’appel à la facturation a été passé sans réponse : elle a peut-être démarré. Renvoyez la demande, ou donnez la référence de l’abonnement ; une nouvelle simulation n’est possible qu’après un refus.', en: 'The call to billing was passed over without an answer: it may have started. Send the request again, or give the reference of the subscription; another simulation is possible only after a refusal.' },
  },
  'D-31.nothing-to-override': {
    status: 422,
    title: { fr: 'Aucun contrôle à outrepasser', en: 'No control to override' },
    detail: { fr: 'Seuls des contrôles en échec s’outrepassent ; ce que le coordinateur ou le client refuse se corrige, et ce qui n’a pas été simulé ne peut être validé : demandez une nouvelle simulation.', en: 'Only failed controls can be overridden; what the coordinator or the customer refuses is corrected, and what was not simulated cannot be validated: ask for a new simulation.' },
  },
  'D-20.impossible-schedule': {
    status: 422,
    title: { fr: 'Planning impossible', en: 'Impossible schedule' },
    detail: { fr: 'Aucun planning ne se calcule ainsi ; corrigez ce que « errors » désigne.', en: 'No schedule can be computed this way; correct what “errors” points at.' },
  },
  'D-23.point-of-no-return': {
    status: 422,
    title: { fr: 'Point de non-retour passé', en: 'Past the point of no return' },
    detail: { fr: 'Sites trop avancés : {sites}. Un tel site se quitte par une résiliation ; abandonnez les autres un à un.', en: 'Sites too far on: {sites}. Such a site is left by a termination; abandon the others one by one.' },
  },
} as const satisfies Record<string, ErrorCodeEntry>;
