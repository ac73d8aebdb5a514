/** The customer's withdrawal from what he signed, before it is in production (C-08): the days that decide on it are read here and travel in the command. */
import type { z } from 'zod';
import { begunDeployment, type OrderRead } from '../../db/order/orders.ts';
import { currentPolicies, readTimeZone } from '../../db/policy/store.ts';
import { freezeOperatorDays } from '../../domain/calendar/freeze.ts';
import { today } from '../../domain/calendar/today.ts';
import { lastWithdrawalDay } from '../../domain/deployment/withdrawal.ts';
import { refuse, type ErrorCode } from '../../domain/errors/codes.ts';
import { withdrawOrderUpdate } from '../../workflows/order/messages.ts';
import { demandDeclaredHere } from '../deployment/visible.ts';
import type { withdrawal } from '../deployment/views.schema.ts';
import { problem } from '../http/problem.ts';
import type { RouteRequest } from '../http/route.ts';
import { act, metaOf } from '../journey/act.ts';
import type { Services } from '../services.ts';

export const withdrawingRefusals = ['not-found', 'wrong-state', 'S-05.in-production', 'C-08.period-over', 'C-08.declared-on', 'outcome-unknown'] as const satisfies readonly ErrorCode[];

type Request = RouteRequest<unknown, unknown, z.output<typeof withdrawal>, { permission: 'deployment:withdraw' }>;

/** S-05: what a hand-over has begun goes on, though the rest of it was refused: nobody is told that nothing comes. @throws {Problem} `S-05.in-production` */
export async function demandNothingBegun({ pool }: Pick<Services, 'pool'>, orderId: string): Promise<void> {
  const deployment = await begunDeployment(pool, orderId);
  if (deployment !== null) throw problem(refuse('S-05.in-production', { deployment }));
}

/** @throws {Problem} one of `withdrawingRefusals`. */
export async function withdraw(services: Services, { id, phase, signedAt }: OrderRead, request: Request): Promise<void> {
  const { pool, nowMs } = services;
  const { body: { declaredOn, reason = null }, scope } = request;
  demandDeclaredHere(scope, declaredOn);
  if (signedAt === null) throw problem(refuse('wrong-state', { state: phase, states: 'signed' }));
  await demandNothingBegun(services, id);
  const [timeZone, { values: { calendars, termination: { withdrawalDays } } }] = await Promise.all([readTimeZone(pool), currentPolicies(pool, ['calendars', 'termination'])]);
  const [signedMs, atMs] = [signedAt.getTime(), nowMs()];
  const [from, on] = [today(signedMs, timeZone), today(atMs, timeZone)];
  const until = lastWithdrawalDay({ signedOn: from, policy: { days: freezeOperatorDays(calendars, signedMs, atMs), withdrawalDays } }, signedMs);
  await act(services, id, withdrawOrderUpdate, { reason, declared: { declaredOn: declaredOn ?? on, from, today: on, until }, meta: metaOf(request) });
}
