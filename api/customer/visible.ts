/** Which customers' records a person may see, and the refusals that their edits share. */
import type { Pool } from 'pg';
import { readCustomer, type CustomerRead } from '../../db/customer/customers.ts';
import type { Edit, Edited } from '../../db/customer/record.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { problem } from '../http/problem.ts';
import type { RouteRequest } from '../http/route.ts';
import { metaOf } from '../journey/act.ts';

/** The surviving record, under whatever id it is asked for (C-09). @throws {Problem} `not-found`, also when the person may not see it. */
export async function visibleCustomer(pool: Pool, id: string, scope: Scope): Promise<CustomerRead> {
  const customer = await readCustomer(pool, id);
  if (!customer || !(await seesCustomer(pool, scope, customer.id))) throw problem(refuse('not-found', { id }));
  return customer;
}

export function editOf(request: Pick<RouteRequest<unknown, unknown, unknown, { permission: 'customer:edit' }>, 'principal' | 'channel' | 'commandId' | 'requestId'>, nowMs: () => number): Edit {
  return { meta: metaOf(request), atMs: nowMs() };
}

/** @throws {Problem} `not-found`, `stale-version`. */
export function demandEdited(edited: Edited, id: string): void {
  if (edited.outcome === 'unknown') throw problem(refuse('not-found', { id }));
  if (edited.outcome === 'stale') throw problem(refuse('stale-version', { version: edited.version }));
}
