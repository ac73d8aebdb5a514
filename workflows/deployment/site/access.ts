/** The access line: its order at the OBL, the acknowledgement, the slot, the delivery report; with reminders while the OBL keeps silent (D-08 to D-10, D-13). */
import { refusalOf, type AnnouncedSlot, type Slot } from '../../../domain/deployment/access.ts';
import { dateOfInstant } from '../../../domain/deployment/policy.ts';
import { isAwaited, isEscalationDue, isReportWatched, ladderOf, nextReminderAtMs } from '../../../domain/deployment/obl-wait.ts';
import { orderPhases, type Awaited, type Reminded, type SitePhase, type SiteState } from '../../../domain/deployment/site.ts';
import type { OutsideAnswer } from '../../journey/call-outside.ts';
import { factsOf } from '../obl-facts.ts';
import { call, is, openingOf, type Site } from './site.ts';
import { undoInterventions, undoOrder } from './undo.ts';

/** D-08: where several are eligible, a coordinator chooses before the order goes out. */
export async function chooseObl(site: Site): Promise<void> {
  await site.until(({ phase }) => phase !== 'obl-choice');
}

export async function orderAccess(site: Site): Promise<void> {
  const { order } = site.state();
  if (!order || !is(site, 'access-order')) return;
  // D-09: what it carries is read where the correction is recorded.
  if (order.isCorrected) await site.settle();
  const { deploymentId, site: key, accessType } = openingOf(site);
  const { orderKey, attempt, obl, worksQuoteReference } = order;
  const placed = await call(site, 'place-access-order', 'access-order', ({ jarvis }) =>
    jarvis(`Commande OBL n° ${attempt}`).placeAccessOrder({ deploymentId, site: key, orderKey, accessType, obl, worksQuoteReference }));
  if (placed.how === 'skipped') {
    site.act({ type: 'orderTaken', attempt, oblReference: null });
  } else if (placed.how === 'went-through') {
    const { answer } = placed;
    if (answer.outcome === 'received') site.act({ type: 'orderTaken', attempt, oblReference: answer.oblReference });
    else site.act({ type: 'oblTold', orderKey, fact: { type: 'refused', ...refusalOf(answer.reason) }, heard: 'answer' });
  }
}

export async function awaitAcknowledgement(site: Site): Promise<void> {
  if (is(site, 'acknowledgement')) await awaitObl(site, 'acknowledgement', 'Relance OBL (AR)');
}

/** D-10: one slot for OBL, customer and field technician; each that is proposed takes the place of the one before. */
export async function planIntervention(site: Site): Promise<void> {
  const phase: SitePhase = 'intervention-planning';
  while (is(site, phase)) {
    await announceSlot(site);
    await site.until((state) => state.phase !== phase || state.slot?.status === 'proposed');
    const { slot, order, intervention } = site.state();
    if (!is(site, phase) || !slot || !order || !intervention) continue;
    const { ordinal, startsAt, endsAt } = slot;
    const { orderKey } = order;
    const proposal = { ordinal, slot: { startsAt, endsAt } };
    const proposed = (state: SiteState) => state.phase === phase && state.slot?.status === 'proposed' && state.slot.ordinal === ordinal;
    const awaitsObl = (state: SiteState) => proposed(state) && state.report === null;
    const asked = await askForSlot(site, { orderKey, intervention, proposal, awaitsObl });
    if (asked?.how === 'went-through') await awaitObl(site, 'slot', 'Relance OBL (créneau)', awaitsObl);
    // Who passes over the call has agreed the slot by other means; an OBL that has delivered has no part in it any more.
    const isSettled = asked?.how === 'skipped' || site.state().report !== null;
    if (isSettled && proposed(site.state())) site.act({ type: 'oblTold', orderKey, fact: { type: 'slot-confirmed', ...proposal }, heard: 'answer' });
  }
  await announceSlot(site);
}

