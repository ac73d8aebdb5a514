/** Signing an order by a code (S-04), the same through every door: the journey counts the tries, and no code is in an answer, a log, a remembered request or the history of the engine. */
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { isRightCode } from '../../db/order/codes.ts';
import { readOrderState } from '../../db/order/orders.ts';
import { forgetSignature, keepSignature, keepSigning, type KeptSignature, type Signing } from '../../db/order/parties.ts';
import { refuse, type ErrorCode } from '../../domain/errors/codes.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import { openingOf, type OrderState } from '../../domain/order/order.ts';
import { codeUntilMs } from '../../domain/order/progress.ts';
import { askCodeUpdate, enterCodeUpdate } from '../../workflows/order/messages.ts';
import { problem } from '../http/problem.ts';
import { act, isRefusal } from '../journey/act.ts';
import type { Services } from '../services.ts';

export const askingRefusals = ['not-found', 'wrong-state', 'S-04.no-more-codes', 'S-04.code-just-sent', 'outcome-unknown'] as const satisfies readonly ErrorCode[];
export const signingRefusals = ['not-found', 'wrong-state', 'S-04.code-expired', 'S-04.too-many-attempts', 'S-04.wrong-code', 'outcome-unknown'] as const satisfies readonly ErrorCode[];

/** Keeps what an order is signed by before its journey takes it; what that refuses is kept nowhere. @throws {Problem} what `take` throws */
export async function offerTerms({ pool }: Pick<Services, 'pool'>, id: string, terms: KeptSignature, take: (termsId: string) => Promise<unknown>): Promise<void> {
  const termsId = uuidv7();
  await keepSignature(pool, id, termsId, terms);
  try {
    await take(termsId);
  } catch (error) {
    if (isRefusal(error)) await forgetSignature(pool, termsId);
    throw error;
  }
}

/** @throws {Problem} one of `askingRefusals`. */
export async function askCode(services: Services, id: string, meta: ActMeta): Promise<void> {
  await act(services, id, askCodeUpdate, { meta });
}

/** He may have it on his phone before it is on record that it went out: nobody who is that quick is told that his code has expired. */
const onRecordWithinMs = 3_000;

async function onceSent(pool: Services['pool'], id: string): Promise<OrderState | undefined> {
  const untilMs = Date.now() + onRecordWithinMs;
  for (;;) {
    const state = await readOrderState(pool, id);
    const isOnItsWay = state?.phase === 'signature' && state.code !== null && state.code.sentAtMs === null;
    if (!isOnItsWay || Date.now() >= untilMs) return state;
    await sleep(100);
  }
}

/** @param meta with a command id of its own for each try, or two tries would count as one. @throws {Problem} one of `signingRefusals`. */
export async function enterCode({ pool, linkSecret, nowMs, ...services }: Services, id: string, code: string, signing: Omit<Signing, 'at'>, meta: ActMeta): Promise<void> {
  const before = await onceSent(pool, id);
  const ordinal = before?.code?.ordinal ?? 0;
  const isRight = await isRightCode(pool, linkSecret, { orderId: id, ordinal }, code);
  // Before the journey hears of it: the evidence is written from it at once. Of a signature that is there, nothing changes.
  const mayStillSign = before?.phase === 'signature' && (codeUntilMs(before) ?? 0) > nowMs() && (before.code?.attempts ?? 0) < openingOf(before).policy.code.attempts;
  if (isRight && mayStillSign) await keepSigning(pool, id, before.signature?.termsId, { ...signing, at: new Date(nowMs()).toISOString() });
  await act({ pool, ...services }, id, enterCodeUpdate, { ordinal, isRight, meta });
  if (isRight) return;
  const after = await readOrderState(pool, id);
  throw problem(refuse('S-04.wrong-code', { left: after?.opening ? Math.max(0, openingOf(after).policy.code.attempts - (after.code?.attempts ?? 0)) : 0 }, '/code'));
}
