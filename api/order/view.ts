/** An order as it is shown to one reader, as far as it is his business. */
import type { Pool } from 'pg';
import type { z } from 'zod';
import { documentsOfOrder, listRejects, readOrder, readOrderState, type OrderRead, type RejectRead } from '../../db/order/orders.ts';
import { readParty, readSignature } from '../../db/order/parties.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { readProposal } from '../../db/sales/proposals.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { codeUntilMs, missingForProduction, signatureUntilMs } from '../../domain/order/progress.ts';
import { orderSteps, type OrderPhase } from '../../domain/order/steps.ts';
import { openingOf, versionOf, type OrderOutcome, type OrderState, type OrderVersion } from '../../domain/order/order.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { problem } from '../http/problem.ts';
import { basePath } from '../http/route.ts';
import { subOrders } from '../sales/view.ts';
import type { orderSummary, orderView, rejectRow } from './views.schema.ts';

/** @throws {Problem} `not-found`, also when the person may not see it. */
export async function visibleOrder(pool: Pool, id: string, scope: Scope): Promise<OrderRead> {
  const found = await readOrder(pool, id);
  if (!found || !(await seesCustomer(pool, scope, found.customerId))) throw problem(refuse('not-found', { id }));
  return found;
}

export function summary({ id, customerId, customerName, proposalId, opportunityId, emitter, emitterName, ttcCents, deploymentId, terminationId, phase, outcome, signedHow, signedAt, openedAt, endedAt }: OrderRead): z.input<typeof orderSummary> {
  return {
    id, customerId, customerName, proposalId, opportunityId, emitter, emitterName, ttcCents, deploymentId, terminationId, phase, label: orderSteps[phase as OrderPhase].labels, outcome: outcome as OrderOutcome | null, signedHow: signedHow as 'code' | 'paper' | null,
    signedAt: signedAt?.toISOString() ?? null, openedAt: openedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null,
  };
}

export function shownReject({ rejectedAt, changedAt, ...rest }: RejectRead): z.input<typeof rejectRow> {
  return { ...rest, rejectedAt: rejectedAt.toISOString(), changedAt: changedAt.toISOString() };
}

/** The customer sees what he orders and signs; who sends it back and forth is of the house. What computes the deal is not his. */
export async function order(pool: Pool, read: OrderRead, { reach }: Pick<Scope, 'reach'>, nowMs: number): Promise<z.input<typeof orderView>> {
  const isOwn = reach === 'own';
  const [state, proposal, documents, rejects] = await Promise.all([
    readOrderState(pool, read.id), readProposal(pool, read.proposalId), documentsOfOrder(pool, read.id), isOwn ? [] : listRejects(pool, { scope: { reach: 'all' }, group: null, isOpen: null, orderId: read.id, limit: 200 }),
  ]);
  if (!state?.opening || !proposal) throw new Error(`${read.id} has a row and no state`);
  const { mode, mandate, invoice, termsId } = state.signature ?? {};
  const [party, kept] = await Promise.all([readParty(pool, read.id, state.partyVersion), state.signature && readSignature(pool, read.id, termsId)]);
  const untilMs = signatureUntilMs(state);
  return {
    ...summary(read), version: versionOf(state), subOrders: subOrders(proposal), schedule: proposal.instalments.slice(), party: party ?? null,
    signature: mode && mandate && invoice ? {
      mode, mandate, invoice, mandateReference: kept?.signature.mandate?.reference ?? null,
      signatory: kept ? { name: kept.signature.signatory.name, email: kept.signature.signatory.email, mobile: kept.signature.signatory.mobile ?? null } : null,
    } : null,
    invitedAt: state.invitation?.sentAtMs == null ? null : new Date(state.invitation.sentAtMs).toISOString(),
    code: shownCode(state, nowMs), signatureUntil: untilMs === null ? null : new Date(untilMs).toISOString(),
    documents: documents.filter(({ kind }) => !isOwn || forCustomer.has(kind)).map(({ id, kind, mediaType, sha256, at }) => ({ id, kind, mediaType, sha256, at: at.toISOString(), href: `${basePath}/orders/${read.id}/documents/${id}` })),
    missing: isOwn ? [] : missingForProduction(state), handOverFailure: isOwn ? null : state.handOverFailure,
    rejects: rejects.map(({ number, side, rejectedBy, rejectedByName, comment, status, rejectedAt }) => ({ number, side, rejectedBy, rejectedByName, comment, status, rejectedAt: rejectedAt.toISOString() })),
    openTasks: isOwn ? [] : Object.values(state.tasks.open).map(({ id, step, owner, dueAtMs }) => ({ id, step, owner, dueAt: dueAtMs === null ? null : new Date(dueAtMs).toISOString() })),
  };
}

export const forCustomer: ReadonlySet<string> = new Set(['order', 'purchase-order', 'signature-evidence', 'sepa-mandate', 'terms-amendment']);

export function shownCode(state: OrderState, nowMs: number): z.input<typeof orderView>['code'] {
  const { code } = state;
  if (code === null) return null;
  const { attempts, sends, resendAfterMs } = openingOf(state).policy.code;
  const untilMs = codeUntilMs(state);
  return { ordinal: code.ordinal, isSent: code.sentAtMs !== null, validUntil: untilMs === null || untilMs <= nowMs ? null : new Date(untilMs).toISOString(), attemptsLeft: attempts - code.attempts, codesLeft: sends - code.ordinal, againAt: new Date(code.askedAtMs + resendAfterMs).toISOString() };
}

/** What an edit is to name that overwrites nobody's (S-02, S-04). */
export const orderEtag = (version: OrderVersion): string => `"${version}"`;

/** @throws {Problem} `stale-version` where the editor has read another. */
export function demandRead(state: OrderState, matches: (etag: string) => boolean): void {
  const version = versionOf(state);
  if (!matches(orderEtag(version))) throw problem(refuse('stale-version', { version }));
}
