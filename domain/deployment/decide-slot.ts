/** The slot of an intervention: proposed, moved by any side any number of times, and what follows the visit (D-10, D-11). */
import { refuse, type Refusal } from '../errors/codes.ts';
import { accept, reject, type Decision } from '../journey/journey.ts';
import { withdrawAll, type TaskWithdrawn } from '../journey/task.ts';
import { isSameSlot, type AccessEvent, type OfferedSlot, type Replanner, type Slot } from './access.ts';
import type { SiteCommand, SiteEvent, SiteState } from './site.ts';
import { openingOf, taskOf } from './site-steps.ts';

/** D-10: up to the report of the visit, any side may ask for another slot. */
export function canReplan({ phase, visit, reported }: SiteState): boolean {
  return phase === 'intervention-planning' || (phase === 'technical-visit' && visit === null && reported === null);
}

/** Why no slot can be proposed so; null where it can. */
export function slotFault({ startsAt, endsAt }: Slot, nowMs: number): Refusal | null {
  if (Date.parse(endsAt) <= Date.parse(startsAt)) return refuse('D-10.slot-ends-before-it-starts', { startsAt, endsAt });
  if (Date.parse(startsAt) <= nowMs) return refuse('D-10.slot-in-the-past', { startsAt });
  return null;
}

/** Whether its confirmation comes when it has begun: customer and technician did not know of it. Before edition 1 it was agreed all the same. */
export function isMissed({ opening }: SiteState, { startsAt }: Slot, nowMs: number): boolean {
  return opening?.edition !== undefined && Date.parse(startsAt) <= nowMs;
}

/** Each proposal is another slot; one that takes another's place is a move, with who wanted it and why. */
export function proposeSlot(state: SiteState, given: Slot, by: Replanner, reason: string | null): AccessEvent[] {
  const slot: Slot = { startsAt: instant(given.startsAt), endsAt: instant(given.endsAt) };
  const before = state.slot && state.slot.status !== 'dropped' ? { startsAt: state.slot.startsAt, endsAt: state.slot.endsAt } : null;
  const ordinal = (state.slot?.ordinal ?? 0) + 1;
  const moved: AccessEvent[] = before && !isSameSlot(before, slot) ? [{ type: 'slotMoved', ordinal, before, after: slot, by, reason }] : [];
  return [...moved, { type: 'slotProposed', ordinal, slot, ...isOffWith(state, slot) }];
}

/** Who counts on another slot is told that it is off, and not only of the next once the OBL has confirmed it. Before edition 1 he was not. */
function isOffWith({ announced, opening }: SiteState, slot: Slot): { takesPlaceOf?: number } {
  return opening?.edition !== undefined && announced && !announced.isOff && !isSameSlot(announced, slot) ? { takesPlaceOf: announced.ordinal } : {};
}

/** The planning task is done: whose wish the slot follows is seen from what was offered. A visit that held until now is not awaited any more. */
export function slotPlanned(state: SiteState, slot: Slot, comment: string | undefined): SiteEvent[] {
  const by = state.offered && isSameSlot(state.offered.slot, slot) ? state.offered.by : 'coordinator';
  return [...withdrawAll(state.tasks, 'replanned', ({ step }) => step === 'technical-visit'), ...proposeSlot(state, slot, by, comment ?? null)];
}

/** D-10: the coordinator replans, whoever asked him. */
export function replan(state: SiteState, { slot, askedBy, reason }: Extract<SiteCommand, { type: 'replan' }>, nowMs: number): Decision<SiteEvent> {
  const fault = replanFault(state) ?? slotFault(slot, nowMs);
  if (fault) return reject(fault);
  return accept<SiteEvent>(...noLongerAsked(state), ...proposeSlot(state, slot, askedBy, reason));
}

/** D-10: the customer would rather have another slot; what was agreed holds, and its visit with it, until the coordinator has planned another. Before edition 1 it was off at once. */
export function wishSlot(state: SiteState, { slot, reason }: Extract<SiteCommand, { type: 'wishSlot' }>, nowMs: number): Decision<SiteEvent> {
  const fault = replanFault(state) ?? slotFault(slot, nowMs);
  if (fault) return reject(fault);
  const wished: Slot = { startsAt: instant(slot.startsAt), endsAt: instant(slot.endsAt) };
  const [why, offered] = ['customer-wish', { by: 'customer', slot: wished }] as const;
  if (openingOf(state).edition === undefined || state.phase !== 'technical-visit') return accept<SiteEvent>(...planAgain(state, { why, offered, reason }));
  return accept<SiteEvent>(
    ...withdrawAll(state.tasks, 'replanned', ({ step }) => step === 'intervention-planning'), { type: 'slotWished', slot: wished, reason },
    taskOf({ ...state, offered }, 'intervention-planning', { why, reason }),
  );
}

function replanFault(state: SiteState): Refusal | null {
  return canReplan(state) ? null : refuse('wrong-state', { state: state.phase, states: 'intervention-planning, technical-visit' });
}

/** D-10: an OBL proposes a slot, or moves the one that was agreed. One that comes before its order is acknowledged waits for the planning. */
export function slotOffered(state: SiteState, { offer, slot }: { readonly offer: number; readonly slot: Slot }): SiteEvent[] {
  const heard: SiteEvent = { type: 'slotOffered', offer, slot };
  return canReplan(state) ? [heard, ...planAgain(state, { why: 'slot-offered', offered: { by: 'obl', slot }, reason: null })] : [heard];
}

interface Reopening {
  readonly why: Extract<AccessEvent, { type: 'planningReopened' }>['why'];
  readonly offered?: OfferedSlot;
  readonly reason: string | null;
}

/** Back to the planning, with what its person should know. */
export function planAgain(state: SiteState, { why, offered, reason }: Reopening): SiteEvent[] {
  return [
    ...noLongerAsked(state), { type: 'planningReopened', why, offered: offered ?? null, reason },
    taskOf({ ...state, offered: offered ?? null }, 'intervention-planning', { why, reason }),
  ];
}

function noLongerAsked({ tasks }: SiteState): TaskWithdrawn[] {
  return withdrawAll(tasks, 'replanned', ({ step }) => step === 'intervention-planning' || step === 'technical-visit');
}

/** One form for one instant, whatever offset it was typed in. */
function instant(written: string): string {
  return new Date(written).toISOString();
}
