/** A hardware replacement (T-20), as its story: what is under way follows from the facts, and each step ends by one. */
import { setHandler } from '@temporalio/workflow';
import { replacementModel } from '../../domain/replacement/model.ts';
import { itemKeyOf, nextOrderKey, openingOf, type PartFact, type ReplacementPhase } from '../../domain/replacement/replacement.ts';
import type { PartOrderState } from '../../ports/hardware.ts';
import { openJourney, shelter } from '../journey/journey.ts';
import { replacementDetails } from './details.ts';
import { call, type Replacement } from './replacement.ts';
import { applyReplacementPolicyUpdate, completeReplacementTaskUpdate, itemToldUpdate, openReplacementUpdate, partToldUpdate, replacementStateQuery, type ReplacementStart } from './messages.ts';

export async function replacement(start: ReplacementStart): Promise<ReplacementPhase> {
  const journey = open(start);
  return await shelter(() => story(journey), () => undefined);
}

/** A person may send it back at any point: another serial number begins anew with the warranty. */
async function story(journey: Replacement): Promise<ReplacementPhase> {
  while (journey.state().endedAtMs === null) {
    const { phase } = journey.state();
    await steps[phase]?.(journey);
    // A step that asks people ends when they have answered.
    await journey.until((state) => state.phase !== phase || steps[phase] !== undefined);
  }
  await journey.until(({ order, isConfirmed }) => order === null || isConfirmed);
  await journey.settle();
  return journey.state().phase;
}

const steps: Readonly<Partial<Record<ReplacementPhase, (journey: Replacement) => Promise<void>>>> = {
  'warranty': checkWarranty, 'inventory': knowItem, 'part': findPart, 'order': orderPart, 'delivery': (journey) => follow(journey, 'delivery'), 'return': returnPart,
};

function open(start: ReplacementStart): Replacement {
  const journey = openJourney(start, { kind: 'replacement', model: replacementModel, describe: replacementDetails });
  journey.receive(openReplacementUpdate, () => ({ type: 'open', opening: openingOf(journey.state()) }));
  journey.receive(completeReplacementTaskUpdate, ({ taskId, input }) => ({ type: 'completeTask', taskId, input }));
  journey.receive(itemToldUpdate, ({ itemKey, fact }) => ({ type: 'itemTold', itemKey, fact, heard: 'callback' }));
  journey.receive(partToldUpdate, ({ orderKey, fact }) => ({ type: 'partTold', orderKey, fact, heard: 'callback' }));
  journey.receive(applyReplacementPolicyUpdate, ({ applied }) => ({ type: 'applyPolicy', applied }));
  setHandler(replacementStateQuery, () => journey.state());
  journey.beside(confirmHandling);
  return journey;
}

async function checkWarranty(journey: Replacement): Promise<void> {
  const { serialNumber } = journey.state();
  if (serialNumber === null) return;
  const read = await call(journey, 'check-warranty', 'warranty', ({ hardware }) => hardware('Garantie et historique').checkWarranty(serialNumber));
  if (read.how !== 'overtaken') journey.act({ type: 'warrantyRead', warranty: read.how === 'went-through' ? read.answer : null });
}

/** Known, or created on our request: told by callback, and asked for when nothing comes. */
async function knowItem(journey: Replacement): Promise<void> {
  const { serialNumber, model, item } = journey.state();
  if (serialNumber === null) return;
  if (item === 'unknown' && model !== null) {
    const itemKey = itemKeyOf(journey.state());
    const { customerId } = openingOf(journey.state());
    const asked = await call(journey, 'request-creation', 'inventory', ({ inventory }) =>
      inventory('Création demandée à l’inventaire').requestCreation({ itemKey, serialNumber, model, customerId }));
    // Who passes over the call has it created by other means.
    if (asked.how === 'skipped') journey.act({ type: 'itemRead', state: 'known', model: null, reason: null });
    else if (asked.how === 'went-through') journey.act({ type: 'creationRequested', itemKey, reference: asked.answer.requestReference });
    return;
  }
  if (item === 'requested') {
    const atMs = Date.now() + openingOf(journey.state()).policy.askEveryMs;
    if ((await journey.until((state) => state.phase !== 'inventory' || state.item !== 'requested', { atMs, summary: 'État de la création à l’inventaire' })) === 'met') return;
  }
  const read = await call(journey, 'look-up-item', ({ phase, item: now }) => phase === 'inventory' && now === item, ({ inventory }) => inventory('Matériel à l’inventaire').lookUpItem(serialNumber));
  if (read.how === 'skipped') journey.act({ type: 'itemRead', state: 'known', model: null, reason: null });
  else if (read.how === 'went-through') journey.act({ type: 'itemRead', ...read.answer });
}