interface AskedSlot {
  readonly orderKey: string;
  readonly intervention: NonNullable<SiteState['intervention']>;
  readonly proposal: { readonly ordinal: number; readonly slot: Slot };
  readonly awaitsObl: (state: SiteState) => boolean;
}

/** Planned or moved in Ref.Tech, then proposed to the OBL. @returns null where the OBL need not be asked */
async function askForSlot(site: Site, { orderKey, intervention, proposal, awaitsObl }: AskedSlot): Promise<OutsideAnswer<void> | null> {
  const { deploymentId, site: key } = openingOf(site);
  const { ordinal } = proposal;
  // An OBL that confirms before Ref.Tech has answered takes nothing from the intervention: it is planned all the same.
  const isToPlan = ({ slot: now, phase: at, reported }: SiteState) => orderPhases.includes(at) && reported === null && now?.ordinal === ordinal && (now.status === 'proposed' || now.status === 'agreed');
  await call(site, 'plan-intervention', isToPlan, ({ refTech }) =>
    refTech(`Intervention n° ${intervention.ordinal}`).planIntervention({ deploymentId, site: key, interventionKey: intervention.key, slot: intervention.slot }));
  if (isToPlan(site.state()) && ordinal > intervention.ordinal) {
    await call(site, 'move-intervention', isToPlan, ({ refTech }) => refTech(`Intervention déplacée, créneau n° ${ordinal}`).moveIntervention({ interventionKey: intervention.key, ...proposal }));
  }
  return awaitsObl(site.state()) ? await call(site, 'propose-slot', awaitsObl, ({ obl }) => obl(`Créneau n° ${ordinal}`).proposeSlot({ orderKey, ...proposal })) : null;
}

/** D-10: the customer is told of a slot that was agreed, or is off; the technician too, where it is not the one that came with his task. */
async function announceSlot(site: Site): Promise<void> {
  const isToTell = ({ slot }: SiteState) => slot !== null && !slot.isTold && slot.status !== 'proposed';
  if (!isToTell(site.state())) return;
  // Who counts on another hears first that that one is off.
  await site.until((state) => !isSlotOffOwed(state) || !isToTell(state));
  const { slot, announced } = site.state();
  if (!slot || !isToTell(site.state())) return;
  const { deploymentId, site: key, policy } = openingOf(site);
  const { ordinal, status } = slot;
  const isAgreed = status === 'agreed';
  // What is off is what he knows of, be it that another was proposed since.
  const { startsAt, endsAt } = isAgreed ? slot : announced ?? slot;
  const stillSo = ({ slot: now, reported, phase }: SiteState) => now?.ordinal === ordinal && now.status === status && reported === null && phase !== 'undoing';
  const notice = { deploymentId, site: key, ordinal, slot: { startsAt, endsAt } };
  const told = await call(site, 'send-slot', stillSo, ({ notices }) => (isAgreed ? notices('Créneau annoncé au client').sendSlot(notice) : notices('Créneau retiré au client').sendSlotOff(notice)));
  if (stillSo(site.state()) && !(isAgreed && ordinal === 1)) {
    await call(site, 'tell-technician', stillSo, ({ notices }) => notices('Créneau dit au technicien').sendInternal({
      deploymentId, site: key, key: `slot.${ordinal}.${status}`, to: 'field-technician', subjectKind: isAgreed ? 'slot-agreed' : 'slot-off',
      facts: { slotOn: dateOfInstant(policy, Date.parse(startsAt)) },
    }));
  }
  if (told.how !== 'overtaken') site.act({ type: 'slotTold', ordinal });
}

/** D-10, beside the story: who counts on a slot in whose place another was proposed does not wait for the OBL's word on that one to hear that nobody comes; nor does the OBL wait for the mail. */
export async function tellSlotsOff(site: Site): Promise<void> {
  while (site.state().endedAtMs === null) {
    await site.until((state) => state.endedAtMs !== null || isSlotOffOwed(state));
    const { announced } = site.state();
    if (announced && isSlotOffOwed(site.state())) await tellSlotOff(site, announced);
  }
}

