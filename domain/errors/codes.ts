/** Every error a caller can meet: one stable code, one HTTP status, one sentence in French and in English. */
import { customerCodes } from './customer-codes.ts';
import { euros } from './money.ts';
import { peopleCodes } from './people-codes.ts';
import { salesCodes } from './sales-codes.ts';
import { terminationCodes } from './termination-codes.ts';
import { ticketCodes } from './ticket-codes.ts';

export type Language = 'fr' | 'en';
export type Text = Readonly<Record<Language, string>>;
/** Values that a sentence quotes, by name: `{states}`. */
export type ErrorParameters = Readonly<Record<string, string | number>>;

export interface ErrorCodeEntry {
  readonly status: number;
  readonly title: Text;
  /** What is wrong and what to do; `{name}` quotes a parameter. */
  readonly detail: Text;
}

const entries = {
  'malformed-request': {
    status: 400,
    title: { fr: 'Requête mal formée', en: 'Malformed request' },
    detail: { fr: 'Corrigez les champs listés dans « errors » et renvoyez la requête.', en: 'Correct the fields listed in “errors” and send the request again.' },
  },
  'unauthenticated': {
    status: 401,
    title: { fr: 'Non identifié', en: 'Not signed in' },
    detail: { fr: 'Envoyez un jeton valide : « Authorization: Bearer … ».', en: 'Send a valid token: “Authorization: Bearer …”.' },
  },
  'invalid-signature': {
    status: 401,
    title: { fr: 'Signature invalide', en: 'Invalid signature' },
    detail: { fr: 'Signez le corps tel quel selon Standard Webhooks, avec une horloge à l’heure et le secret en vigueur.', en: 'Sign the raw body as Standard Webhooks says, with a right clock and the current secret.' },
  },
  'forbidden': {
    status: 403,
    title: { fr: 'Aucun de vos profils ne le permet', en: 'None of your profiles allows this' },
    detail: { fr: 'Il faut la permission « {permission} ». Demandez-la à un superviseur.', en: 'This needs the permission “{permission}”. Ask a supervisor for it.' },
  },
  'not-task-owner': {
    status: 403,
    title: { fr: 'Tâche d’un autre profil', en: 'Another profile’s task' },
    detail: { fr: 'Cette tâche revient au profil « {owner} ».', en: 'This task belongs to the profile “{owner}”.' },
  },
  'D-03.other-coordinator': {
    status: 403,
    title: { fr: 'Affaire d’un autre coordinateur', en: 'Another coordinator’s deployment' },
    detail: { fr: 'L’affaire « {deploymentId} » est affectée à « {coordinator} » ; lui seul la conduit.', en: 'The deployment “{deploymentId}” is assigned to “{coordinator}”, who alone drives it.' },
  },
  'not-found': {
    status: 404,
    title: { fr: 'Introuvable', en: 'Not found' },
    detail: { fr: 'Rien sous « {id} » que vous puissiez voir.', en: 'Nothing under “{id}” that you may see.' },
  },
  'unreadable-payload': {
    status: 422,
    title: { fr: 'Charge illisible', en: 'Unreadable payload' },
    detail: { fr: 'Cette charge est chiffrée sous une clé que cette installation n’a pas, ou elle a été modifiée. Un exploitant ajoute la clé à JALON_PAYLOAD_KEYS.', en: 'This payload is encrypted under a key that this installation does not have, or it was changed. An operator adds the key to JALON_PAYLOAD_KEYS.' },
  },
  'method-not-allowed': {
    status: 405,
    title: { fr: 'Méthode non permise', en: 'Method not allowed' },
    detail: { fr: 'Cette adresse accepte : {methods}.', en: 'This address accepts: {methods}.' },
  },
  'C-06.period': {
    status: 422,
    title: { fr: 'Période impossible', en: 'Impossible period' },
    detail: { fr: 'Aucune période ne va du « {from} » au « {until} » : le premier jour vient avant le dernier, entre 2000 et 2100.', en: 'No period goes from “{from}” to “{until}”: the first day comes before the last one, between 2000 and 2100.' },
  },
  'C-06.too-many-figures': {
    status: 422,
    title: { fr: 'Trop de chiffres', en: 'Too many figures' },
    detail: { fr: '{count} chiffres sont demandés, {most} au plus : choisissez un pas plus long, moins d’indicateurs ou moins de groupes.', en: '{count} figures are asked for, {most} at most: choose a longer step, fewer indicators or fewer groups.' },
  },
  'wrong-state': {
    status: 409,
    title: { fr: 'Impossible dans cet état', en: 'Not possible in this state' },
    detail: { fr: 'L’état est « {state} » ; il faudrait : {states}.', en: 'The state is “{state}”; it would have to be: {states}.' },
  },
  'task-closed': {
    status: 409,
    title: { fr: 'Tâche déjà close', en: 'Task already closed' },
    detail: { fr: 'La tâche « {taskId} » n’est plus ouverte ; relisez le dossier.', en: 'The task “{taskId}” is no longer open; read the file again.' },
  },
  'task-claimed': {
    status: 409,
    title: { fr: 'Tâche prise par une autre personne', en: 'Task claimed by someone else' },
    detail: { fr: 'La tâche « {taskId} » est prise par « {person} » ; demandez-lui de la relâcher.', en: 'The task “{taskId}” is claimed by “{person}”; ask them to release it.' },
  },
  'C-07.other-team': {
    status: 403,
    title: { fr: 'Personne d’une autre équipe', en: 'Somebody of another team' },
    detail: { fr: '« {person} » n’est pas de votre équipe ; un superviseur peut lui confier la tâche, ou la lui reprendre.', en: '“{person}” is not of your team; a supervisor can give them the task, or take it back.' },
  },
  'C-07.cannot-complete': {
    status: 422,
    title: { fr: 'Cette personne ne peut pas faire la tâche', en: 'This person cannot do the task' },
    detail: { fr: '« {person} » ne pourrait pas terminer « {taskId} » ({reason}) ; choisissez quelqu’un d’autre.', en: '“{person}” could not complete “{taskId}” ({reason}); choose somebody else.' },
  },
  'C-07.no-team': {
    status: 422,
    title: { fr: 'Sans équipe', en: 'No team' },
    detail: { fr: '« {person} » n’est d’aucune équipe avec qui partager.', en: '“{person}” is of no team to share with.' },
  },
  'C-07.view-name-taken': {
    status: 409,
    title: { fr: 'Nom de vue déjà pris', en: 'Name of a view already taken' },
    detail: { fr: 'Vous avez déjà une vue « {name} » ; choisissez un autre nom.', en: 'You already have a view “{name}”; choose another name.' },
  },
  'request-in-progress': {
    status: 409,
    title: { fr: 'Première requête en cours', en: 'First request still running' },
    detail: { fr: 'Une requête avec la même clé d’idempotence est en cours ; réessayez dans {seconds} s.', en: 'A request with the same idempotency key is still running; try again in {seconds} s.' },
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
    detail: { fr: 'Le délai de rétractation a couru jusqu’au {until} inclus. Avant la livraison, demandez l’annulation au coordinateur ; après, une résiliation.', en: 'The withdrawal period ran up to and including {until}. Before the delivery, ask the coordinator for a cancellation; after it, for a termination.' },
  },
  'link-expired': {
    status: 410,
    title: { fr: 'Lien expiré', en: 'Link expired' },
    detail: { fr: 'Ce lien n’est plus valable ; prenez celui de notre dernier message, ou demandez-en un nouveau à votre coordinateur.', en: 'This link is no longer good; take the one of our latest message, or ask your coordinator for another.' },
  },
  'stale-version': {
    status: 412,
    title: { fr: 'Modifié entre-temps', en: 'Changed meanwhile' },
    detail: { fr: 'La version actuelle est {version} ; relisez-la, reportez votre modification et renvoyez-la avec son ETag dans « If-Match ».', en: 'The current version is {version}; read it again, make your change to it and send it with its ETag in “If-Match”.' },
  },
  'payload-too-large': {
    status: 413,
    title: { fr: 'Corps trop grand', en: 'Body too large' },
    detail: { fr: 'Le corps dépasse {limit}.', en: 'The body is larger than {limit}.' },
  },
  'unsupported-media-type': {
    status: 415,
    title: { fr: 'Type de contenu non pris en charge', en: 'Unsupported media type' },
    detail: { fr: 'Envoyez « {expected} ».', en: 'Send “{expected}”.' },
  },
  'version-required': {
    status: 428,
    title: { fr: 'Version lue non indiquée', en: 'Version read not given' },
    detail: { fr: 'Envoyez dans « If-Match » l’ETag de la version que vous avez lue, pour n’écraser la modification de personne.', en: 'Send the ETag of the version you read in “If-Match”, so that nobody’s change is overwritten.' },
  },
  'idempotency-key-reused': {
    status: 422,
    title: { fr: 'Clé d’idempotence déjà utilisée', en: 'Idempotency key already used' },
    detail: { fr: 'Cette clé a servi pour un autre corps ; prenez-en une nouvelle.', en: 'This key was used with another body; take a new one.' },
  },
  'D-01.unknown-customer': {
    status: 422,
    title: { fr: 'Client inconnu', en: 'Unknown customer' },
    detail: { fr: 'Le client « {customerId} » n’existe pas ; créez-le d’abord.', en: 'The customer “{customerId}” does not exist; create it first.' },
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
  'D-14.old-line-not-migrated': {
    status: 422,
    title: { fr: 'Ancienne ligne non migrée', en: 'Old line not migrated' },
    detail: { fr: 'La collecte annonce une ligne existante à migrer ; migrez-la et indiquez « oldLineMigrated ».', en: 'The collection announces an existing line to migrate; migrate it and say “oldLineMigrated”.' },
  },
  'D-31.nothing-to-override': {
    status: 422,
    title: { fr: 'Aucun contrôle à outrepasser', en: 'No control to override' },
    detail: { fr: 'Seuls des contrôles en échec s’outrepassent ; ce que le coordinateur ou le client refuse se corrige : demandez une nouvelle simulation.', en: 'Only failed controls can be overridden; what the coordinator or the customer refuses is corrected: ask for a new simulation.' },
  },
  'D-20.impossible-schedule': {
    status: 422,
    title: { fr: 'Planning impossible', en: 'Impossible schedule' },
    detail: { fr: 'Aucun planning ne se calcule ainsi ; corrigez ce que « errors » désigne.', en: 'No schedule can be computed this way; correct what “errors” points at.' },
  },
  'impossible-policy': {
    status: 422,
    title: { fr: 'Politique impossible', en: 'Impossible policy' },
    detail: { fr: 'La politique se contredit, ou en contredit une autre ; corrigez ce que « errors » désigne.', en: 'The policy contradicts itself or another one; correct what “errors” points at.' },
  },
  'D-23.point-of-no-return': {
    status: 422,
    title: { fr: 'Point de non-retour passé', en: 'Past the point of no return' },
    detail: { fr: 'Sites trop avancés : {sites}. Un tel site se quitte par une résiliation ; abandonnez les autres un à un.', en: 'Sites too far on: {sites}. Such a site is left by a termination; abandon the others one by one.' },
  },
  ...ticketCodes,
  ...customerCodes,
  ...peopleCodes,
  ...terminationCodes,
  ...salesCodes,
  'too-many-requests': {
    status: 429,
    title: { fr: 'Trop de requêtes', en: 'Too many requests' },
    detail: { fr: 'Réessayez dans {seconds} s.', en: 'Try again in {seconds} s.' },
  },
  'internal': {
    status: 500,
    title: { fr: 'Erreur interne', en: 'Internal error' },
    detail: { fr: 'La faute est chez nous ; signalez-la avec le « traceId ».', en: 'The fault is ours; report it with the “traceId”.' },
  },
  'identity-provider-away': {
    status: 503,
    title: { fr: 'Fournisseur d’identité injoignable', en: 'Identity provider away' },
    detail: { fr: 'Votre jeton ne peut pas être vérifié ; réessayez dans {seconds} s.', en: 'Your token cannot be verified; try again in {seconds} s.' },
  },
  'dependency-away': {
    status: 503,
    title: { fr: 'Service interne injoignable', en: 'Internal service away' },
    detail: { fr: '{service} ne répond pas ; rien n’a été changé par cette requête. Réessayez dans {seconds} s.', en: '{service} does not answer; this request changed nothing. Try again in {seconds} s.' },
  },
  'outcome-unknown': {
    status: 503,
    title: { fr: 'Issue encore inconnue', en: 'Outcome not known yet' },
    detail: { fr: 'L’ordre est peut-être accepté ; renvoyez-le avec la même clé d’idempotence dans {seconds} s pour connaître la réponse.', en: 'The command may have been accepted; send it again with the same idempotency key in {seconds} s to get the answer.' },
  },
} as const satisfies Record<string, ErrorCodeEntry>;

export type ErrorCode = keyof typeof entries;
export const errorCodes: Readonly<Record<ErrorCode, ErrorCodeEntry>> = entries;

/** A refusal as a value: what `decide` returns when a rule says no. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly parameters: ErrorParameters;
  /** JSON pointer of the field at fault, when one is. */
  readonly pointer?: string;
}

/** The one constructor of refusals. */
export function refuse(code: ErrorCode, parameters: ErrorParameters = {}, pointer?: string): Refusal {
  return pointer === undefined ? { code, parameters } : { code, parameters, pointer };
}

/** A sentence with its parameters quoted in, those called `…Cents` as euros; an unknown name stays visible as `{name}`. */
export function fill(text: string, parameters: ErrorParameters, language: Language): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name];
    return typeof value === 'number' && name.endsWith('Cents') ? euros(value, language) : String(value ?? whole);
  });
}
