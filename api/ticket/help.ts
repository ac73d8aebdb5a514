/** What helps a technician to diagnose, at one look (T-12): of the knowledge base, the monitoring and the inventory, each asked beside the others and missing alone; and of earlier tickets. */
import { z } from 'zod';
import { currentPolicies } from '../../db/policy/store.ts';
import { earlierOnEquipment, earlierOnService, serialNumbersOf, type EarlierTicket } from '../../db/ticket/help.ts';
import { readTicketState, type TicketRead } from '../../db/ticket/reads.ts';
import { responsibilities, type TicketState } from '../../domain/ticket/ticket.ts';
import { serialNumber } from '../../ports/inventory.ts';
import { knowledgeArticles } from '../../ports/knowledge.ts';
import { serviceState } from '../../ports/monitoring.ts';
import { outsideFault } from '../http/outside.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Services } from '../services.ts';
import { byNumber } from './view.ts';
import { visibleTicket } from './visible.ts';

const instant = z.iso.datetime();
const none = z.object({ status: z.literal('none'), reason: z.enum(['not-classified', 'no-service', 'no-equipment']) });
const unavailable = z.object({
  status: z.literal('unavailable'),
  reason: z.string().meta({ description: '`outside.unavailable`: away or slow; `outside.rejected`, `outside.contract-mismatch`: it answers, but not as agreed' }), message: z.string(),
});
/** Whatever the other side does, the rest of the help is there. */
const block = <Shape extends z.ZodRawShape>(shape: Shape) => z.discriminatedUnion('status', [z.object({ status: z.literal('available'), ...shape }), none, unavailable]);

const earlierTicket = z.object({
  number: z.string(), phase: z.string(), category: z.string().nullable(), createdAt: instant, endedAt: instant.nullable(),
  cause: z.string().nullable(), responsibility: z.enum(responsibilities).nullable(), solution: z.string().nullable(),
});

const helpView = z.object({
  number: z.string(),
  knowledge: block({ words: z.string().meta({ description: 'What it was asked for: category and symptom' }), articles: knowledgeArticles.shape.articles }),
  monitoring: block({ ...serviceState.shape }).meta({ description: '`url`: where a person sees it; `diagnosisUrl`: the diagnosis tool' }),
  equipment: block({
    items: z.array(z.object({
      serialNumber: z.string(), model: z.string().nullable(), rds: z.string().nullable(), refusalReason: z.string().nullable(),
      inventory: z.enum(['unknown', 'requested', 'refused', 'known']).meta({ description: 'unknown: its creation can be requested' }),
    })),
  }).meta({ description: 'What the ticket and its replacements name, and what carries the service' }),
  earlier: z.object({ onService: z.array(earlierTicket), onEquipment: z.array(earlierTicket) }).meta({ description: 'The last ten of each, latest first' }),
}).meta({ id: 'TicketHelp' });

type Help = z.input<typeof helpView>;
type Tools = Services['tools'];

export function ticketHelpRoutes({ pool, tools }: Pick<Services, 'pool' | 'tools'>): Route[] {
  return [
    defineRoute({
      method: 'GET', path: '/tickets/{number}/help', operationId: 'readTicketHelp', tags: ['tickets'],
      summary: { fr: 'Lire ce qui aide au diagnostic : connaissances, supervision, matériel, précédents (T-12)', en: 'Read what helps to diagnose: knowledge, monitoring, equipment, earlier tickets (T-12)' },
      description: { fr: 'Un système qui ne répond pas en deux secondes manque seul.', en: 'A system that does not answer within two seconds is missing alone.' },
      guard: { permission: 'ticket:act' }, params: byNumber,
      answers: { 200: { description: { fr: 'Ce que l’on sait maintenant', en: 'What is known now' }, schema: helpView } },
      refusals: ['not-found'],
      handle: async ({ params, scope }) => {
        const ticket = await visibleTicket(pool, params.number, scope);
        const state = await readTicketState(pool, ticket.number);
        const serials = await serialsOf(ticket, state);
        const [words, onService, onEquipment] = await Promise.all([
          wordsOf(state), ticket.rds === null ? [] : earlierOnService(pool, ticket.number, ticket.rds), earlierOnEquipment(pool, ticket.number, serials),
        ]);
        const [knowledge, monitoring, equipment] = await Promise.all([articlesOn(tools, words), stateOf(tools, ticket), equipmentOf(tools, ticket, serials)]);
        return { status: 200, body: { number: ticket.number, knowledge, monitoring, equipment, earlier: { onService: onService.map(earlier), onEquipment: onEquipment.map(earlier) } } };
      },
    }),
  ];

  /** In the words of the policy, which the articles are written in; nothing that a person said goes outside. */
  async function wordsOf(state: TicketState | undefined): Promise<string | null> {
    if (!state?.classification) return null;
    const { values: { classification } } = await currentPolicies(pool, ['classification']);
    const { category, symptom } = state.classification;
    return [classification.categories[category]?.label.fr ?? category, classification.symptoms[symptom]?.label.fr ?? symptom].join(' ');
  }

  /** A backup job is no piece of equipment. */
  async function serialsOf({ number }: TicketRead, state: TicketState | undefined): Promise<string[]> {
    const item = state?.opening?.item ?? null;
    const named = [...(item?.kind === 'inventory-item' ? [item.reference] : []), ...await serialNumbersOf(pool, number)];
    return [...new Set(named)].filter((serial) => serialNumber.safeParse(serial).success);
  }
}

async function articlesOn({ knowledge }: Tools, words: string | null): Promise<Help['knowledge']> {
  if (words === null) return { status: 'none', reason: 'not-classified' };
  return await orUnavailable(async () => ({ status: 'available', words, articles: await knowledge.find(words) }));
}

async function stateOf({ monitoring }: Tools, { rds }: TicketRead): Promise<Help['monitoring']> {
  if (rds === null) return { status: 'none', reason: 'no-service' };
  return await orUnavailable(async () => ({ status: 'available', ...await monitoring.serviceState(rds) }));
}

async function equipmentOf({ inventory }: Tools, { customerId, rds }: TicketRead, serials: readonly string[]): Promise<Help['equipment']> {
  return await orUnavailable(async () => {
    const [ofCustomer, ...read] = await Promise.all([rds === null ? [] : inventory.itemsOf(customerId), ...serials.map((serial) => inventory.lookUp(serial))]);
    const named = read.map(({ state, item, refusalReason }, index) => ({ serialNumber: serials[index] ?? '', model: item?.model ?? null, rds: item?.rds ?? null, refusalReason, inventory: state }));
    const carrying = ofCustomer.filter((item) => item.rds === rds && !serials.includes(item.serialNumber));
    const items = [...named, ...carrying.map(({ serialNumber: serial, model, rds: carried }) => ({ serialNumber: serial, model, rds: carried, refusalReason: null, inventory: 'known' as const }))];
    return items.length === 0 ? { status: 'none', reason: 'no-equipment' } : { status: 'available', items };
  });
}

async function orUnavailable<Block>(ask: () => Promise<Block>): Promise<Block | z.input<typeof unavailable>> {
  try {
    return await ask();
  } catch (error) {
    return { status: 'unavailable', ...outsideFault(error) };
  }
}

function earlier({ createdAt, endedAt, ...ticket }: EarlierTicket): Help['earlier']['onService'][number] {
  return { ...ticket, createdAt: createdAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
}
