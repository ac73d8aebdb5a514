/** Ordering what was presented (S-02, S-03): the proposal is taken, facts are read here and travel in the command; the journey starts once per command id. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { z } from 'zod';
import { readCustomerPlace } from '../../db/deployment/reads.ts';
import { keepParty } from '../../db/order/parties.ts';
import { readOrder } from '../../db/order/orders.ts';
import { currentPolicies } from '../../db/policy/store.ts';
import { changeProposal, heldByCustomer, type ProposalRead } from '../../db/sales/proposals.ts';
import { launchFile } from '../../domain/deployment/launch.schema.ts';
import { refuse, type ErrorCode } from '../../domain/errors/codes.ts';
import { deliveryOf } from '../../domain/order/delivery.ts';
import { freezeOrderPolicy, orderPolicies } from '../../domain/order/freeze-policy.ts';
import { launchOf, siteFor } from '../../domain/order/launch.ts';
import type { OrderOpening } from '../../domain/order/order.ts';
import type { OrderParty } from '../../domain/order/party.schema.ts';
import { anomaliesOf } from '../../domain/sales/checks.ts';
import { amountsOf, largestDiscount, scheduledCents, subOrdersOf } from '../../domain/sales/proposal.ts';
import { searchAttributes } from '../../workflows/deployment/messages.ts';
import { taskQueues, workflowIdOf } from '../../workflows/journey/messages.ts';
import { orderSummary } from '../../workflows/order/details.ts';
import { openOrderUpdate, orderType, type OrderStart } from '../../workflows/order/messages.ts';
import type { Edit } from '../../db/customer/record.ts';
import { nextNumber } from '../../db/numbers.ts';
import { problem } from '../http/problem.ts';
import { open, type Opener } from '../journey/act.ts';
import { profilesTowards } from '../people/reach.ts';
import { visibleProposal } from '../sales/view.ts';
import type { Services } from '../services.ts';
import type { newOrder } from './views.schema.ts';

export const placingRefusals = ['not-found', 'wrong-state', 'S-03.not-presented', 'S-05.site-unknown', 'S-05.site-undeliverable', 'outcome-unknown'] as const satisfies readonly ErrorCode[];

/** @returns the order's id. @throws {Problem} one of `placingRefusals`; nothing is started then. */
export async function placeOrder(services: Services, request: z.output<typeof newOrder>, { principal, scope, allocate, edit }: Omit<Opener, 'meta'> & { readonly edit: Edit }): Promise<string> {
  const { pool, nowMs } = services;
  const { proposalId, market, purchaseOrderContract, customOffer, amendedTerms, feasibilityStudy, party } = request;
  const proposal = await visibleProposal(pool, proposalId, scope);
  const { customerId } = proposal;
  const facts = { purchaseOrderContract, customOffer, amendedTerms, feasibilityStudy };
  const delivery = deliveryOf(proposal.lines, await heldByCustomer(pool, customerId), proposal);
  const id = await allocate(async () => {
    demandPresented(proposal);
    demandDeliverable({ proposal, market, facts, party, delivery });
    // An order that never started holds its proposal under the number that it was given.
    if (proposal.orderId !== null && !(await readOrder(pool, proposal.orderId))) return proposal.orderId;
    const made = await nextNumber(pool, 'CMD', new Date(nowMs()).getUTCFullYear());
    const taken = await changeProposal(pool, proposalId, (version) => version === proposal.version, edit, (known) => {
      demandPresented(known);
      return { change: { status: 'ordered', orderId: made }, event: { type: 'proposalOrdered', order: made } };
    });
    if (taken.outcome !== 'done') throw problem(refuse('S-03.not-presented'));
    return made;
  });
  await keepParty(pool, id, 1, party);
  const { values, versions } = await currentPolicies(pool, [...orderPolicies, 'sales-catalogue']);
  const limits = values['sales-catalogue'].discounts.limitBasisPoints;
  const limitBasisPoints = Math.max(0, ...(await profilesTowards(pool, principal, customerId)).map((profile) => limits[profile] ?? 0));
  const basisPoints = largestDiscount(proposal.lines);
  const { 'sales-catalogue': _catalogue, ...kept } = versions;
  const centre = (await readCustomerPlace(pool, customerId))?.centre ?? null;
  const opening: OrderOpening = {
    id, customerId, ...(centre === null ? {} : { centre }), proposalId, emitter: principal.subject, market, facts, subOrders: subOrdersOf(proposal).map(({ range, amounts: { htCents, ttcCents } }) => ({ range, htCents, ttcCents })),
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

/** S-03: the version that passed the checks, and nothing that was written since. */
function demandPresented(proposal: ProposalRead): void {
  const { status, version, presentedVersion, orderId } = proposal;
  if (status === 'ordered' && orderId !== null) return;
  if (status === 'handed-over') throw problem(refuse('wrong-state', { state: status, states: 'presented' }));
  if (status !== 'presented' || presentedVersion !== version || anomaliesOf(proposal).length > 0) throw problem(refuse('S-03.not-presented'));
}

interface Deliverable {
  readonly proposal: ProposalRead;
  readonly market: 'private' | 'public';
  readonly facts: OrderOpening['facts'];
  readonly party: OrderParty;
  readonly delivery: ReturnType<typeof deliveryOf>;
}

/** S-05: what is sold can be launched, before anybody signs it. */
export function demandDeliverable({ proposal: { id, customerId, engagementMonths }, market, facts, party, delivery }: Deliverable): void {
  if (delivery.sites.length === 0) return;
  const unknown = delivery.sites.some(({ label }) => !siteFor(party, label));
  if (unknown) throw problem(refuse('S-05.site-unknown', { sites: delivery.sites.map(({ label }) => label || '–').join(', ') }, '/party/sites'));
  const launched = launchFile.safeParse(launchOf({ id, customerId, market, facts, engagementMonths, party, delivery, signedOn: null, terms: null }));
  const [issue] = launched.error?.issues ?? [];
  if (issue) throw problem(refuse('S-05.site-undeliverable', { site: issue.path.join('.'), reason: issue.message }, '/party'));
}