async function tellSlotOff(site: Site, { ordinal, startsAt, endsAt }: AnnouncedSlot): Promise<void> {
  const { deploymentId, site: key, policy } = openingOf(site);
  const isOwed = (state: SiteState) => isSlotOffOwed(state) && state.announced?.ordinal === ordinal;
  const told = await call(site, 'send-slot-off', isOwed, ({ notices }) => notices('Créneau retiré au client').sendSlotOff({ deploymentId, site: key, ordinal, slot: { startsAt, endsAt } }));
  await call(site, 'tell-slot-off', isOwed, ({ notices }) => notices('Créneau retiré au technicien').sendInternal({
    deploymentId, site: key, key: `slot.${ordinal}.off`, to: 'field-technician', subjectKind: 'slot-off', facts: { slotOn: dateOfInstant(policy, Date.parse(startsAt)) },
  }));
  if (told.how !== 'overtaken') site.act({ type: 'slotOffTold', ordinal });
}

/** Whoever is told of the whole site's cancellation need not hear it of a slot. */
function isSlotOffOwed({ announced, phase }: SiteState): boolean {
  return announced?.isOff === true && phase !== 'undoing';
}

export async function awaitDeliveryReport(site: Site): Promise<void> {
  if (!is(site, 'delivery-report')) return;
  if (!isReportWatched(site.state())) await awaitObl(site, 'delivery-report', 'Relance OBL (PV)');
  // D-13: its reservations are settled first.
  await site.until(({ phase }) => phase !== 'delivery-report');
}

/** D-09, D-13, beside the story, which waits for equipment and persons meanwhile: the OBL is reminded of its delivery report. */
export async function watchDeliveryReport(site: Site): Promise<void> {
  while (site.state().endedAtMs === null) {
    await site.until((state) => state.endedAtMs !== null || isReportWatched(state));
    if (isReportWatched(site.state())) await awaitObl(site, 'delivery-report', 'Relance OBL (PV)');
  }
}

/** D-09, D-11: an order that was refused, or is left for another OBL. Without a line nobody need come. */
export async function decideOnRefusal(site: Site): Promise<void> {
  if (!is(site, 'order-refused') && !is(site, 'reordering')) return;
  await announceSlot(site);
  await undoInterventions(site);
  if (is(site, 'reordering')) {
    await undoOrder(site);
    site.act({ type: 'orderAgain' });
  }
  await whileDeciding(site, 'order-refused');
}

/** Awaits what the coordinator decides, and the customer where works are quoted to him (D-09, D-11). */
export async function whileDeciding(site: Site, phase: SitePhase): Promise<void> {
  const isToSend = ({ works }: SiteState) => works !== null && !works.isSent && works.verdict === 'asked';
  while (is(site, phase)) {
    await site.until((state) => state.phase !== phase || isToSend(state));
    const { works } = site.state();
    if (!is(site, phase) || !works) continue;
    const { deploymentId, site: key } = openingOf(site);
    const { ordinal, reference, amountCents, description } = works;
    const sent = await call(site, 'send-works-quote', (state) => state.phase === phase && isToSend(state), ({ notices }) =>
      notices(`Devis de travaux n° ${ordinal}`).sendWorksQuote({ deploymentId, site: key, ordinal, reference, amountCents, description }));
    if (sent.how !== 'overtaken') site.act({ type: 'worksQuoteSent', ordinal });
  }
}

