/** An order at a given point: opened, and carried on by the acts that are named. */
import { fold } from '../../../domain/journey/journey.ts';
import { orderModel } from '../../../domain/order/model.ts';
import type { OrderCommand, OrderEvent, OrderOpening, OrderState } from '../../../domain/order/order.ts';
import type { DocumentKind } from '../../../domain/documents/kinds.ts';

export const startMs = Date.parse('2026-03-02T09:00:00Z');
export const minute = 60_000;

export const opening: OrderOpening = {
  id: 'CMD-2026-000001', customerId: 'CLI-000001', proposalId: 'PRO-2026-000001', emitter: 'sales-engineer', market: 'private', subOrders: [{ range: 'access', htCents: 10_000, ttcCents: 12_000 }], ttcCents: 12_000, scheduledCents: 12_000,
  discount: null, facts: { purchaseOrderContract: false, customOffer: false, amendedTerms: false, feasibilityStudy: false }, delivers: true, ends: [],
  policy: { versions: { 'sales': 1, 'outside-calls': 1 }, code: { validMs: 10 * minute, attempts: 3, sends: 3, resendAfterMs: minute }, signatureWithinMs: 30 * 24 * 60 * minute, answerWithinMs: 48 * 60 * minute, outsideCalls: { tellAfterMs: 300_000, againEveryMs: 900_000 } },
};
const paper = (id: string) => ({ id, digest: '0'.repeat(64), sizeBytes: 1 });
export const file = (kind: DocumentKind) => ({ id: `f-${kind}`, kind, digest: '1'.repeat(64), sizeBytes: 1, mediaType: 'application/pdf' as const });

export type Act = OrderCommand | ((state: OrderState) => OrderCommand);
interface At { readonly state: OrderState; readonly events: readonly OrderEvent[] }

export function decide(state: OrderState, given: Act, atMs = startMs): At | string {
  const decision = orderModel.decide(state, typeof given === 'function' ? given(state) : given, atMs);
  if (!decision.accepted) return decision.refusal.code;
  return { events: decision.events, state: fold(orderModel, decision.events.map((event) => ({ event, atMs })), state) };
}

export function when(state: OrderState, given: Act, atMs = startMs): At {
  const at = decide(state, given, atMs);
  if (typeof at === 'string') throw new Error(`${JSON.stringify(given)} in ${state.phase}: ${at}`);
  return at;
}

export function after(...acts: readonly Act[]): OrderState {
  return acts.reduce((state, act) => when(state, act).state, orderModel.initial);
}

export const opened = (of: Partial<OrderOpening> = {}): OrderCommand => ({ type: 'open', opening: { ...opening, ...of } });
export const issued: Act = (state) => ({ type: 'documentIssued', document: paper('order'), version: state.partyVersion });
export const electronic: OrderCommand = { type: 'prepareSignature', terms: { mode: 'electronic', mandate: 'electronic', invoice: 'electronic' } };
export const onPaper: OrderCommand = { type: 'prepareSignature', terms: { mode: 'paper', mandate: 'paper', invoice: 'paper' } };
export const sent: Act = (state) => ({ type: 'codeSent', ordinal: state.code?.ordinal ?? 0 });
export const typed = (isRight: boolean): Act => (state) => ({ type: 'enterCode', ordinal: state.code?.ordinal ?? 0, isRight });
export const sealed: OrderCommand = { type: 'sealed', evidence: { pdf: paper('pdf'), json: paper('json'), mandate: paper('mandate') } };
export const add = (kind: DocumentKind, orderNumber: string | null = null): OrderCommand => ({ type: 'addFile', file: file(kind), orderNumber });
export const signedByCode: readonly Act[] = [issued, electronic, { type: 'askCode' }, sent, typed(true), sealed];
export const complete: readonly Act[] = [add('deal-simulator'), add('eligibility-evidence')];
export const inProduction: readonly Act[] = [...signedByCode, ...complete, { type: 'handOver' }, { type: 'handedOver', deploymentId: 'AFF-2026-000001', terminationId: null }];
export const answer = (step: string, input: object): Act => (state) => {
  const task = Object.values(state.tasks.open).find((open) => open.step === step);
  if (!task) throw new Error(`no ${step} in ${state.phase}`);
  return { type: 'completeTask', taskId: task.id, input: input as never };
};
export const asked = ({ tasks }: OrderState): unknown[] => Object.values(tasks.open).map(({ step, owner, context }) => [step, owner, context['person'] ?? null]);
