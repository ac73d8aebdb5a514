/** The messages of an order (chapter 5): workflow name, updates, query. No code that a customer types is in any of them. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Declared } from '../../domain/deployment/withdrawal.ts';
import type { Applied } from '../../domain/journey/applied-policy.ts';
import type { OrderCommand, OrderFile, OrderInputs, OrderPolicy, OrderState, OrderVersion, RejectingSide, SignatureTerms } from '../../domain/order/order.ts';
import type { OrderStep } from '../../domain/order/tasks.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import type { JourneyStart } from '../journey/journey.ts';
import type { Act, Recorded } from '../journey/messages.ts';

export const orderType = 'order';
export type OrderStart = JourneyStart<OrderState, OrderCommand>;

/** Answers once the opening is recorded; sent with the start. */
export const openOrderUpdate = defineUpdate<Recorded, [Act<object>]>('open');
/** S-02: kept beside the record under this version. */
export const changePartyUpdate = defineUpdate<Recorded, [Act<{ version: number; isSameOrder?: boolean; read?: OrderVersion }>]>('changeParty');
export const prepareSignatureUpdate = defineUpdate<Recorded, [Act<{ terms: SignatureTerms; read?: OrderVersion }>]>('prepareSignature');
/** S-04: a link anew to who is to sign. */
export const inviteUpdate = defineUpdate<Recorded, [Act<object>]>('invite');
export const giveMandateUpdate = defineUpdate<Recorded, [Act<{ termsId?: string; read?: OrderVersion }>]>('giveMandate');
export const askCodeUpdate = defineUpdate<Recorded, [Act<object>]>('askCode');
/** S-04: whether what was typed is the code of that ordinal was found out beside the record. */
export const enterCodeUpdate = defineUpdate<Recorded, [Act<{ ordinal: number; isRight: boolean }>]>('enterCode');
export const addOrderFileUpdate = defineUpdate<Recorded, [Act<{ file: OrderFile; orderNumber: string | null }>]>('addFile');
export const abandonOrderUpdate = defineUpdate<Recorded, [Act<{ reason: string; alsoSigned?: true }>]>('abandon');
/** C-08: by the customer, or by who registers his letter. */
export const withdrawOrderUpdate = defineUpdate<Recorded, [Act<{ reason: string | null; declared: Declared }>]>('withdraw');
export const handOverUpdate = defineUpdate<Recorded, [Act<object>]>('handOver');
/** S-05: what the relay has started; said again, it changes nothing. */
export const handedOverUpdate = defineUpdate<Recorded, [Act<{ deploymentId: string | null; terminationId: string | null }>]>('handedOver');
export const handOverFailedUpdate = defineUpdate<Recorded, [Act<{ code: string }>]>('handOverFailed');
export const productionEndedUpdate = defineUpdate<Recorded, [Act<{ how?: 'cancelled' }>]>('productionEnded');
export const rejectOrderUpdate = defineUpdate<Recorded, [Act<{ side: RejectingSide; by: string; as: Profile; comment: string }>]>('reject');
export const completeOrderTaskUpdate = defineUpdate<Recorded, [Act<{ taskId: string; input: OrderInputs[OrderStep] }>]>('completeTask');
/** Moves a running order to a version of a policy; one that has it already, or a later one, ignores it. */
export const applyOrderPolicyUpdate = defineUpdate<Recorded, [Act<{ applied: Applied<OrderPolicy> }>]>('applyPolicy');
export const orderStateQuery = defineQuery<OrderState>('state');
