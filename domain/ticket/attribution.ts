/** Who gets a ticket, and why he and nobody else (T-11): a pure choice among candidates whose facts were read outside. */
import { formatInstant } from '../clock/instant.ts';
import { fill, type ErrorParameters, type Language, type Text } from '../errors/codes.ts';
import type { Availability } from '../people/availability.ts';
import type { Level } from './ticket.ts';

/** What the ticket asks of its technician. */
export interface Need {
  readonly level: Level;
  /** Category and symptom; none while it is not classified. */
  readonly skills: readonly string[];
  /** Whom the customer asks for. */
  readonly wish: string | null;
  /** The team that has it; null: the dispatcher's queue. */
  readonly team: string | null;
  /** Every team that has had it (T-10). */
  readonly teamsHad: readonly string[];
  /** Who does not count: he has to leave it. */
  readonly leftBy: string | null;
}

/** A technician of the desk, as he stands at the instant of the choice. */
export interface Candidate {
  readonly subject: string;
  readonly team: string;
  readonly level: Level;
  /** Takes whatever comes, beside what he is good at. */
  readonly isGeneralist: boolean;
  readonly skills: readonly string[];
  readonly availability: Availability;
  readonly openTickets: number;
  /** He has handled tickets of the service, or of the customer where none is named. */
  readonly knowsHistory: boolean;
  readonly isReferent: boolean;
  /** The problem is special to a project, and he is one of its technicians. */
  readonly isOfProject: boolean;
  /** T-19: the first line of this week is his. */
  readonly isOnDuty: boolean;
}

const preferenceTexts = {
  'of-the-project': { fr: 'technicien du projet', en: 'technician of the project' },
  'on-duty': { fr: 'première ligne de la semaine', en: 'first line of the week' },
  'referent': { fr: 'référent du client', en: 'the customer’s referent' },
  'wished': { fr: 'demandé par le client', en: 'asked for by the customer' },
  'knows-history': { fr: 'connaît l’historique', en: 'knows the history' },
  'skilled': { fr: 'compétent sur ce sujet', en: 'skilled in this subject' },
  'present-team': { fr: 'de l’équipe qui a le ticket', en: 'of the team that has the ticket' },
} as const satisfies Record<string, Text>;

/** Why a candidate was chosen, kept or dropped; `{name}` quotes a parameter. */
export const attributionTexts = {
  ...preferenceTexts,
  'open-tickets': { fr: '{count} ticket(s) en cours', en: '{count} open ticket(s)' },
  'waits-for-him': { fr: 'hors de ses heures, attendu parce que le client le demande', en: 'off hours, waited for because the customer asks for him' },
  'outranked': { fr: 'départagé par : {by}', en: 'outranked by: {by}' },
  'other-level': { fr: 'niveau {level}', en: 'level {level}' },
  'team-had-it': { fr: 'son équipe a déjà eu le ticket', en: 'his team has had the ticket' },
  'leaves-it': { fr: 'doit le laisser', en: 'has to leave it' },
  'lacks-skill': { fr: 'pas de compétence sur ce sujet', en: 'no skill in this subject' },
  'absent': { fr: 'absent jusqu’au {until}', en: 'absent until {until}' },
  'off-hours': { fr: 'hors de ses heures de travail', en: 'outside his working hours' },
} as const satisfies Record<string, Text>;

export type ReasonCode = keyof typeof attributionTexts;
type Preference = keyof typeof preferenceTexts;

export interface Reason {
  readonly code: ReasonCode;
  readonly parameters: ErrorParameters;
}

/** What may set two candidates apart, beside preferences. */
const tieTexts = { 'fewer-tickets': { fr: 'moins de tickets en cours', en: 'fewer open tickets' }, 'name': { fr: 'ordre des noms', en: 'order of names' } } as const satisfies Record<string, Text>;
const decidingTexts: Readonly<Record<string, Text>> = { ...preferenceTexts, ...tieTexts };

/** The sentence that a person reads for a reason. */
export function reasonText({ code, parameters }: Reason, language: Language): string {
  const by = decidingTexts[String(parameters['by'])];
  return fill(attributionTexts[code][language], by ? { ...parameters, by: by[language] } : parameters, language);
}

export interface Consideration {
  readonly subject: string;
  readonly team: string;
  readonly verdict: 'chosen' | 'kept' | 'dropped';
  readonly reasons: readonly Reason[];
}

/** Why nobody was chosen: the dispatcher looks after it. */
export const noChoiceTexts = {
  'no-technician': { fr: 'Le guichet n’a pas de technicien à ce niveau.', en: 'The desk has no technician at this level.' },
  'no-team-left': { fr: 'Toutes les équipes de ce niveau ont déjà eu le ticket (T-10).', en: 'Every team of this level has had the ticket (T-10).' },
  'nobody-skilled': { fr: 'Personne n’a la compétence.', en: 'Nobody has the skill.' },
  'nobody-available': { fr: 'Personne n’est disponible.', en: 'Nobody is available.' },
} as const satisfies Record<string, Text>;

export type NoChoice = keyof typeof noChoiceTexts;

