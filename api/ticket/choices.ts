/** The closed lists that tickets speak in, with their words: desks, teams, classification, reasons to wait (T-03, T-04, T-08). */
import { z } from 'zod';
import { listTeams } from '../../db/people/directory.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { labelsOf } from './forms.ts';

const label = z.object({ fr: z.string(), en: z.string() });
const labels = z.record(z.string(), label);

const choicesView = z.object({
  desks: z.record(z.string(), z.object({ label, identifiedBy: z.array(z.string()).meta({ description: 'What a ticket must name there, any one of them (T-03)' }) })),
  teams: z.array(z.object({ key: z.string(), desk: z.string(), level: z.int(), label })),
  types: labels, symptoms: labels,
  categories: z.record(z.string(), z.object({ label, ofService: z.boolean() })),
  waitingReasons: labels,
}).meta({ id: 'TicketChoices' });

export function ticketChoiceRoutes({ pool }: Services): Route[] {
  return [defineRoute({
    method: 'GET', path: '/ticket-choices', operationId: 'readTicketChoices', tags: ['tickets'],
    summary: { fr: 'Lire les listes fermées des tickets, avec leurs libellés (T-03, T-04, T-08)', en: 'Read the closed lists of tickets, with their words (T-03, T-04, T-08)' },
    // Whoever looks after teams, or compares figures, reads the same words.
    guard: { anyOf: ['ticket:read', 'people:read'] },
    answers: { 200: { description: { fr: 'Telles qu’elles valent maintenant', en: 'As they hold now' }, schema: choicesView } },
    refusals: [],
    handle: async ({ scope }) => {
      const { values: { desks: { desks }, classification: { types, symptoms, categories }, 'waiting-reasons': waiting } } = await currentPolicies(pool, ['desks', 'classification', 'waiting-reasons']);
      // The house's teams are the house's.
      const teams = scope.reach === 'own' ? [] : await listTeams(pool);
      return {
        status: 200,
        body: {
          desks: Object.fromEntries(Object.entries(desks).map(([key, { label: name, identifiedBy }]) => [key, { label: name, identifiedBy: [...identifiedBy] }])),
          teams: teams.map(({ key, desk, level, label: name }) => ({ key, desk, level, label: name })),
          types: labelsOf(types), symptoms: labelsOf(symptoms), waitingReasons: labelsOf(waiting.reasons),
          categories: Object.fromEntries(Object.entries(categories).map(([key, { label: name, ofService }]) => [key, { label: name, ofService }])),
        },
      };
    },
  })];
}
