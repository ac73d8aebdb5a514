/** `POST /previews/attribution`: to whom a ticket would go, and why; nothing is stored (T-11). */
import { z } from 'zod';
import { readDesk } from '../../db/people/desk.ts';
import { chooseTechnician } from '../../db/ticket/attribution.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { ticketClassification } from '../../domain/ticket/registration.schema.ts';
import { problem } from '../http/problem.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { consideredOf, consideredView, noChoiceOf, noChoiceView } from '../ticket/attribution.ts';

const key = z.string().min(1).max(60);

const attributionRequest = z.strictObject({
  desk: key, level: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(1),
  customerId: z.string().max(20).optional(), rds: key.optional(), classification: ticketClassification.optional(), project: key.optional(),
  wish: z.string().trim().min(1).max(100).optional().meta({ description: 'The technician that the customer asks for' }),
  team: key.optional().meta({ description: 'The team that has it; absent: the dispatcher’s queue' }),
  teamsHad: z.array(key).max(50).default([]).meta({ description: 'Teams that have had it (T-10)' }),
  at: z.iso.datetime({ offset: true }).optional().meta({ description: 'Absent: now. Absences, hours and the rota are those of that instant, the tickets those of now' }),
}).meta({ id: 'AttributionPreviewRequest' });

const attributionPreview = z.object({ to: z.string().nullable(), team: z.string().nullable(), noChoice: noChoiceView, considered: consideredView }).meta({ id: 'AttributionPreview' });

export function attributionPreviewRoute({ pool, nowMs }: Pick<Services, 'pool' | 'nowMs'>): Route {
  return defineRoute({
    method: 'POST', path: '/previews/attribution', operationId: 'previewAttribution', tags: ['previews'],
    summary: { fr: 'Voir à qui irait un ticket, et pourquoi (T-11)', en: 'See to whom a ticket would go, and why (T-11)' },
    description: { fr: 'Rien n’est enregistré.', en: 'Nothing is stored.' },
    guard: { permission: 'people:read' }, body: attributionRequest, idempotent: false,
    answers: { 200: { description: { fr: 'Le choix et son explication', en: 'The choice and its explanation' }, schema: attributionPreview } },
    refusals: ['not-found'],
    handle: async ({ body }) => {
      const { level, customerId = null, rds = null, classification = null, project = null, wish = null, team = null, teamsHad, at } = body;
      const desk = await readDesk(pool, body.desk);
      if (!desk) return problem(refuse('not-found', { id: body.desk }));
      const made = await chooseTechnician(pool, desk, { number: null, level, customerId, rds, classification, project, wish, team, teamsHad, leftBy: null }, at === undefined ? nowMs() : Date.parse(at));
      const considered = consideredOf(made.considered);
      return {
        status: 200,
        body: made.outcome === 'chosen' ? { to: made.subject, team: made.team, noChoice: null, considered } : { to: null, team: null, noChoice: noChoiceOf(made.reason), considered },
      };
    },
  });
}
