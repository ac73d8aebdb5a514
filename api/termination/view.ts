/** A termination as it is shown to one reader, as far as it is his business. */
import type { Pool } from 'pg';
import type { z } from 'zod';
import { documentsOfTermination, readTermination, readTerminationState, type TerminationRead } from '../../db/termination/terminations.ts';
import { seesCustomer } from '../../db/people/scope.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { terminationSteps, type TerminationPhase } from '../../domain/termination/steps.ts';
import type { TerminationOrigin, TerminationOutcome } from '../../domain/termination/termination.ts';
import { problem } from '../http/problem.ts';
import { basePath } from '../http/route.ts';
import type { terminationSummary, terminationView } from './views.schema.ts';

/** @throws {Problem} `not-found`, also when the person may not see it: even its existence is not theirs to know. */
export async function visibleTermination(pool: Pool, id: string, scope: Scope): Promise<TerminationRead> {
  const found = await readTermination(pool, id);
  if (!found || !(await seesCustomer(pool, scope, found.customerId))) throw problem(refuse('not-found', { id }));
  return found;
}

export function summary({ openedAt, endedAt, origin, phase, outcome, ...rest }: TerminationRead): z.input<typeof terminationSummary> {
  return {
    ...rest, phase, label: terminationSteps[phase as TerminationPhase].labels, origin: origin as TerminationOrigin, outcome: outcome as TerminationOutcome | null,
    openedAt: openedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null,
  };
}

/** Until the final invoice; what waits for another service is no request of the customer's: it goes when that is given up (C-08). */
export function mayBeWithdrawn({ origin, phase }: Pick<TerminationRead, 'origin' | 'phase'>): boolean {
  return terminationSteps[phase as TerminationPhase].mayWithdraw && !(origin !== 'customer' && phase === 'held');
}

/** who tries to keep him, and what of his service is taken down, is of the house. */
export async function termination(pool: Pool, read: TerminationRead, { reach }: Pick<Scope, 'reach'>): Promise<z.input<typeof terminationView>> {
  const [state, documents] = await Promise.all([readTerminationState(pool, read.id), documentsOfTermination(pool, read.id)]);
  if (!state?.opening) throw new Error(`${read.id} has a row and no state`);
  const { fee, parts, returned, tasks, opening } = state;
  const conditions = new Map((returned ?? []).map(({ serialNumber, condition }) => [serialNumber, condition]));
  const isOwn = reach === 'own';
  return {
    ...summary(read), fee: fee && { ...fee, lines: fee.lines.map(({ rds, monthlyCents, engagementEndsOn, months, cents }) => ({ rds, monthlyCents, engagementEndsOn, months, cents })) },
    equipment: opening.equipment.map(({ serialNumber, model }) => ({ serialNumber, model, condition: conditions.get(serialNumber) ?? null })),
    deproduction: isOwn ? [] : parts.slice(),
    documents: documents.map(({ id, kind, issuedAt }) => ({ id, kind, issuedAt: issuedAt.toISOString(), href: `${basePath}/terminations/${read.id}/documents/${id}` })),
    mayWithdraw: mayBeWithdrawn(read),
    openTasks: isOwn ? [] : Object.values(tasks.open).map(({ id, step, owner, dueAtMs }) => ({ id, step, owner, dueAt: dueAtMs === null ? null : new Date(dueAtMs).toISOString() })),
  };
}
