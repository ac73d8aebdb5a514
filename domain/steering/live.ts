/** Live indicators (C-06): what stands right now, read from what is under way; each defined here and nowhere else. docs/indicators.md is checked against this table. */
import type { Text } from '../errors/codes.ts';
import type { Unit } from './indicators.ts';

/** What is under way, as it is counted. */
export type Thing = 'ticket' | 'deployment' | 'site' | 'task' | 'call';

/** Of all of a kind: how many, how old, or how many of which something holds. */
export type LiveCount = 'all' | 'age' | 'unheld' | 'waiting' | 'agreement' | 'late' | 'under-1-day' | '1-to-3-days' | '3-to-7-days' | '7-to-30-days' | 'over-30-days';

interface LiveEntry {
  readonly labels: Text;
  readonly unit: Unit;
  readonly definition: Text;
  readonly of: Thing;
  readonly counts: LiveCount;
  /** The list behind it, below `/api/v1`; what it is filtered by besides, where it can be: by team, by who has it, by the customer’s centre. Absent: there is none. */
  readonly list?: { readonly path: string; readonly query: Readonly<Record<string, string>>; readonly team?: string; readonly person?: string; readonly centre?: string };
}

const tickets = (query: Readonly<Record<string, string>>) => ({ path: '/tickets', query, team: 'team', person: 'assignee', centre: 'centre' });
const age = (counts: LiveCount, fr: string, en: string) => ({
  labels: { fr: `Tickets ouverts depuis ${fr}`, en: `Tickets open for ${en}` }, unit: 'count', of: 'ticket', counts, definition: { fr: `Tickets ouverts, dont T0 date de ${fr}.`, en: `Open tickets whose T0 is ${en} ago.` },
} as const);

export const liveIndicators = {
  'tickets-open': {
    labels: { fr: 'Tickets ouverts', en: 'Open tickets' }, unit: 'count', of: 'ticket', counts: 'all', list: tickets({ open: 'true' }),
    definition: { fr: 'Tickets ni clos ni fusionnés ; pour qui les a ou à qui ils sont donnés, et l’équipe qui les a.', en: 'Tickets neither closed nor merged; for who has them or was given them, and the team that has them.' },
  },
  'tickets-unheld': {
    labels: { fr: 'Tickets sans personne', en: 'Tickets that nobody has' }, unit: 'count', of: 'ticket', counts: 'unheld', list: { ...tickets({ open: 'true', held: 'false' }) },
    definition: { fr: 'Tickets ouverts ni pris ni donnés (T-11).', en: 'Open tickets neither taken nor given (T-11).' },
  },
  'tickets-waiting': {
    labels: { fr: 'Tickets en attente', en: 'Tickets waiting' }, unit: 'count', of: 'ticket', counts: 'waiting', list: tickets({ phase: 'waiting' }),
    definition: { fr: 'Tickets qui attendent le client ou un tiers (T-08).', en: 'Tickets that wait for the customer or a third party (T-08).' },
  },
  'tickets-agreement': {
    labels: { fr: 'Accords attendus', en: 'Agreements awaited' }, unit: 'count', of: 'ticket', counts: 'agreement', list: tickets({ phase: 'agreement' }),
    definition: { fr: 'Tickets dont la solution attend l’accord du demandeur (T-14).', en: 'Tickets whose solution awaits the requester’s agreement (T-14).' },
  },
  'tickets-overdue': {
    labels: { fr: 'Tickets hors délai', en: 'Tickets overdue' }, unit: 'count', of: 'ticket', counts: 'late',
    definition: { fr: 'Tickets ouverts dont l’horloge de résolution est épuisée (T-07).', en: 'Open tickets whose resolution clock is used up (T-07).' },
  },
  'tickets-age': {
    labels: { fr: 'Âge des tickets ouverts', en: 'Age of open tickets' }, unit: 'seconds', of: 'ticket', counts: 'age',
    definition: { fr: 'Temps écoulé depuis T0, moyenne des tickets ouverts.', en: 'Time since T0, mean of the open tickets.' },
  },
  'tickets-under-1-day': age('under-1-day', 'moins d’un jour', 'less than a day'),
  'tickets-1-to-3-days': age('1-to-3-days', 'un à trois jours', 'one to three days'),
  'tickets-3-to-7-days': age('3-to-7-days', 'trois à sept jours', 'three to seven days'),
  'tickets-7-to-30-days': age('7-to-30-days', 'sept à trente jours', 'seven to thirty days'),
  'tickets-over-30-days': age('over-30-days', 'trente jours ou plus', 'thirty days or more'),
  'deployments-open': {
    labels: { fr: 'Affaires en cours', en: 'Deployments under way' }, unit: 'count', of: 'deployment', counts: 'all',
    definition: { fr: 'Affaires lancées et non terminées ; pour leur coordinateur.', en: 'Deployments launched and not ended; for their coordinator.' },
  },
  'deployments-at-risk': {
    labels: { fr: 'Affaires en péril', en: 'Deployments at risk' }, unit: 'count', of: 'deployment', counts: 'late', list: { path: '/deployments', query: { atRisk: 'true' }, centre: 'centre' },
    definition: { fr: 'Affaires en cours dont un jalon, ou celui d’un site, est en péril (D-12, D-21).', en: 'Deployments under way of which a milestone, or one of a site’s, is at risk (D-12, D-21).' },
  },
  'sites-open': {
    labels: { fr: 'Sites en cours', en: 'Sites under way' }, unit: 'count', of: 'site', counts: 'all',
    definition: { fr: 'Sites en cours de livraison ; pour le coordinateur de leur affaire.', en: 'Sites being delivered; for the coordinator of their deployment.' },
  },
  'sites-at-risk': {
    labels: { fr: 'Sites en péril', en: 'Sites at risk' }, unit: 'count', of: 'site', counts: 'late',
    definition: { fr: 'Sites en cours dont un jalon est en péril (D-12, D-21).', en: 'Sites being delivered with a milestone at risk (D-12, D-21).' },
  },
  'tasks-open': {
    labels: { fr: 'Tâches ouvertes', en: 'Open tasks' }, unit: 'count', of: 'task', counts: 'all',
    definition: { fr: 'Tâches des corbeilles (C-07) ; pour qui les a réservées.', en: 'Tasks in baskets (C-07); for who has claimed them.' },
  },
  'tasks-overdue': {
    labels: { fr: 'Tâches en retard', en: 'Tasks overdue' }, unit: 'count', of: 'task', counts: 'late',
    definition: { fr: 'Tâches ouvertes dont l’échéance est passée.', en: 'Open tasks whose due date has passed.' },
  },
  'calls-stuck': {
    labels: { fr: 'Appels bloqués', en: 'Stuck calls' }, unit: 'count', of: 'call', counts: 'all', list: { path: '/stuck-calls', query: {} },
    definition: { fr: 'Appels à un système extérieur qui échouent toujours (D-24).', en: 'Calls to an outside system that keep failing (D-24).' },
  },
} as const satisfies Record<string, LiveEntry>;

export type LiveKey = keyof typeof liveIndicators;
export const liveKeys = Object.keys(liveIndicators) as [LiveKey, ...LiveKey[]];

export function liveIndicatorOf(key: LiveKey): LiveEntry {
  return liveIndicators[key];
}
