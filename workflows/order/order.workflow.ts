/** A unified purchase order (chapter 5), as its story: approved, issued, signed by a code or on paper, sealed, handed over to production, and followed until what came of it has ended. */
import { patched, proxyActivities, setHandler, type ActivityInterfaceFor } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/order/orders.ts';
import { orderModel } from '../../domain/order/model.ts';
import { openingOf, orderCalls, type OrderCall, type OrderCommand, type OrderOutcome, type OrderState } from '../../domain/order/order.ts';
import { codeToSend, invitationToSend, signatureUntilMs } from '../../domain/order/progress.ts';
import { callOutside, type OutsideAnswer } from '../journey/call-outside.ts';
import { openJourney, shelter, type Journey } from '../journey/journey.ts';
import { taskQueues } from '../journey/messages.ts';
import { outsideOptions } from '../journey/outside.ts';
import { patches } from '../journey/patches.ts';
import { showStep } from '../journey/search.ts';
import { orderDetails } from './details.ts';
import {
  abandonOrderUpdate, addOrderFileUpdate, applyOrderPolicyUpdate, askCodeUpdate, changePartyUpdate, completeOrderTaskUpdate, enterCodeUpdate, handedOverUpdate, handOverFailedUpdate, handOverUpdate, giveMandateUpdate, inviteUpdate, openOrderUpdate,
  orderStateQuery, prepareSignatureUpdate, productionEndedUpdate, rejectOrderUpdate, withdrawOrderUpdate, type OrderStart,
} from './messages.ts';

type Order = Journey<OrderState, OrderCommand>;

export async function order(start: OrderStart): Promise<OrderOutcome> {
  const journey = open(start);
  // Asked of the engine itself, a cancellation abandons what is not signed yet.
  return await shelter(() => story(journey), () => journey.attempt({ type: 'abandon', reason: 'engine-cancelled' }));
}

async function story(journey: Order): Promise<OrderOutcome> {
  await journey.until(({ phase }) => phase !== 'discount-approval');
  // Begun anew from the record after its end, it sends again nothing that was signed.
  if (journey.state().phase !== 'ended') {
    await beSigned(journey);
    await seal(journey);
    await journey.until(({ phase }) => phase === 'ended');
  }
  await tellWithdrawal(journey);
  await journey.settle();
  return journey.state().outcome ?? 'produced';
}

function open(start: OrderStart): Order {
  const journey = openJourney(start, { kind: 'order', model: orderModel, describe: orderDetails, inItsDay: orderInItsDay, onChange: showStep('customer') });
  journey.receive(openOrderUpdate, () => ({ type: 'open', opening: openingOf(journey.state()) }));
  journey.receive(changePartyUpdate, ({ version, isSameOrder = false, read }) => ({ type: 'changeParty', version, isSameOrder, ...(read === undefined ? {} : { read }) }));
  journey.receive(prepareSignatureUpdate, ({ terms, read }) => ({ type: 'prepareSignature', terms, ...(read === undefined ? {} : { read }) }));
  journey.receive(inviteUpdate, () => ({ type: 'invite' }));
  journey.receive(giveMandateUpdate, ({ termsId, read }) => ({ type: 'giveMandate', ...(termsId === undefined ? {} : { termsId }), ...(read === undefined ? {} : { read }) }));
  journey.receive(askCodeUpdate, () => ({ type: 'askCode' }));
  journey.receive(enterCodeUpdate, ({ ordinal, isRight }) => ({ type: 'enterCode', ordinal, isRight }));
  journey.receive(addOrderFileUpdate, ({ file, orderNumber }) => ({ type: 'addFile', file, orderNumber }));
  journey.receive(abandonOrderUpdate, ({ reason, alsoSigned }) => ({ type: 'abandon', reason, ...(alsoSigned ? { alsoSigned } : {}) }));
  journey.receive(withdrawOrderUpdate, ({ reason, declared }) => ({ type: 'withdraw', reason, declared }));
  journey.receive(handOverUpdate, () => ({ type: 'handOver' }));
  journey.receive(handedOverUpdate, ({ deploymentId, terminationId }) => ({ type: 'handedOver', deploymentId, terminationId }));
  journey.receive(handOverFailedUpdate, ({ code }) => ({ type: 'handOverFailed', code }));
  journey.receive(productionEndedUpdate, ({ how }) => ({ type: 'productionEnded', ...(how === undefined ? {} : { how }) }));
  journey.receive(rejectOrderUpdate, ({ side, by, as, comment }) => ({ type: 'reject', side, by, as, comment }));
  journey.receive(completeOrderTaskUpdate, ({ taskId, input }) => ({ type: 'completeTask', taskId, input }));
  journey.receive(applyOrderPolicyUpdate, ({ applied }) => ({ type: 'applyPolicy', applied }));
  setHandler(orderStateQuery, () => journey.state());
  return journey;
}

/** S-02, S-04: issued, anew when the customer's data changes; his link and each code that is asked for go out; what nobody signs expires. */
async function beSigned(journey: Order): Promise<void> {
  const isOpen = ({ phase }: OrderState): boolean => phase === 'issuing' || phase === 'signature';
  while (isOpen(journey.state())) {
    const untilMs = signatureUntilMs(journey.state()) ?? Date.now();
    const { phase } = journey.state();
    if (untilMs <= Date.now()) journey.act({ type: 'signatureExpired' }, 'timer');
    else if (phase === 'issuing') await issue(journey);
    else if (codeToSend(journey.state()) !== null) await sendCode(journey);
    else if (invitationToSend(journey.state()) !== null) await invite(journey);
    else {
      const woken = await journey.until((state) => !isOpen(state) || state.phase === 'issuing' || codeToSend(state) !== null || invitationToSend(state) !== null || signatureUntilMs(state) !== untilMs, { atMs: untilMs, summary: 'Fin du délai de signature' });
      if (woken === 'deadline') journey.act({ type: 'signatureExpired' }, 'timer');
    }
  }
}

