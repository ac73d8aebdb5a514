/** The access line: its order at the OBL, the acknowledgement, the slot, the delivery report; with reminders while the OBL keeps silent (D-08 to D-10, D-13). */
import { isAwaited, interventionKey, nextReminderAtMs, type Awaited, type SitePhase, type SiteState } from '../../../domain/deployment/site.ts';
import { factsOf } from '../obl-facts.ts';
import { call, is, openingOf, type Site } from './site.ts';
import { undoInterventions } from './undo.ts';

export async function orderAccess(site: Site): Promise<void> {
  const { order } = site.state();
  if (!order || !is(site, 'access-order')) return;
  const { deploymentId, site: key, accessType } = openingOf(site);
  const { orderKey, attempt } = order;
  const placed = await call(site, 'place-access-order', 'access-order', ({ jarvis }) =>
    jarvis(`Commande OBL n° ${attempt}`).placeAccessOrder({ deploymentId, site: key, orderKey, accessType }));
  if (placed.how === 'skipped') {
    site.act({ type: 'orderTaken', attempt, oblReference: null });
  } else if (placed.how === 'went-through') {
    const { answer } = placed;
    if (answer.outcome === 'received') site.act({ type: 'orderTaken', attempt, oblReference: answer.oblReference });
    else site.act({ type: 'oblTold', orderKey, fact: { type: 'refused', reason: answer.reason }, heard: 'answer' });
  }
}

export async function awaitAcknowledgement(site: Site): Promise<void> {
  if (is(site, 'acknowledgement')) await awaitObl(site, 'acknowledgement', 'Relance OBL (AR)');
}

/** D-10: one slot for OBL, customer and field technician. */
export async function planIntervention(site: Site): Promise<void> {
  const phase: SitePhase = 'intervention-planning';
  while (is(site, phase)) {
    await site.until((state) => state.phase !== phase || state.slot?.status === 'proposed');
    const { slot, order } = site.state();
    if (!is(site, phase) || !slot || !order) return;
    const { ordinal, startsAt, endsAt } = slot;
    const { deploymentId, site: key } = openingOf(site);
    const proposal = { ordinal, slot: { startsAt, endsAt } };
    await call(site, 'plan-intervention', phase, ({ refTech }) =>
      refTech(`Intervention n° ${ordinal}`).planIntervention({ deploymentId, site: key, interventionKey: interventionKey(openingOf(site), ordinal), slot: proposal.slot }));
    const proposed = await call(site, 'propose-slot', phase, ({ obl }) => obl(`Créneau n° ${ordinal}`).proposeSlot({ orderKey: order.orderKey, ...proposal }));
    // Who passes over the call has agreed the slot by other means.
    if (proposed.how === 'skipped') site.act({ type: 'oblTold', orderKey: order.orderKey, fact: { type: 'slot-confirmed', ...proposal }, heard: 'answer' });
    await awaitObl(site, 'slot', 'Relance OBL (créneau)');
  }
}

export async function awaitDeliveryReport(site: Site): Promise<void> {
  if (!is(site, 'delivery-report')) return;
  await awaitObl(site, 'delivery-report', 'Relance OBL (PV)');
  // D-13: its reservations are settled first.
  await site.until(({ phase }) => phase !== 'delivery-report');
}

export async function decideOnRefusal(site: Site): Promise<void> {
  if (!is(site, 'order-refused')) return;
  // Without a line nobody need come.
  await undoInterventions(site);
  await site.until(({ phase }) => phase !== 'order-refused');
}

/** D-09: awaits a callback of the OBL; at each reminder first asks for the order's state, which finds a lost one. */
async function awaitObl(site: Site, awaited: Awaited, reminder: string): Promise<void> {
  const { order } = site.state();
  if (!order) return;
  const { orderKey } = order;
  const stillAwaited = (state: SiteState) => isAwaited(state, orderKey, awaited);
  while (stillAwaited(site.state())) {
    const { reminders = 0, remindersBefore = 0 } = site.state().order ?? {};
    const ordinal = reminders + 1;
    const atMs = nextReminderAtMs(site.state());
    // A policy applied meanwhile moves the instant: the timer is armed anew.
    const woken = await site.until((state) => !stillAwaited(state) || nextReminderAtMs(state) !== atMs, atMs === null ? null : { atMs, summary: `${reminder} n° ${ordinal}` });
    if (woken === 'met') continue;
    const known = await call(site, 'read-access-order', stillAwaited, ({ obl }) => obl('État de la commande OBL').readAccessOrder(orderKey));
    if (known.how === 'went-through') {
      for (const fact of factsOf(known.answer)) site.act({ type: 'oblTold', orderKey, fact, heard: 'asked' }, 'timer');
    }
    if (!stillAwaited(site.state())) return;
    const reminded = await call(site, 'remind-obl', stillAwaited, ({ obl }) => obl(`${reminder} n° ${ordinal}`).remindObl(orderKey, remindersBefore + ordinal));
    if (reminded.how !== 'overtaken') site.act({ type: 'oblReminded', orderKey, awaited, ordinal }, 'timer');
  }
}
