/** What the API takes and shows of proposals and drops (S-01, S-03, S-07). */
import { z } from 'zod';
import { dateOfOurTime } from '../../domain/calendar/date.schema.ts';
import { customerId } from '../../domain/customer/customer.schema.ts';
import { lineActions } from '../../domain/sales/proposal.ts';
import { rangeNames, type Range } from '../../domain/sales/ranges.ts';
import { personName } from '../people/views.schema.ts';
import { opportunityId } from './opportunity-views.schema.ts';

const text = (max: number) => z.string().trim().min(1).max(max);
const label = z.object({ fr: z.string(), en: z.string() });
export const range = z.enum(rangeNames as [Range, ...Range[]]);
export const proposalId = z.string().regex(/^PRO-\d{4}-\d{6,}$/);
export const byProposalId = z.object({ id: proposalId });
const lineId = z.string().regex(/^L\d{1,5}$/);

export const newProposal = z.strictObject({
  customerId,
  name: text(120).meta({ description: 'Un nom qui parle au client' }),
  opportunityId: opportunityId.optional().meta({ description: 'L’opportunité pour laquelle elle est faite (S-09)' }),
  holds: z.enum(['today', 'nothing']).default('today').meta({ description: 'today : ce que le client a aujourd’hui (S-01) ; nothing : rien encore' }),
}).meta({ id: 'NewProposal' });

const priced = {
  product: text(60).meta({ description: 'Code du catalogue' }), quantity: z.int().min(1).max(1000).default(1),
  discountBasisPoints: z.int().min(0).max(10_000).default(0).meta({ description: 'Remise : 1000 pour 10 % ; au-delà de sa limite, le directeur de BU approuve' }),
};
export const lineEdit = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('keep'), line: lineId }),
  z.strictObject({ action: z.literal('remove'), line: lineId }),
  z.strictObject({ action: z.literal('change'), line: lineId, ...priced }),
  z.strictObject({ action: z.literal('add'), line: lineId.optional(), site: text(120).optional(), ...priced }),
]);

export const proposalPatch = z.strictObject({
  name: text(120).optional(),
  engagementMonths: z.int().min(0).max(120).optional(),
  lines: z.array(lineEdit).max(500).optional().meta({ description: 'Toutes les lignes ; ce que le client a et qui manque est refusé : une chute se déclare (S-07)' }),
}).meta({ id: 'ProposalPatch' });

export const newSchedule = z.union([
  z.strictObject({ instalments: z.int().min(1).max(120), firstOn: dateOfOurTime }).meta({ description: 'Échéances mensuelles égales, au centime près' }),
  z.strictObject({ parts: z.array(z.strictObject({ dueOn: dateOfOurTime, ttcCents: z.int().min(1).max(1_000_000_000_00) })).max(120) }).meta({ description: 'Échéances libres ; aucune : pas d’échéancier' }),
]).meta({ id: 'NewPaymentSchedule' });

export const newDrop = z.union([
  z.strictObject({ ranges: z.array(range).min(1).max(5), reason: text(1000) }).meta({ description: 'Gammes entières (chute partielle)' }),
  z.strictObject({ lines: z.array(lineId).min(1).max(500), reason: text(1000) }).meta({ description: 'Lignes (chute de produits)' }),
]);

export const totalDrop = z.strictObject({ droppedOn: dateOfOurTime.meta({ description: 'Jour où le client l’a dit' }), reason: text(1000) }).meta({ id: 'TotalDrop' });

export const amounts = z.object({
  monthlyCents: z.int(), monthlyChangeCents: z.int().meta({ description: 'More than today, by month' }), oneOffCents: z.int(),
  htCents: z.int().meta({ description: 'Change of the monthly price over the engagement, and what is paid once' }), vatCents: z.int(), ttcCents: z.int(),
}).meta({ id: 'SaleAmounts' });

export const proposalLine = z.object({
  id: z.string(), product: z.string(), label: z.string(), action: z.enum(lineActions), rds: z.string().nullable(), site: z.string().nullable(), heldMonthlyCents: z.int(), quantity: z.int(),
  recurringCents: z.int(), oneOffCents: z.int(), discountBasisPoints: z.int(), amounts,
}).meta({ id: 'ProposalLine' });

export const subOrder = z.object({ range, label, hasChange: z.boolean(), amounts, lines: z.array(proposalLine) }).meta({ id: 'SubOrder' });

export const instalment = z.object({ dueOn: z.iso.date(), ttcCents: z.int() });

export const anomaly = z.object({
  code: z.string(), range: range.nullable(), message: z.string().meta({ description: 'What is wrong, and what to do' }),
  repair: z.object({ how: z.enum(['split', 'remove', 'reschedule', 'customer-service']), operationId: z.string(), href: z.string() }).nullable().meta({ description: 'The one act that mends it; null where a person has to' }),
}).meta({ id: 'ProposalAnomaly' });

const summaryShape = {
  id: z.string(), customerId: z.string(), customerName: z.string(), name: z.string(), status: z.enum(['draft', 'presented', 'ordered', 'handed-over']), madeFrom: z.string().nullable(), opportunityId: z.string().nullable(), version: z.int(),
  orderId: z.string().nullable(), ticket: z.string().nullable(), engagementMonths: z.int(), amounts, createdBy: z.string(), createdByName: personName, createdAt: z.iso.datetime(), changedAt: z.iso.datetime(),
};
export const proposalSummary = z.object(summaryShape).meta({ id: 'ProposalSummary' });

export const proposalView = z.object({
  ...summaryShape,
  subOrders: z.array(subOrder).meta({ description: 'By range (S-02)' }), schedule: z.array(instalment),
  anomalies: z.array(anomaly).meta({ description: 'What keeps it from being presented (S-03)' }),
  largestDiscountBasisPoints: z.int(),
}).meta({ id: 'Proposal' });

export const repairedView = z.object({ proposal: proposalView, split: proposalView.nullable().meta({ description: 'The proposal of the negative sub-orders; null where nothing had to be split' }) }).meta({ id: 'RepairedProposal' });

export const comparison = z.object({
  proposals: z.array(proposalSummary),
  rows: z.array(z.object({
    range, label: z.string(), site: z.string().nullable(),
    cells: z.array(z.object({ action: z.enum(lineActions), product: z.string(), label: z.string(), quantity: z.int(), discountBasisPoints: z.int(), amounts }).nullable()).meta({ description: 'In the order of the proposals' }),
  })),
}).meta({ id: 'ProposalComparison' });

export const drop = z.object({
  id: z.uuid(), customerId: z.string(), customerName: z.string(), kind: z.enum(['total', 'partial', 'product']), proposalId: z.string().nullable(), ranges: z.array(range),
  lines: z.array(z.object({ rds: z.string(), product: z.string(), label: z.string(), monthlyCents: z.int() })), monthlyCents: z.int(), reason: z.string(), droppedOn: z.iso.date(),
  enteredBy: z.string(), enteredByName: personName, enteredAt: z.iso.datetime(),
}).meta({ id: 'Drop' });

export const catalogueView = z.object({
  version: z.int(), engagementMonths: z.int(), instalmentsAtMost: z.int(),
  ranges: z.array(z.object({ range, label, products: z.array(z.object({ code: z.string(), label, recurringCents: z.int(), oneOffCents: z.int(), accessType: z.string().nullable() })) })),
  discountLimits: z.record(z.string(), z.int()).meta({ description: 'Largest discount by profile, basis points' }),
}).meta({ id: 'SalesCatalogue' });
