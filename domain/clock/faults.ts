/** What can be wrong with a calendar, a clock or a policy, as values: where (a JSON pointer), a stable code, and a sentence in both languages. */
import type { Language, Text } from '../errors/codes.ts';

export const faultTexts = {
  'unknown-time-zone': { fr: 'Fuseau horaire inconnu ; donnez un nom IANA, comme « Europe/Paris ».', en: 'Unknown time zone; give an IANA name, such as “Europe/Paris”.' },
  'malformed-time': { fr: 'Heure illisible ; écrivez HH:MM.', en: 'Unreadable time; write HH:MM.' },
  'time-outside-day': { fr: 'Heure hors de la journée ; elle va de 00:00 à 24:00.', en: 'Time outside the day, which goes from 00:00 to 24:00.' },
  'end-before-start': { fr: 'La fin doit venir après le début.', en: 'The end must come after the start.' },
  'overlapping-rows': { fr: 'Cette plage en chevauche une autre du même jour.', en: 'This row overlaps another one of the same day.' },
  'never-open': { fr: 'Ce calendrier n’ouvre jamais ; donnez au moins une plage.', en: 'This calendar is never open; give at least one row.' },
  'malformed-date': { fr: 'Cette date n’existe pas ; écrivez AAAA-MM-JJ.', en: 'No such date; write YYYY-MM-DD.' },
  'unknown-holiday-region': { fr: 'Région de jours fériés inconnue ; donnez un code ISO 3166, comme « FR » ou « DE-BY ».', en: 'Unknown holiday region; give an ISO 3166 code, such as “FR” or “DE-BY”.' },
  'malformed-instant': { fr: 'Instant illisible ; écrivez-le selon RFC 3339, décalage compris.', en: 'Unreadable instant; write it as RFC 3339 says, with its offset.' },
  'instant-out-of-range': { fr: 'Instant hors de la période calculable (1900 à 2199).', en: 'Instant outside the years that can be computed (1900 to 2199).' },
  'malformed-duration': { fr: 'Durée illisible ; écrivez-la selon ISO 8601, comme « PT8H ».', en: 'Unreadable duration; write it as ISO 8601 says, such as “PT8H”.' },
  'inexact-duration': { fr: 'Durée inexacte : jours, heures, minutes et secondes seulement, à la milliseconde.', en: 'Inexact duration: days, hours, minutes and seconds only, to the millisecond.' },
  'ratio-out-of-range': { fr: 'Le seuil doit être compris entre 0 et 100 fois la cible.', en: 'The threshold must lie between 0 and 100 times the target.' },
  'beyond-horizon': { fr: 'Pas atteint en 20 ans avec ce calendrier.', en: 'Not reached within 20 years with this calendar.' },
  'unknown-calendar': { fr: 'Aucun calendrier de ce nom dans la politique « calendars ».', en: 'No calendar of that name in the policy “calendars”.' },
  'unknown-category': { fr: 'Aucune catégorie de ce nom dans la politique « classification ».', en: 'No category of that name in the policy “classification”.' },
  'needed-entry': { fr: 'Jalon range lui-même des tickets sous cette entrée ; gardez-la.', en: 'Jalon files tickets under this entry by itself; keep it.' },
  'unknown-obl': { fr: 'Aucun OBL de ce code.', en: 'No OBL of that code.' },
  'unknown-milestone': { fr: 'Aucun jalon de ce nom.', en: 'No milestone of that name.' },
  'circular-milestones': { fr: 'Ces jalons s’attendent en rond.', en: 'These milestones wait for each other in a circle.' },
  'not-a-handover-day': { fr: 'Cette semaine ne commence pas le jour du relais du guichet.', en: 'This week does not begin on the desk’s day of handover.' },
  'week-out-of-range': { fr: 'Semaine passée, ou à plus d’un an.', en: 'A week that is past, or more than a year away.' },
  'week-planned-twice': { fr: 'Cette semaine est déjà dans la liste.', en: 'This week is in the list already.' },
  'not-first-line': { fr: 'Personne de ce nom en première ligne de ce guichet.', en: 'Nobody of that name in the first line of this desk.' },
} as const satisfies Record<string, Text>;

export type FaultCode = keyof typeof faultTexts;

export interface Fault {
  /** RFC 6901, from the root of what was checked. */
  readonly pointer: string;
  readonly code: FaultCode;
}

/** The sentence that a person reads for a fault. */
export function faultText(code: FaultCode, language: Language): string {
  return faultTexts[code][language];
}

/** Whether what was sent could not even be read; every other fault was read, and is impossible. */
export function isUnreadable(code: FaultCode): boolean {
  return code.startsWith('malformed-');
}

/** The same faults, seen from a document that holds what was checked under `prefix`. */
export function under(prefix: string, faults: readonly Fault[]): Fault[] {
  return faults.map(({ pointer, code }) => ({ pointer: prefix + pointer, code }));
}