/** The choice with everything it was made from, in order: the chosen one, who comes after him, who was dropped. */
export type Attribution =
  | { readonly outcome: 'chosen'; readonly subject: string; readonly team: string; readonly considered: readonly Consideration[] }
  | { readonly outcome: 'dispatcher'; readonly reason: NoChoice; readonly considered: readonly Consideration[] };

/** Makes the choice; the same for the same facts in whatever order they come. */
export function attribute(need: Need, candidates: readonly Candidate[]): Attribution {
  const judged = candidates.toSorted(bySubject).map((candidate) => ({ candidate, dropped: whyDropped(need, candidate) }));
  const kept = judged.flatMap(({ candidate, dropped }) => (dropped === null ? [candidate] : [])).toSorted((one, other) => deciding(need, one, other)?.order ?? bySubject(one, other));
  const [chosen] = kept;
  const considered = [
    ...kept.map((candidate) => ({ subject: candidate.subject, team: candidate.team, verdict: candidate === chosen ? 'chosen' as const : 'kept' as const, reasons: whyKept(need, candidate, chosen) })),
    ...judged.flatMap(({ candidate: { subject, team }, dropped }) => (dropped === null ? [] : [{ subject, team, verdict: 'dropped' as const, reasons: [dropped] }])),
  ];
  if (chosen) return { outcome: 'chosen', subject: chosen.subject, team: chosen.team, considered };
  return { outcome: 'dispatcher', reason: whyNobody(judged.flatMap(({ dropped }) => (dropped ? [dropped.code] : []))), considered };
}

/** The first rule that speaks against a candidate. */
function whyDropped(need: Need, { subject, team, level, availability, ...candidate }: Candidate): Reason | null {
  if (level !== need.level) return reason('other-level', { level });
  // T-10: not even by way of a person.
  if (team !== need.team && need.teamsHad.includes(team)) return reason('team-had-it');
  if (subject === need.leftBy) return reason('leaves-it');
  if (need.skills.length > 0 && !candidate.isGeneralist && !candidate.isOfProject && !isSkilled(need, candidate)) return reason('lacks-skill');
  if (availability.state === 'absent') return reason('absent', { until: formatInstant(availability.untilMs) });
  return availability.state === 'off-hours' && !isWaitedFor(need, subject) ? reason('off-hours') : null;
}

/** At the first level the customer's wish never outranks availability; above it he may wait for the one he asks for until that one's next hours, not through an absence. */
function isWaitedFor({ level, wish }: Need, subject: string): boolean {
  return level > 1 && wish === subject;
}

function isSkilled({ skills }: Need, candidate: Pick<Candidate, 'skills'>): boolean {
  return candidate.skills.some((skill) => skills.includes(skill));
}

/** In the order in which they decide (T-11, T-19). */
const preferences: readonly (readonly [Preference, (need: Need, candidate: Candidate) => boolean])[] = [
  ['of-the-project', (_, { isOfProject }) => isOfProject],
  // The week's technician is there so that the others are not disturbed.
  ['on-duty', ({ level }, { isOnDuty }) => level === 1 && isOnDuty],
  // Somebody sent it there; and a team that has not had it is left for when it is needed (T-10).
  ['present-team', (need, { team }) => team === need.team],
  ['referent', (_, { isReferent }) => isReferent],
  ['wished', ({ wish }, { subject }) => wish === subject],
  ['knows-history', (_, { knowsHistory }) => knowsHistory],
  ['skilled', isSkilled],
];

/** What sets two candidates apart, and in whose favour; null: nothing but their names. */
function deciding(need: Need, one: Candidate, other: Candidate): { readonly by: Preference | 'fewer-tickets'; readonly order: number } | null {
  for (const [by, holds] of preferences) {
    const order = Number(holds(need, other)) - Number(holds(need, one));
    if (order !== 0) return { by, order };
  }
  return one.openTickets === other.openTickets ? null : { by: 'fewer-tickets', order: one.openTickets - other.openTickets };
}

function whyKept(need: Need, candidate: Candidate, chosen: Candidate | undefined): Reason[] {
  return [
    ...preferences.flatMap(([code, holds]) => (holds(need, candidate) ? [reason(code)] : [])),
    ...(candidate.availability.state === 'off-hours' ? [reason('waits-for-him')] : []),
    reason('open-tickets', { count: candidate.openTickets }),
    ...(chosen === undefined || candidate === chosen ? [] : [reason('outranked', { by: deciding(need, chosen, candidate)?.by ?? 'name' })]),
  ];
}

/** How far the nearest to being chosen came. */
function whyNobody(dropped: readonly ReasonCode[]): NoChoice {
  const atLevel = dropped.filter((code) => code !== 'other-level');
  if (atLevel.length === 0) return 'no-technician';
  const ofTeams = atLevel.filter((code) => code !== 'team-had-it');
  if (ofTeams.length === 0) return 'no-team-left';
  return ofTeams.every((code) => code === 'lacks-skill') ? 'nobody-skilled' : 'nobody-available';
}

function reason(code: ReasonCode, parameters: ErrorParameters = {}): Reason {
  return { code, parameters };
}

function bySubject(one: Candidate, other: Candidate): number {
  return one.subject < other.subject ? -1 : one.subject > other.subject ? 1 : 0;
}
