/** The simulated inventory (Nestor): knows three pieces of equipment of every customer, and what was created since; creations are validated after a while (T-12, T-20). */
import type { InventoryAnswer, InventoryCallback, InventoryItem, ItemCreation } from '../../ports/inventory.ts';
import { itemCreation, serialNumber } from '../../ports/inventory.ts';
import { fieldOf, parsedBody } from '../shared/body.ts';
import { checkKey, pathKey } from '../shared/calls.ts';
import { Problem } from '../shared/problem.ts';
import { createSimulatorPart } from '../shared/simulator.ts';
import type { Call, Decision, Happen, SimulatorPart } from '../shared/simulator.ts';
import type { CallingSettings } from './settings.ts';
import { wordsIn } from './words.ts';

type InventoryFact = { subject: string; atMs: number } & (
  | { type: 'creation-asked'; requestReference: string; request: ItemCreation }
  | { type: 'created' }
  | { type: 'refused'; reason: string }
);

interface Creation {
  request: ItemCreation;
  askedAtMs: number;
  state: 'requested' | 'known' | 'refused';
  reason: string | null;
}

const ofEveryCustomer: readonly (readonly [suffix: string, model: string])[] = [['CPE-1', 'CPE-1000'], ['PC-1', 'EliteBook 840 G8'], ['SRV-1', 'ProLiant ML30']];

/** An inventory that keeps its creations in `settings.file`. */
export function createInventorySimulator(settings: CallingSettings): SimulatorPart {
  const creations = new Map<string, Creation>();
  const timers = new Map<string, NodeJS.Timeout>();

  function lookedUp(serial: string): InventoryAnswer {
    const item = shipped(serial);
    if (item) return { state: 'known', item, refusalReason: null };
    const creation = [...creations.values()].findLast(({ request }) => request.serialNumber === serial);
    if (!creation) return { state: 'unknown', item: null, refusalReason: null };
    return { state: creation.state, item: creation.state === 'known' ? itemOf(creation.request) : null, refusalReason: creation.reason };
  }

  function itemsOf({ query }: Call): Decision<InventoryFact> {
    const customerId = query['customerId'] ?? '';
    const created = [...creations.values()].filter(({ request, state }) => state === 'known' && request.customerId === customerId).map(({ request }) => itemOf(request));
    return { status: 200, body: { items: [...ofEveryCustomer.flatMap(([suffix]) => shipped(`${customerId}-${suffix}`) ?? []), ...created].slice(0, 100) } };
  }

  function create(call: Call): Decision<InventoryFact> {
    const request = parsedBody(itemCreation, call.body);
    if (call.idempotencyKey !== request.itemKey) throw new Problem(400, 'idempotency-key-mismatch', 'Idempotency-Key must be the itemKey');
    if (lookedUp(request.serialNumber).state === 'known') throw new Problem(409, 'item-known', 'this serial number is in the inventory already');
    const requestReference = `NES-${String(creations.size + 1).padStart(6, '0')}`;
    return { status: 202, body: { requestReference }, facts: [{ subject: request.itemKey, atMs: call.nowMs, type: 'creation-asked', requestReference, request }] };
  }

  function stopTimers(): void {
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
  }

  /** What the inventory's people decide, the delay after they were asked. */
  function wake(subject: string, happen: Happen<InventoryFact>): void {
    clearTimeout(timers.get(subject));
    timers.delete(subject);
    const creation = creations.get(subject);
    if (creation?.state !== 'requested') return;
    const { request, askedAtMs } = creation;
    const { isRefused, isSilent } = wordsIn(`${request.serialNumber} ${request.model}`);
    const atMs = askedAtMs + settings.delayMs;
    const reason = 'unknown-model';
    const payload: InventoryCallback = isRefused
      ? { type: 'item.refused', itemKey: subject, reason } : { type: 'item.created', itemKey: subject, serialNumber: request.serialNumber };
    timers.set(subject, setTimeout(
      () => happen(isRefused ? { subject, atMs, type: 'refused', reason } : { subject, atMs, type: 'created' }, isSilent ? [] : [{ subject, payload, isFinal: true }]),
      Math.max(0, atMs - settings.now()),
    ));
  }

  const serialIn = pathKey('serialNumber');
  return createSimulatorPart<InventoryFact>({
    name: 'inventory',
    routes: [
      {
        operation: 'look-up', method: 'get', path: '/v1/items/:serialNumber', subjectOf: serialIn,
        decide(call) {
          checkKey(serialNumber, serialIn(call));
          return { status: 200, body: lookedUp(serialIn(call)) };
        },
      },
      { operation: 'items-of', method: 'get', path: '/v1/items', subjectOf: ({ query }) => query['customerId'], decide: itemsOf },
      { operation: 'create', method: 'post', path: '/v1/items', subjectOf: ({ body }) => fieldOf(body, 'itemKey'), decide: create },
    ],
    callbackTarget: settings.callbackTarget,
    apply(fact) {
      if (fact.type === 'creation-asked') creations.set(fact.subject, { request: fact.request, askedAtMs: fact.atMs, state: 'requested', reason: null });
      const creation = creations.get(fact.subject);
      if (!creation || fact.type === 'creation-asked') return;
      creation.state = fact.type === 'created' ? 'known' : 'refused';
      creation.reason = fact.type === 'refused' ? fact.reason : null;
    },
    reset() {
      stopTimers();
      creations.clear();
    },
    wake,
    stop: stopTimers,
  }, settings);
}

function itemOf({ serialNumber: serial, model, customerId }: ItemCreation): InventoryItem {
  return { serialNumber: serial, model, customerId, rds: null };
}

/** `CLI-000001-PC-1` has always been there. */
function shipped(serial: string): InventoryItem | null {
  const [, customerId, suffix] = /^(CLI-\d{6})-([A-Z]+-1)$/.exec(serial) ?? [];
  const model = ofEveryCustomer.find(([known]) => known === suffix)?.[1];
  return customerId !== undefined && model !== undefined ? { serialNumber: serial, model, customerId, rds: null } : null;
}
