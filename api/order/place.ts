/** Ordering what was presented (S-02, S-03): the proposal is taken, facts are read here and travel in the command; the journey starts once per command id. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { z } from 'zod';
import { readCustomerPlace } from '../../db/deployment/reads.ts';
import { keepParty } from '../../db/order/parties.ts';
import { readOrder, type OrderRead } from '../../db/order/orders.ts';
import { currentPolicies, readDate } from '../../db/policy/store.ts';
import { changeProposal, heldByCustomer, type ProposalRead } from '../../db/sales/proposals.ts';
import { launchFile } from '../../domain/deployment/launch.schema.ts';
import { refuse, type ErrorCode } from '../../domain/errors/codes.ts';
import { deliveryOf, servicesGone } from '../../domain/order/delivery.ts';
import { freezeOrderPolicy, orderPolicies } from '../../domain/order/freeze-policy.ts';
import { launchOf, siteFor } from '../../domain/order/launch.ts';
import { outcomesUnsold, type OrderOpening } from '../../domain/order/order.ts';
import type { OrderParty } from '../../domain/order/party.schema.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { anomaliesOf } from '../../domain/sales/checks.ts';
import type { HeldLine } from '../../domain/sales/edit.ts';
import { sellerProfiles } from '../../domain/sales/opportunity.ts';
import { amountsOf, largestDiscount, scheduledCents, subOrdersOf } from '../../domain/sales/proposal.ts';
import { searchAttributes } from '../../workflows/deployment/messages.ts';
import { taskQueues, workflowIdOf } from '../../workflows/journey/messages.ts';
import { orderSummary } from '../../workflows/order/details.ts';
import { openOrderUpdate, orderType, type OrderStart } from '../../workflows/order/messages.ts';
import type { Edit } from '../../db/customer/record.ts';
import { nextNumber } from '../../db/numbers.ts';
import { checkLaunch, launchCheckRefusals } from '../deployment/launch.ts';
import { problem } from '../http/problem.ts';
import { open, type Opener } from '../journey/act.ts';
import { profilesTowards } from '../people/reach.ts';
import { visibleProposal } from '../sales/view.ts';
import type { Services } from '../services.ts';
import type { newOrder } from './views.schema.ts';

export const deliveryRefusals = ['S-05.service-gone', 'S-05.site-unknown', 'S-05.site-undeliverable', ...launchCheckRefusals] as const satisfies readonly ErrorCode[];
export const placingRefusals = ['not-found', 'wrong-state', 'S-03.not-presented', ...deliveryRefusals, 'outcome-unknown'] as const satisfies readonly ErrorCode[];

/** @returns the order's id. @throws {Problem} one of `placingRefusals`; nothing is started then. */
export async function placeOrder(services: Services, request: z.output<typeof newOrder>, { principal, scope, allocate, edit }: Omit<Opener, 'meta'> & { readonly edit: Edit }): Promise<string> {
  const { pool, nowMs } = services;
  const { proposalId, market, purchaseOrderContract, customOffer, amendedTerms, feasibilityStudy, party } = request;
  const proposal = await visibleProposal(pool, proposalId, scope);
  const { customerId } = proposal;
  const facts = { purchaseOrderContract, customOffer, amendedTerms, feasibilityStudy };
  const held = await heldByCustomer(pool, customerId);
  const delivery = deliveryOf(proposal.lines, held, proposal);
  const id = await allocate(async () => {
    const before = proposal.orderId === null ? undefined : await readOrder(pool, proposal.orderId);
    demandOrderable(proposal, before);
    await demandDeliverable(services, { proposal, market, facts, party, held, delivery }, scope);
    // An order that never started holds its proposal under the number that it was given.
    if (proposal.orderId !== null && !before) return proposal.orderId;
    const made = await nextNumber(pool, 'CMD', new Date(nowMs()).getUTCFullYear());
    // As it was checked, and as nobody has changed it since.
    const taken = await changeProposal(pool, proposalId, (version) => version === proposal.version, edit, () => ({ change: { status: 'ordered', orderId: made }, event: { type: 'proposalOrdered', order: made } }));
    if (taken.outcome !== 'done') throw problem(refuse('S-03.not-presented'));
    return made;
  });
  await keepParty(pool, id, 1, party);
  const { values, versions } = await currentPolicies(pool, [...orderPolicies, 'sales-catalogue']);
  const limits = values['sales-catalogue'].discounts.limitBasisPoints;
  const profiles = await profilesTowards(pool, principal, customerId);
  const emitterAs = sellerProfiles.find((profile) => profiles.includes(profile));
  const limitBasisPoints = Math.max(0, ...profiles.map((profile) => limits[profile] ?? 0));
  const basisPoints = largestDiscount(proposal.lines);
  const { 'sales-catalogue': _catalogue, ...kept } = versions;
  const centre = (await readCustomerPlace(pool, customerId))?.centre ?? null;
  const opening: OrderOpening = {
    id, customerId, ...(centre === null ? {} : { centre }), proposalId, emitter: principal.subject, ...(emitterAs ? { emitterAs } : {}), market, facts, subOrders: subOrdersOf(proposal).map(({ range, amounts: { htCents, ttcCents } }) => ({ range, htCents, ttcCents })),
    ttcCents: amountsOf(proposal).ttcCents, scheduledCents: scheduledCents(proposal.instalments), discount: basisPoints > limitBasisPoints ? { basisPoints, limitBasisPoints } : null,
    delivers: delivery.sites.length > 0, ends: delivery.ends, policy: freezeOrderPolicy(values, kept),
  };
  const start: OrderStart = { journeyId: id, opening: { command: { type: 'open', opening }, meta: edit.meta } };
  await open(services, id, openOrderUpdate, { meta: edit.meta }, new WithStartWorkflowOperation(orderType, {
    workflowId: workflowIdOf(id), taskQueue: taskQueues.journeys, args: [start], workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: orderSummary(opening), typedSearchAttributes: [{ key: searchAttributes.customer, value: customerId }],
  }));
  return id;
}

