/** The errors of people, profiles, grants and keys (C-05): a part of the one table in codes.ts. */
import type { ErrorCodeEntry } from './codes.ts';

export const peopleCodes = {
  'cross-site-request': {
    status: 403,
    title: { fr: 'Requête venue d’ailleurs', en: 'Request from elsewhere' },
    detail: { fr: 'Une session de navigateur n’agit que depuis la console elle-même ; un programme envoie un jeton.', en: 'A browser session acts from the console itself only; a program sends a token.' },
  },
  'sign-in-failed': {
    status: 400,
    title: { fr: 'La connexion n’a pas abouti', en: 'The sign-in did not succeed' },
    detail: { fr: 'Le fournisseur d’identité ou votre navigateur l’a interrompue ({reason}). Recommencez ; si cela persiste, transmettez ce mot à un administrateur.', en: 'The identity provider or your browser broke it off ({reason}). Start again; if it goes on, tell an administrator this word.' },
  },
  'C-05.own-access': {
    status: 403,
    title: { fr: 'Son propre accès', en: 'One’s own access' },
    detail: { fr: 'Personne ne se donne ni ne se retire un accès ; demandez-le à un autre.', en: 'Nobody gives himself access or takes it from himself; ask somebody else.' },
  },
  'C-05.profile-not-given': {
    status: 403,
    title: { fr: 'Profil qui ne se donne pas ainsi', en: 'Profile not given this way' },
    detail: { fr: 'Le profil « {profile} » ne se donne pas ainsi : il permet lui-même de donner des accès ou de changer les règles ; un administrateur le donne dans l’annuaire ou pour un temps.', en: 'The profile “{profile}” is not given this way: it gives access or changes rules itself; an administrator gives it in the directory or for a time.' },
  },
  'C-05.beyond-own-access': {
    status: 403,
    title: { fr: 'Au-delà de son propre accès', en: 'Beyond one’s own access' },
    detail: { fr: 'On ne donne ni ne retire que dans ses propres centres, à leurs personnes, et pas plus longtemps qu’on ne l’a soi-même.', en: 'Access is given and taken within one’s own centres, to their people, and for no longer than one has it oneself.' },
  },
  'C-05.unknown-entry': {
    status: 422,
    title: { fr: 'Valeur inconnue', en: 'Unknown value' },
    detail: { fr: '« {value} » n’existe pas ; choisissez : {values}.', en: '“{value}” does not exist; choose one of {values}.' },
  },
  'C-05.unknown-person': {
    status: 422,
    title: { fr: 'Personne inconnue', en: 'Unknown person' },
    detail: { fr: 'L’annuaire ne connaît pas « {subject} » ; ajoutez cette personne d’abord (« PUT /users/{subject} »).', en: 'The directory does not know “{subject}”; add that person first (“PUT /users/{subject}”).' },
  },
  'C-05.customer-profile': {
    status: 422,
    title: { fr: 'Profil de client', en: 'The customer’s profile' },
    detail: { fr: 'Le profil « customer » vient du jeton, ou d’une clé qui nomme son client (« customerId ») et n’a pas d’autre profil.', en: 'The profile “customer” comes from the token, or from a key that names its customer (“customerId”) and has no other profile.' },
  },
  'C-05.ends-in-the-past': {
    status: 422,
    title: { fr: 'Fin passée ou trop lointaine', en: 'End past or too far off' },
    detail: { fr: 'L’accès finirait le {expiresAt} ; donnez un instant à venir, dans un an au plus.', en: 'The access would end at {expiresAt}; give an instant to come, within a year.' },
  },
} as const satisfies Record<string, ErrorCodeEntry>;
