/** A worksheet (T-17) as it comes in and is read: the words are kept in PostgreSQL, the facts travel in the command. */
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { keepContent } from '../../db/ticket/contents.ts';
import { refuse } from '../../domain/errors/codes.ts';
import type { TicketActInput } from '../../domain/ticket/acts.schema.ts';
import type { Work, Worksheet } from '../../domain/ticket/worksheets.ts';
import { problem } from '../http/problem.ts';
import type { ticketWork } from './work.schema.ts';

const workTexts = z.object({ workDone: z.string() });

/** Who fills it in as he finishes rounds up, and clocks differ. */
const roundedMs = 900_000;

/** @throws {Problem} `T-17.work-in-the-future`. */
export async function keepWork(pool: Pool, number: string, input: TicketActInput<'recordWork'>, by: string, nowMs: number): Promise<Work> {
  const { workDone, startedAt, minutes, place, kind, duringProject, underWarranty, customersError, billing, billingReason, repairAgreement } = input;
  const endsAtMs = Date.parse(startedAt) + minutes * 60_000;
  if (endsAtMs > nowMs + roundedMs) throw problem(refuse('T-17.work-in-the-future', { endsAt: new Date(endsAtMs).toISOString() }, '/startedAt'));
  const contentId = uuidv7();
  await keepContent(pool, contentId, number, { workDone } satisfies z.input<typeof workTexts>);
  return {
    contentId, by, startedAtMs: Date.parse(startedAt), minutes, place, kind, isDuringProject: duringProject, isUnderWarranty: underWarranty, isCustomersError: customersError,
    billing: billing ?? null, billingReason: billingReason ?? null,
    repairAgreement: repairAgreement ? { by: repairAgreement.by, channel: repairAgreement.channel, atMs: Date.parse(repairAgreement.at) } : null,
  };
}

export function worksheetView({ contentId, reference, by, startedAtMs, minutes, place, kind, proposed, billing, billingReason, repairAgreement }: Worksheet, contents: ReadonlyMap<string, unknown>): z.input<typeof ticketWork>['worksheets'][number] {
  return {
    reference, by, startedAt: new Date(startedAtMs).toISOString(), minutes, place, kind, proposed, billing, billingReason, workDone: workTexts.safeParse(contents.get(contentId)).data?.workDone ?? null,
    repairAgreement: repairAgreement && { by: repairAgreement.by, channel: repairAgreement.channel, at: new Date(repairAgreement.atMs).toISOString() },
  };
}
