/** Proposals as they are shown, as far as they are the reader's business. */
import type { Pool } from 'pg';
import type { z } from 'zod';
import { seesCustomer } from '../../db/people/scope.ts';
import { readProposal, type ProposalRead } from '../../db/sales/proposals.ts';
import { errorCodes, fill, refuse, type Language } from '../../domain/errors/codes.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { anomaliesOf, type Anomaly, type Repair } from '../../domain/sales/checks.ts';
import { amountsOf, amountsOfLine, largestDiscount, subOrdersOf, type Basket, type ProposalLine } from '../../domain/sales/proposal.ts';
import { ranges } from '../../domain/sales/ranges.ts';
import { problem } from '../http/problem.ts';
import { basePath } from '../http/route.ts';
import type { proposalLine, proposalSummary, proposalView, subOrder } from './views.schema.ts';

/** @throws {Problem} `not-found`, also when the person may not see it. */
export async function visibleProposal(pool: Pool, id: string, scope: Scope): Promise<ProposalRead> {
  const found = await readProposal(pool, id);
  if (!found || !(await seesCustomer(pool, scope, found.customerId))) throw problem(refuse('not-found', { id }));
  return found;
}

export function summary(read: ProposalRead): z.input<typeof proposalSummary> {
  const { id, customerId, customerName, name, status, madeFrom, opportunityId, version, orderId, ticket, engagementMonths, createdBy, createdByName, createdAt, changedAt } = read;
  return { id, customerId, customerName, name, status, madeFrom, opportunityId, version, orderId, ticket, engagementMonths, amounts: amountsOf(read), createdBy, createdByName, createdAt: createdAt.toISOString(), changedAt: changedAt.toISOString() };
}

export function proposal(read: ProposalRead, language: Language): z.input<typeof proposalView> {
  return {
    ...summary(read), subOrders: subOrders(read), schedule: read.instalments.slice(), largestDiscountBasisPoints: largestDiscount(read.lines),
    anomalies: read.status === 'ordered' || read.status === 'handed-over' ? [] : anomaliesOf(read).map((one) => shown(one, read.id, language)),
  };
}

export function subOrders(basket: Omit<Basket, 'instalments'>): z.input<typeof subOrder>[] {
  return subOrdersOf(basket).map(({ range, lines, amounts, hasChange }) => ({
    range, label: ranges[range].label, hasChange, amounts, lines: lines.map((line) => shownLine(line, basket)),
  }));
}

function shownLine(line: ProposalLine, basket: Omit<Basket, 'instalments'>): z.input<typeof proposalLine> {
  const { held: _held, range: _range, ...shown } = line;
  return { ...shown, amounts: amountsOfLine(line, basket) };
}

const repairs: Readonly<Record<Repair, { readonly operationId: string; readonly verb: string }>> = {
  'split': { operationId: 'repairProposal', verb: 'repair' }, 'remove': { operationId: 'repairProposal', verb: 'repair' }, 'reschedule': { operationId: 'repairProposal', verb: 'repair' },
  'customer-service': { operationId: 'handProposalToCustomerService', verb: 'to-customer-service' },
};

/** S-03: names the sub-order in the reader's words, and says what to do. */
function shown({ code, range, repair, facts }: Anomaly, id: string, language: Language): z.input<typeof proposalView>['anomalies'][number] {
  const message = fill(errorCodes[code].detail[language], { ...facts, ...(range === null ? {} : { range: ranges[range].label[language] }) }, language);
  return { code, range, message, repair: repair && { how: repair, operationId: repairs[repair].operationId, href: `${basePath}/proposals/${id}/${repairs[repair].verb}` } };
}

/** The first of what is wrong, as a refusal in the reader's words. */
export function refusalOf({ code, range, facts }: Anomaly, language: Language): ReturnType<typeof refuse> {
  return refuse(code, { ...facts, ...(range === null ? {} : { range: ranges[range].label[language] }) });
}
