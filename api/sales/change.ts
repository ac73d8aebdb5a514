/** Edits of proposals (S-01, S-03): read, decided and written at once, refused where it is ordered already. */
import type { Pool } from 'pg';
import { changeProposal, type Edited, type ProposalRead, type ProposalStatus } from '../../db/sales/proposals.ts';
import { refuse } from '../../domain/errors/codes.ts';
import { editOf } from '../customer/visible.ts';
import { problem } from '../http/problem.ts';

const open: readonly ProposalStatus[] = ['draft', 'presented'];
export const changeRefusals = ['not-found', 'stale-version', 'wrong-state'] as const;

type Request = Parameters<typeof editOf>[0];

/** @throws {Problem} one of `changeRefusals`, and whatever `decide` throws. */
export async function change(
  { pool, nowMs }: { readonly pool: Pool; readonly nowMs: () => number }, id: string, request: Request & { readonly isRead?: (version: number) => boolean }, decide: (proposal: ProposalRead) => Edited | null,
): Promise<ProposalRead> {
  const changed = await changeProposal(pool, id, request.isRead ?? (() => true), editOf(request, nowMs), (proposal) => {
    if (!open.includes(proposal.status)) throw problem(refuse('wrong-state', { state: proposal.status, states: open.join(', ') }));
    return decide(proposal);
  });
  if (changed.outcome === 'unknown') throw problem(refuse('not-found', { id }));
  if (changed.outcome === 'stale') throw problem(refuse('stale-version', { version: changed.version }));
  return changed.value;
}
