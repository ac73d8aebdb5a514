/** What the API takes and shows of opportunities and discovery notes (S-09). */
import { z } from 'zod';
import { dateOfOurTime } from '../../domain/calendar/date.schema.ts';
import { customerId } from '../../domain/customer/customer.schema.ts';
import { channelNames, lostReasonNames, openStages, stageNames } from '../../domain/sales/opportunity.ts';
import { personName } from '../people/views.schema.ts';

const text = (max: number) => z.string().trim().min(1).max(max);
const label = z.object({ fr: z.string(), en: z.string() });
export const opportunityId = z.string().regex(/^OPP-\d{4}-\d{6,}$/);
export const byOpportunityId = z.object({ id: opportunityId });
export const period = z.string().regex(/^2[01]\d{2}-Q[1-4]$/).meta({ description: 'Trimestre, 2026-Q3', examples: ['2026-Q3'] });
export const seller = text(255).meta({ description: 'Identifiant d’un vendeur ; absent : vous-même' });

const facts = {
  purpose: text(300).meta({ description: 'Sa finalité : ce qui peut être vendu' }),
  amountCents: z.int().min(0).max(1_000_000_000_00).meta({ description: 'Montant potentiel' }),
  probability: z.int().min(0).max(100).meta({ description: 'En pour cent' }),
  closesOn: dateOfOurTime.meta({ description: 'Date prévisionnelle de clôture' }),
  period: period.optional().meta({ description: 'Absente : le trimestre de la clôture prévue' }),
};

export const newOpportunity = z.strictObject({ customerId, ...facts, channel: z.enum(channelNames).default('field'), seller: seller.optional() }).meta({ id: 'NewOpportunity' });

export const opportunityPatch = z.strictObject(facts).partial().extend({ stage: z.enum(openStages).optional() }).meta({ id: 'OpportunityPatch' });

export const transfer = z.strictObject({ channel: z.enum(channelNames).optional(), seller: seller.optional(), comment: text(1000) })
  .refine((asked) => asked.channel !== undefined || asked.seller !== undefined, { error: 'a channel or a seller', path: ['seller'] }).meta({ id: 'OpportunityTransfer' });

export const closing = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('won'), amountCents: facts.amountCents.optional().meta({ description: 'Ce qui a été vendu ; absent : le montant prévu' }), comment: text(1000).optional() }),
  z.strictObject({ outcome: z.literal('lost'), reason: z.enum(lostReasonNames), comment: text(1000).optional() }),
]).meta({ id: 'OpportunityClosing' });

export const opportunityView = z.object({
  id: z.string(), customerId: z.string(), customerName: z.string(), purpose: z.string(), stage: z.enum(stageNames), label, amountCents: z.int(), probability: z.int(), weightedCents: z.int(), period: z.string(), closesOn: z.iso.date(),
  channel: z.enum(channelNames), channelLabel: label, seller: z.string(), sellerName: personName, lostReason: z.enum(lostReasonNames).nullable(), lostReasonLabel: label.nullable(), comment: z.string().nullable(), version: z.int(), createdBy: z.string(),
  createdAt: z.iso.datetime(), changedAt: z.iso.datetime(), closedAt: z.iso.datetime().nullable(),
}).meta({ id: 'Opportunity' });

export const opportunityTotal = z.object({
  period: z.string(), seller: z.string(), sellerName: personName, stage: z.enum(stageNames), label, count: z.int(), amountCents: z.int(), weightedCents: z.int().meta({ description: 'By how likely each is; a won one counts whole, a lost one nothing' }),
}).meta({ id: 'OpportunityTotal' });

export const newNote = z.strictObject({
  facts: z.array(text(500)).min(1).max(20).meta({ description: 'Informations essentielles et objectives : le client peut les lire' }), opportunityId: opportunityId.optional(),
  isWordingConfirmed: z.boolean().optional().meta({ description: 'Des mots de jugement sont maintenus, relus par qui les note' }),
}).meta({ id: 'NewDiscoveryNote' });

export const noteView = z.object({ id: z.uuid(), customerId: z.string(), opportunityId: z.string().nullable(), facts: z.array(z.string()), writtenBy: z.string(), writtenByName: personName, writtenAt: z.iso.datetime() }).meta({ id: 'DiscoveryNote' });
