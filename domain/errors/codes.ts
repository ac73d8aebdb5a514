/** Every error a caller can meet: one stable code, one HTTP status, one sentence in French and in English. */
import { customerCodes } from './customer-codes.ts';
import { deploymentCodes } from './deployment-codes.ts';
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
  'impossible-policy': {
    status: 422,
    title: { fr: 'Politique impossible', en: 'Impossible policy' },
    detail: { fr: 'La politique se contredit, ou en contredit une autre ; corrigez ce que « errors » désigne.', en: 'The policy contradicts itself or another one; correct what “errors” points at.' },
  },
  ...deploymentCodes,
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