/** S-03: the version that passed the checks, and nothing that was written since; or what was ordered before, and of which nothing came. One that is under way is not ordered twice. */
function demandOrderable(proposal: ProposalRead, before: OrderRead | undefined): void {
  const { status, version, presentedVersion, orderId } = proposal;
  const isUnderWay = before !== undefined && !(outcomesUnsold as readonly (string | null)[]).includes(before.outcome);
  if (status === 'handed-over' || isUnderWay) throw problem(refuse('wrong-state', { state: before ? `${status}, ${before.id}` : status, states: 'presented' }));
  if (status === 'ordered' && orderId !== null) return;
  if (status !== 'presented' || presentedVersion !== version || anomaliesOf(proposal).length > 0) throw problem(refuse('S-03.not-presented'));
}

interface Deliverable {
  readonly proposal: ProposalRead;
  readonly market: 'private' | 'public';
  readonly facts: OrderOpening['facts'];
  readonly party: OrderParty;
  readonly held: readonly HeldLine[];
  readonly delivery: ReturnType<typeof deliveryOf>;
}

/** S-05: what is sold can be launched as things stand, before anybody signs it. @throws {Problem} one of `deliveryRefusals` */
export async function demandDeliverable({ pool, nowMs }: Pick<Services, 'pool' | 'nowMs'>, { proposal: { id, customerId, engagementMonths, lines }, market, facts, party, held, delivery }: Deliverable, scope: Scope): Promise<void> {
  const gone = servicesGone(lines, held);
  if (gone.length > 0) throw problem(refuse('S-05.service-gone', { services: gone.join(', ') }));
  if (delivery.sites.length === 0) return;
  const unknown = delivery.sites.some(({ label }) => !siteFor(party, label));
  if (unknown) throw problem(refuse('S-05.site-unknown', { sites: delivery.sites.map(({ label }) => label || '–').join(', ') }, '/party/sites'));
  const launched = launchFile.safeParse(launchOf({ id, customerId, market, facts, engagementMonths, party, delivery, signedOn: null, terms: null, invoice: null }));
  const [issue] = launched.error?.issues ?? [];
  if (issue) throw problem(refuse('S-05.site-undeliverable', { site: issue.path.join('.'), reason: issue.message }, '/party'));
  if (launched.success) await checkLaunch(pool, launched.data, await readDate(pool, nowMs()), scope, '/party');
}