async function findPart(journey: Replacement): Promise<void> {
  const { serialNumber, fault } = journey.state();
  if (serialNumber === null || fault === null) return;
  const found = await call(journey, 'find-part', 'part', ({ hardware }) => hardware('Recherche de la pièce').findPart({ serialNumber, fault }));
  if (found.how !== 'overtaken') journey.act({ type: 'partFound', partNumber: found.how === 'went-through' ? found.answer : null });
}

async function orderPart(journey: Replacement): Promise<void> {
  const { serialNumber, partNumber, isBilled } = journey.state();
  if (serialNumber === null || partNumber === null) return;
  const orderKey = nextOrderKey(journey.state());
  const ordered = await call(journey, 'order-part', 'order', ({ hardware }) => hardware('Commande CSDP').orderPart({ orderKey, serialNumber, partNumber, isBilled }));
  if (ordered.how === 'skipped') journey.act({ type: 'partOrdered', orderKey, reference: null, on: null });
  if (ordered.how !== 'went-through') return;
  const { answer } = ordered;
  journey.act(answer.outcome === 'ordered' ? { type: 'partOrdered', orderKey, reference: answer.orderReference, on: answer.on } : { type: 'orderRefused', orderKey, reason: answer.reason });
}

async function returnPart(journey: Replacement): Promise<void> {
  const { order } = journey.state();
  if (!order?.returnReference) return;
  const { key: orderKey, returnReference: trackingReference } = order;
  await call(journey, 'announce-return', 'return', ({ hardware }) => hardware('Retour de la pièce annoncé').announceReturn({ orderKey, trackingReference }));
  await follow(journey, 'return');
}

/** What CSDP does with the order, by callback; it is asked when nothing comes. */
async function follow(journey: Replacement, phase: 'delivery' | 'return'): Promise<void> {
  const orderKey = journey.state().order?.key;
  if (orderKey === undefined) return;
  while (journey.state().phase === phase) {
    const atMs = Date.now() + openingOf(journey.state()).policy.askEveryMs;
    if ((await journey.until((state) => state.phase !== phase, { atMs, summary: 'État de la commande CSDP' })) === 'met') return;
    const known = await call(journey, 'read-part-order', phase, ({ hardware }) => hardware('État de la commande CSDP').readPartOrder(orderKey));
    if (known.how !== 'went-through') continue;
    for (const fact of factsOf(known.answer)) journey.act({ type: 'partTold', orderKey, fact, heard: 'asked' }, 'timer');
  }
}

function factsOf({ trackingReference, receivedOn, returnedOn }: PartOrderState): PartFact[] {
  return [
    ...(trackingReference === null ? [] : [{ type: 'shipped', trackingReference } as const]), ...(receivedOn === null ? [] : [{ type: 'received', receivedOn } as const]),
    ...(returnedOn === null ? [] : [{ type: 'returned', returnedOn } as const]),
  ];
}

/** The customer hears once that it is handled, when the part is on its way. */
async function confirmHandling(journey: Replacement): Promise<void> {
  await journey.until(({ order, endedAtMs }) => order !== null || endedAtMs !== null);
  const { order, serialNumber, isConfirmed } = journey.state();
  if (order === null || serialNumber === null || isConfirmed) return;
  const { id, ticket } = openingOf(journey.state());
  await call(journey, 'confirm-handling', () => true, ({ notices }) => notices('Prise en charge confirmée au client').confirmHandling({ id, ticket, serialNumber, orderReference: order.reference }));
  journey.act({ type: 'handlingConfirmed' });
}