async function issue(journey: Order): Promise<void> {
  const version = journey.state().partyVersion;
  const { id, proposalId } = openingOf(journey.state());
  const issued = await call(journey, 'issue-order', (state) => state.phase === 'issuing' && state.partyVersion === version, (outside) => outside('Édition du bon de commande').issueOrder({ orderId: id, proposalId, version }));
  if (issued.how === 'went-through') return journey.act({ type: 'documentIssued', document: issued.answer, version });
  // Without it there is nothing to sign: who passes over the call has to have it tried again by a change of the customer's data.
  if (issued.how === 'skipped') await journey.until((state) => state.phase !== 'issuing' || state.partyVersion !== version, expiry(journey));
}

/** A code does not wait for a mail that does not go out: who is in the shop signs without the link. */
async function invite(journey: Order): Promise<void> {
  const { invitation } = journey.state();
  if (invitation === null) return;
  const { ordinal, preparedAtMs } = invitation;
  const isNext = (state: OrderState): boolean => invitationToSend(state) === ordinal && codeToSend(state) === null;
  const { id, customerId, ttcCents } = openingOf(journey.state());
  const sent = await call(journey, 'send-invitation', isNext, (outside) => outside('Lien de signature').sendSigningLink({ orderId: id, ...termsOf(journey), customerId, ordinal, preparedAtMs, ttcCents }));
  if (sent.how === 'went-through') return journey.act({ type: 'invitationSent', ordinal });
  if (sent.how === 'skipped') await journey.until((state) => !isNext(state), expiry(journey));
}

async function sendCode(journey: Order): Promise<void> {
  const ordinal = codeToSend(journey.state());
  if (ordinal === null) return;
  const { id, ttcCents } = openingOf(journey.state());
  const sent = await call(journey, 'send-code', (state) => codeToSend(state) === ordinal, (outside) => outside(`Code de signature n° ${ordinal}`).sendCode({ orderId: id, ...termsOf(journey), ordinal, ttcCents }));
  if (sent.how === 'went-through') return journey.act({ type: 'codeSent', ordinal });
  if (sent.how === 'skipped') await journey.until((state) => codeToSend(state) !== ordinal, expiry(journey));
}

/** S-04: who signs, as the journey has it. */
function termsOf(journey: Order): { termsId?: string } {
  const termsId = journey.state().signature?.termsId;
  return termsId === undefined ? {} : { termsId };
}

function expiry(journey: Order) {
  return { atMs: signatureUntilMs(journey.state()) ?? Date.now(), summary: 'Fin du délai de signature' };
}

/** S-04: what proves the signature is written and kept, then the customer has it. */
async function seal(journey: Order): Promise<void> {
  const { phase, document, signed, code, signature } = journey.state();
  const { id } = openingOf(journey.state());
  if (phase === 'sealing' && document && signed && code?.sentAtMs != null && signature) {
    const facts = { orderId: id, ...termsOf(journey), document, signedAtMs: signed.atMs, code: { ordinal: code.ordinal, sentAtMs: code.sentAtMs }, mandate: signature.mandate === 'electronic' };
    const sealed = await call(journey, 'seal-signature', (state) => state.phase === 'sealing', (outside) => outside('Fichier de preuve').sealSignature(facts));
    journey.act({ type: 'sealed', evidence: sealed.how === 'went-through' ? sealed.answer : null });
  }
  const { evidence } = journey.state();
  if (!document || !evidence) return;
  await call(journey, 'send-signed', () => true, (outside) => outside('Commande signée au client').sendSigned({ orderId: id, ...termsOf(journey), documents: [document, evidence.pdf, ...(evidence.mandate ? [evidence.mandate] : [])] }));
}

/** C-08: who has signed hears that what he signed is given up, whether he goes back on it himself or his seller gives it up. */
async function tellWithdrawal(journey: Order): Promise<void> {
  const isToTell = ({ outcome, isWithdrawalTold }: OrderState): boolean => outcome === 'withdrawn' && !isWithdrawalTold;
  if (!isToTell(journey.state()) || !patched(patches.withdrawalOfOrderTold)) return;
  await call(journey, 'send-withdrawn', isToTell, (outside) => outside('Retrait de la commande confirmé au client').sendWithdrawn({ orderId: openingOf(journey.state()).id, ...termsOf(journey) }));
  journey.act({ type: 'withdrawalTold' });
}

function call<T>(journey: Order, name: OrderCall, wanted: (state: OrderState) => boolean, run: (outside: (summary: string) => ActivityInterfaceFor<OrderActivities>) => Promise<T>): Promise<OutsideAnswer<T>> {
  const { outsideCalls } = openingOf(journey.state()).policy;
  const outside = (summary: string): ActivityInterfaceFor<OrderActivities> => proxyActivities<OrderActivities>({ ...outsideOptions(outsideCalls), taskQueue: taskQueues.mail, summary });
  return callOutside<OrderState, OrderCall, T>(journey, { name, system: orderCalls[name], againEveryMs: outsideCalls.againEveryMs, run: () => run(outside), wanted });
}

/** Where neither a code nor a task is there nothing has changed, and no marker is in the history. */
function orderInItsDay(command: OrderCommand, { code, signature, phase }: OrderState): OrderCommand {
  const isOther = (command.type === 'giveMandate' && (code !== null || signature?.mandate === 'electronic')) || (command.type === 'addFile' && phase === 'signed');
  return isOther && !patched(patches.orderSaysWhatIs) ? { ...command, isAsBefore: true } : command;
}