/** D-09: awaits a callback of the OBL; at each reminder first asks for the order's state, which finds a lost one. */
export async function awaitObl(site: Site, awaited: Awaited, reminder: string, wanted: (state: SiteState) => boolean = () => true): Promise<void> {
  const { order } = site.state();
  if (!order) return;
  const { orderKey } = order;
  const stillAwaited = (state: SiteState) => isAwaited(state, orderKey, awaited) && wanted(state);
  while (stillAwaited(site.state())) {
    if (isEscalationDue(site.state())) {
      await escalate(site, orderKey, awaited, stillAwaited);
      continue;
    }
    const { reminders = 0, remindersBefore = 0 } = site.state().order ?? {};
    const ordinal = reminders + 1;
    const atMs = nextReminderAtMs(site.state());
    // A policy applied meanwhile moves the instant: the timer is armed anew.
    const woken = await site.until(
      (state) => !stillAwaited(state) || isEscalationDue(state) || nextReminderAtMs(state) !== atMs, atMs === null ? null : { atMs, summary: `${reminder} n° ${ordinal}` });
    if (woken === 'met') continue;
    const known = isOblAwaited(site.state()) ? await call(site, 'read-access-order', stillAwaited, ({ obl }) => obl('État de la commande OBL').readAccessOrder(orderKey)) : null;
    if (known?.how === 'went-through') {
      for (const fact of factsOf(known.answer)) site.act({ type: 'oblTold', orderKey, fact, heard: 'asked' }, 'timer');
    }
    if (!stillAwaited(site.state())) return;
    const total = remindersBefore + ordinal;
    const reminded = isOblAwaited(site.state()) ? await call(site, 'remind-obl', stillAwaited, ({ obl }) => obl(`${reminder} n° ${ordinal}`).remindObl(orderKey, total)) : null;
    // D-09, D-11: the visit is the technician's to report.
    const technician = awaited === 'intervention-report' && stillAwaited(site.state()) ? await remindTechnician(site, `${orderKey}.visit-reminder.${total}`, stillAwaited) : null;
    const reached: Reminded[] = [...(isReached(reminded) ? ['obl' as const] : []), ...(isReached(technician) ? ['field-technician' as const] : [])];
    if (reached.length > 0 || stillAwaited(site.state())) site.act({ type: 'oblReminded', orderKey, awaited, ordinal, reached }, 'timer');
  }
}

/** An OBL that has delivered has done its part of the intervention; what is awaited then is the technician's report. */
function isOblAwaited({ report }: SiteState): boolean {
  return report === null;
}

/** Who passes over a reminder has made it by other means. */
function isReached(reminded: OutsideAnswer<void> | null): boolean {
  return reminded !== null && reminded.how !== 'overtaken';
}

async function remindTechnician(site: Site, key: string, wanted: (state: SiteState) => boolean): Promise<OutsideAnswer<void>> {
  const { deploymentId, site: of, policy } = openingOf(site);
  const { slot } = site.state();
  return await call(site, 'remind-technician', wanted, ({ notices }) => notices('Relance du technicien').sendInternal({
    deploymentId, site: of, key, to: 'field-technician', subjectKind: 'visit-report', facts: slot ? { slotOn: dateOfInstant(policy, Date.parse(slot.startsAt)) } : {},
  }));
}

/** D-09: once per wait, the OBL's support by its own door, everybody else whom the policy names by mail. */
async function escalate(site: Site, orderKey: string, awaited: Awaited, wanted: (state: SiteState) => boolean): Promise<void> {
  const { order } = site.state();
  if (!order) return;
  const { deploymentId, site: of, policy } = openingOf(site);
  const ordinal = order.remindersBefore + order.reminders;
  const facts = { reminders: order.reminders, orderKey };
  for (const to of policy.reminders[ladderOf[awaited]].escalateTo) {
    if (to === 'obl-support' && !isOblAwaited(site.state())) continue;
    const told = to === 'obl-support'
      ? await call(site, 'escalate-obl', wanted, ({ obl }) => obl('Escalade au support de l’OBL').escalateObl({ orderKey, ordinal, awaited }))
      : await call(site, 'tell-escalation', wanted, ({ notices }) =>
        notices('Escalade').sendInternal({ deploymentId, site: of, key: `${orderKey}.escalation.${ordinal}`, to, subjectKind: ladderOf[awaited], facts }));
    if (told.how === 'overtaken') return;
  }
  site.act({ type: 'oblEscalated', orderKey, awaited }, 'timer');
}
