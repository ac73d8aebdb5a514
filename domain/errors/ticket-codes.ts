/** The errors of tickets and of those who work on them (chapter 2 of the rules, C-03): a part of the one table in codes.ts. */
import type { ErrorCodeEntry } from './codes.ts';

export const ticketCodes = {
  'T-06.impossible-clock': {
    status: 422,
    title: { fr: 'Calendrier ou horloge impossible', en: 'Impossible calendar or clock' },
    detail: { fr: 'On ne peut pas compter ainsi ; corrigez ce que « errors » désigne.', en: 'Nothing can be counted this way; correct what “errors” points at.' },
  },
  'T-02.unknown-customer': {
    status: 422,
    title: { fr: 'Client inconnu', en: 'Unknown customer' },
    detail: { fr: 'Le client « {customerId} » n’existe pas ; créez-le d’abord.', en: 'The customer “{customerId}” does not exist; create it first.' },
  },
  'T-02.likely-duplicate': {
    status: 422,
    title: { fr: 'Doublon probable', en: 'Likely duplicate' },
    detail: { fr: 'Des tickets sont ouverts sur le même service : {tickets}. Complétez l’un d’eux, rattachez la demande au ticket de leur cause commune (« commonCause »), ou renvoyez-la avec « despiteDuplicates » si c’est un autre incident.', en: 'Tickets are open on the same service: {tickets}. Add to one of them, name the ticket of their common cause (“commonCause”), or send the request again with “despiteDuplicates” if it is another incident.' },
  },
  'T-03.unknown-service': {
    status: 422,
    title: { fr: 'Référence de service inconnue', en: 'Unknown service reference' },
    detail: { fr: 'Le client n’a pas de service « {rds} ». Les siens : {services}.', en: 'The customer has no service “{rds}”. His own: {services}.' },
  },
  'T-03.service-missing': {
    status: 422,
    title: { fr: 'Référence de service manquante', en: 'Service reference missing' },
    detail: { fr: 'Pas de ticket sans : {accepted}. Les services du client : {services}.', en: 'No ticket without one of: {accepted}. The customer’s services: {services}.' },
  },
  'T-04.unknown-class': {
    status: 422,
    title: { fr: 'Classement inconnu', en: 'Unknown classification' },
    detail: { fr: '« {value} » n’est pas dans la liste ; choisissez : {values}.', en: '“{value}” is not in the list; choose one of {values}.' },
  },
  'T-10.unknown-team': {
    status: 422,
    title: { fr: 'Équipe inconnue', en: 'Unknown team' },
    detail: { fr: 'Le guichet n’a pas d’équipe « {team} » ; choisissez : {teams}.', en: 'The desk has no team “{team}”; choose one of {teams}.' },
  },
  'T-02.same-ticket': {
    status: 422,
    title: { fr: 'Le même ticket', en: 'The same ticket' },
    detail: { fr: 'Un ticket ne se fusionne pas avec lui-même ; nommez-en un autre que {number}.', en: 'A ticket is not merged into itself; name another one than {number}.' },
  },
  'T-02.unknown-ticket': {
    status: 422,
    title: { fr: 'Ticket inconnu', en: 'Unknown ticket' },
    detail: { fr: 'Aucun ticket « {ticket} » ; vérifiez le numéro.', en: 'There is no ticket “{ticket}”; check the number.' },
  },
  'T-02.merged-away': {
    status: 422,
    title: { fr: 'Ticket fusionné', en: 'Merged ticket' },
    detail: { fr: '{ticket} a été fusionné ; nommez {survivor}, qui le continue.', en: '{ticket} was merged; name {survivor}, which goes on in its place.' },
  },
  'T-02.survivor-ended': {
    status: 422,
    title: { fr: 'Ticket déjà clos', en: 'Ticket already closed' },
    detail: { fr: '{ticket} est clos : on ne fusionne que dans un ticket ouvert. Liez-les, ou rouvrez {ticket} d’abord.', en: '{ticket} is closed: a ticket is merged into an open one only. Link them, or reopen {ticket} first.' },
  },
  'T-02.nested-cause': {
    status: 422,
    title: { fr: 'Cause commune d’un seul niveau', en: 'One level of common cause' },
    detail: { fr: '{ticket} est la cause commune d’autres tickets, ou en a déjà une. Nommez la cause de {ticket}, ou liez-les comme apparentés.', en: '{ticket} is the common cause of other tickets, or has one already. Name the cause of {ticket}, or link them as related.' },
  },
  'T-02.other-cause': {
    status: 422,
    title: { fr: 'Déjà une cause commune', en: 'A common cause already' },
    detail: { fr: '{number} est déjà rattaché à {cause} ; déliez-les d’abord.', en: '{number} belongs to {cause} already; unlink them first.' },
  },
  'T-02.not-linked': {
    status: 422,
    title: { fr: 'Tickets non liés', en: 'Tickets not linked' },
    detail: { fr: '{number} n’a pas de lien avec {other} que l’on puisse défaire.', en: '{number} has no link with {other} that could be undone.' },
  },
  'T-02.no-children': {
    status: 422,
    title: { fr: 'Aucun ticket rattaché', en: 'No ticket belongs to it' },
    detail: { fr: 'Aucun ticket n’a {number} pour cause commune ; écrivez au seul demandeur par « messages ».', en: 'No ticket has {number} for its common cause; write to its requester alone through “messages”.' },
  },
  'T-16.still-open': {
    status: 409,
    title: { fr: 'Ticket encore ouvert', en: 'Ticket still open' },
    detail: { fr: '{ticket} est dans l’état « {state} » : ajoutez-y un message, ou notez le désaccord ; on ne rouvre que ce qui est clos.', en: '{ticket} is in the state “{state}”: add a message to it, or note the disagreement; only what is closed is reopened.' },
  },
  'T-16.merged': {
    status: 409,
    title: { fr: 'Ticket fusionné', en: 'Merged ticket' },
    detail: { fr: '{ticket} a été fusionné dans {survivor} : écrivez sur celui-ci, ou rouvrez-le s’il est clos.', en: '{ticket} was merged into {survivor}: write on that one, or reopen it if it is closed.' },
  },
  'T-16.reopened-already': {
    status: 409,
    title: { fr: 'Déjà rouvert', en: 'Reopened already' },
    detail: { fr: '{ticket} continue sous le numéro {successor}, qui est ouvert : complétez celui-ci.', en: '{ticket} goes on as {successor}, which is open: add to that one.' },
  },
  'T-08.unknown-reason': {
    status: 422,
    title: { fr: 'Motif d’attente inconnu', en: 'Unknown reason for waiting' },
    detail: { fr: 'Aucun motif « {reason} » ; choisissez : {reasons}.', en: 'No reason “{reason}”; choose one of {reasons}.' },
  },
  'T-08.not-proposed-for-closing': {
    status: 422,
    title: { fr: 'Clôture non proposée', en: 'Not proposed for closing' },
    detail: { fr: 'Le demandeur n’a pas encore été relancé assez souvent ; {number} ne se clôt sans son accord qu’ensuite.', en: 'The requester was not reminded often enough yet; {number} is closed without his agreement only after that.' },
  },
  'T-09.reason-missing': {
    status: 422,
    title: { fr: 'Motif d’escalade absent', en: 'Reason for the escalation missing' },
    detail: { fr: 'Pour aller tout droit au niveau {level}, donnez un motif.', en: 'To go straight to level {level}, give a reason.' },
  },
  'T-10.team-had-it': {
    status: 422,
    title: { fr: 'Cette équipe a déjà eu le ticket', en: 'This team has had the ticket' },
    detail: { fr: 'Un ticket ne revient jamais à une équipe ; « {team} » l’a eu. L’ont eu : {teams}.', en: 'A ticket never returns to a team; “{team}” has had it. These have had it: {teams}.' },
  },
  'T-11.no-team': {
    status: 422,
    title: { fr: 'Ticket à attribuer', en: 'Ticket to be attributed' },
    detail: { fr: '{number} est dans la file du répartiteur ; il faut d’abord l’attribuer à une équipe.', en: '{number} is in the dispatcher’s queue; it must be attributed to a team first.' },
  },
  'T-11.other-level': {
    status: 422,
    title: { fr: 'Technicien d’un autre niveau', en: 'Technician of another level' },
    detail: { fr: '« {subject} » est de niveau {level}, le ticket de niveau {ticketLevel} ; changez de niveau par un transfert.', en: '“{subject}” is of level {level}, the ticket of level {ticketLevel}; change the level by a transfer.' },
  },
  'T-11.nobody': {
    status: 422,
    title: { fr: 'Personne à qui l’attribuer', en: 'Nobody to give it to' },
    detail: { fr: 'Personne ne convient en ce moment ({reason}) ; nommez quelqu’un, ou transférez le ticket.', en: 'Nobody suits at the moment ({reason}); name somebody, or transfer the ticket.' },
  },
  'T-11.absent': {
    status: 422,
    title: { fr: 'Technicien absent', en: 'Technician away' },
    detail: { fr: '« {subject} » est absent jusqu’au {until} ; choisissez quelqu’un d’autre.', en: '“{subject}” is away until {until}; choose somebody else.' },
  },
  'T-11.unknown-person': {
    status: 422,
    title: { fr: 'Personne inconnue', en: 'Unknown person' },
    detail: { fr: 'Personne sous « {subject} » dans l’annuaire, ou pas à ce guichet ; voyez les équipes.', en: 'Nobody under “{subject}” in the directory, or not at this desk; look at the teams.' },
  },
  'T-11.absence-ends-before-it-starts': {
    status: 422,
    title: { fr: 'Absence à l’envers', en: 'Absence ends before it starts' },
    detail: { fr: 'L’absence finit à {endsAt}, pas après son début à {startsAt}.', en: 'The absence ends at {endsAt}, which is not after it starts at {startsAt}.' },
  },
  'T-19.no-rota': {
    status: 422,
    title: { fr: 'Guichet sans rotation', en: 'Desk without a rota' },
    detail: { fr: 'La politique « desks » ne donne pas de jour de relais au guichet « {desk} » ; donnez-lui-en un d’abord.', en: 'The policy “desks” gives the desk “{desk}” no handover; give it one first.' },
  },
  'T-19.impossible-rota': {
    status: 422,
    title: { fr: 'Planning de première ligne impossible', en: 'Impossible rota' },
    detail: { fr: 'Corrigez les semaines que « errors » désigne ; rien n’a été changé.', en: 'Correct the weeks that “errors” points at; nothing was changed.' },
  },
  'T-16.cause-not-confirmed': {
    status: 422,
    title: { fr: 'Cause non confirmée', en: 'Cause not confirmed' },
    detail: { fr: 'Confirmez la cause de {number} avec le demandeur avant de le clore.', en: 'Confirm the cause of {number} with the requester before closing it.' },
  },
  'T-16.unknown-worksheet': {
    status: 422,
    title: { fr: 'Fiche de travail inconnue', en: 'Unknown worksheet' },
    detail: { fr: 'Aucune fiche « {worksheet} » sur ce ticket. Les siennes : {worksheets}.', en: 'There is no worksheet “{worksheet}” on this ticket. Its own: {worksheets}.' },
  },
  'T-17.work-in-the-future': {
    status: 422,
    title: { fr: 'Travail à venir', en: 'Work still to be done' },
    detail: { fr: 'Une fiche dit le travail fait ; celui-ci finirait le {endsAt}. Corrigez son début ou sa durée, ou remplissez-la ensuite.', en: 'A worksheet tells of work that was done; this would end at {endsAt}. Correct when it began or how long it took, or fill it in afterwards.' },
  },
  'T-18.reason-missing': {
    status: 422,
    title: { fr: 'Motif de facturation absent', en: 'Reason for the billing missing' },
    detail: { fr: 'Le travail relève de « {proposed} » ; pour « {billing} », donnez un motif.', en: 'The work comes under “{proposed}”; for “{billing}”, give a reason.' },
  },
  'T-11.not-of-the-desk': {
    status: 403,
    title: { fr: 'Ticket d’un autre guichet', en: 'Another desk’s ticket' },
    detail: { fr: 'Le ticket est du guichet « {desk} », et « {subject} » n’y est d’aucune équipe ; un répartiteur ou un superviseur peut y pourvoir.', en: 'The ticket is of the desk “{desk}”, and “{subject}” is of no team there; a dispatcher or a supervisor can see to it.' },
  },
  'C-03.not-the-receiver': {
    status: 403,
    title: { fr: 'Transfert proposé à une autre équipe', en: 'Transfer offered to another team' },
    detail: { fr: 'Ce transfert est proposé à « {team} », dont « {subject} » n’est pas ; à elle de répondre.', en: 'This transfer is offered to “{team}”, to which “{subject}” does not belong; its people answer it.' },
  },
  'T-18.account-manager-decides': {
    status: 422,
    title: { fr: 'Au chargé d’affaire de décider', en: 'For the account manager to decide' },
    detail: { fr: 'Un changement est inclus ou facturé en plus par décision du chargé d’affaire : envoyez {reference} sans « billing ».', en: 'Whether a change is included or extra is the account manager’s decision: send {reference} without “billing”.' },
  },
  'T-18.billing-undecided': {
    status: 422,
    title: { fr: 'Facturation à décider', en: 'Billing undecided' },
    detail: { fr: 'Le chargé d’affaire doit d’abord décider de la facturation de {worksheets} ; {number} se clôt ensuite.', en: 'The account manager must first decide how {worksheets} is billed; {number} is closed after that.' },
  },
  'T-18.other-account-manager': {
    status: 403,
    title: { fr: 'Client d’un autre chargé d’affaire', en: 'Another account manager’s customer' },
    detail: { fr: 'Le client « {customerId} » est suivi par « {accountManager} », à qui cette décision revient.', en: 'The customer “{customerId}” is looked after by “{accountManager}”, whose decision this is.' },
  },
  'T-18.not-an-account-manager': {
    status: 422,
    title: { fr: 'Pas un chargé d’affaire', en: 'No account manager' },
    detail: { fr: '« {subject} » n’est pas chargé d’affaire dans l’annuaire ; choisissez : {subjects}.', en: '“{subject}” is no account manager in the directory; choose one of {subjects}.' },
  },
  'T-24.sales-task-open': {
    status: 422,
    title: { fr: 'Réponse du commerce attendue', en: 'Sales’ answer awaited' },
    detail: { fr: 'Le commerce n’a pas encore répondu au besoin ; {number} se clôt ensuite, ou après reclassement s’il n’en est pas un.', en: 'Sales has not answered the need yet; {number} is closed after that, or once reclassified if it is none.' },
  },
  'C-08.payment-question-open': {
    status: 422,
    title: { fr: 'Réponse de la facturation attendue', en: 'Billing’s answer awaited' },
    detail: { fr: 'La facturation n’a pas encore répondu à la question de paiement ; {number} se clôt ensuite, ou après reclassement si ce n’en est pas une.', en: 'Billing has not answered the payment question yet; {number} is closed after that, or once reclassified if it is none.' },
  },
  'T-18.not-agreed-before': {
    status: 422,
    title: { fr: 'Réparation sans accord préalable', en: 'Repair without prior agreement' },
    detail: { fr: 'Une réparation se facture si le client en a été prévenu et l’a acceptée avant le début du travail ; {reference} ne dit pas qui, ni quand.', en: 'A repair is billed if the customer was told and agreed before the work began; {reference} does not say who did, and when.' },
  },
  'T-25.handled-in-the-future': {
    status: 422,
    title: { fr: 'Traité dans le futur', en: 'Handled in the future' },
    detail: { fr: 'Un ticket rétroactif a déjà été traité ; {handledAt} n’est pas encore passé.', en: 'A retroactive ticket was handled already; {handledAt} has not come yet.' },
  },
  'T-20.information-missing': {
    status: 422,
    title: { fr: 'Renseignements manquants', en: 'Information missing' },
    detail: { fr: 'Il manque encore : {facts}.', en: 'Still missing: {facts}.' },
  },
  'C-03.not-classified': {
    status: 422,
    title: { fr: 'Transfert à préparer', en: 'Transfer to be prepared' },
    detail: { fr: 'Classez {number} avant de le proposer à une équipe ; sans cela le transfert ne peut être que froid.', en: 'Classify {number} before offering it to a team; without that the transfer can only be a cold one.' },
  },
  'C-03.not-prepared': {
    status: 422,
    title: { fr: 'Transfert à préparer', en: 'Transfer to be prepared' },
    detail: { fr: 'Avant de proposer {number} à une équipe, il manque au diagnostic : {missing}. Sans cela le transfert ne peut être que froid.', en: 'Before {number} is offered to a team, its diagnosis lacks: {missing}. Without that the transfer can only be a cold one.' },
  },
  'T-12.unknown-question': {
    status: 422,
    title: { fr: 'Question inconnue', en: 'Unknown question' },
    detail: { fr: 'Aucun script ne pose la question « {question} » ; voyez celui du ticket.', en: 'No script asks the question “{question}”; look at the ticket’s.' },
  },
  'T-13.no-third-party': {
    status: 422,
    title: { fr: 'Aucun tiers attendu', en: 'No third party awaited' },
    detail: { fr: 'Le motif « {reason} » n’attend pas de tiers ; prenez-en un qui le dit.', en: 'The reason “{reason}” awaits no third party; take one that does.' },
  },
  'T-13.update-first': {
    status: 422,
    title: { fr: 'Mise à jour à proposer d’abord', en: 'Update to be proposed first' },
    detail: { fr: 'Une mise à jour du produit existe pour {number} : dites si elle est installée ou refusée avant de proposer autre chose.', en: 'An update of the product exists for {number}: say whether it is installed or declined before something else is proposed.' },
  },
  'T-14.not-his-to-agree': {
    status: 422,
    title: { fr: 'Accord d’un autre', en: 'Somebody else’s agreement' },
    detail: { fr: 'L’accord donné comme « {as} » ne compte pas ; c’est celui de « {agreementOf} » qui compte.', en: 'The agreement given as “{as}” does not count; that of “{agreementOf}” does.' },
  },
  'C-03.offer-pending': {
    status: 422,
    title: { fr: 'Transfert déjà proposé', en: 'Transfer already offered' },
    detail: { fr: '« {team} » n’a pas encore répondu ; attendez sa réponse.', en: '“{team}” has not answered yet; wait for the answer.' },
  },
  'C-03.no-such-offer': {
    status: 422,
    title: { fr: 'Proposition passée', en: 'Offer of the past' },
    detail: { fr: 'La proposition {ordinal} n’attend plus de réponse.', en: 'The offer {ordinal} no longer waits for an answer.' },
  },
} as const satisfies Record<string, ErrorCodeEntry>;
