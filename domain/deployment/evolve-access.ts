/** How a site's access changes by what happened: its OBL and order, its slot, its visit (D-08 to D-11). */
import type { AccessEvent, PlannedSlot } from './access.ts';
import type { SiteEffect } from './effects.ts';
import { accessOrderKey, interventionKey, type AccessOrder, type SiteOpening, type SiteState } from './site.ts';

export function evolveAccess(state: SiteState, event: AccessEvent, atMs: number): SiteState {
  switch (event.type) {
    case 'oblChosen':
      return state.opening ? ordering(state, state.opening, { attempt: 1, obl: event.obl, worksQuoteReference: null }, atMs) : state;
    case 'accessOrderRefused': {
      const { reason, detail, orderKey } = event;
      return { ...withoutSlot(state), phase: 'order-refused', refusal: { reason, detail }, works: null, block: null, effects: without(state.effects, orderKey) };
    }
    case 'accessOrderCorrected':
      return state.opening ? ordering(state, state.opening, event, atMs) : state;
    case 'addressChanged':
      return { ...state, order: state.order && { ...state.order, isCorrected: true } };
    case 'accessOrderGivenUp':
      return { ...withoutSlot(state), phase: 'reordering', nextObl: event.obl, works: null, block: null };
    case 'worksQuoted': {
      const { ordinal, reference, amountCents, description } = event;
      return { ...state, works: { ordinal, reference, amountCents, description, isSent: false, verdict: 'asked' } };
    }
    case 'worksQuoteSent':
      return { ...state, works: state.works && { ...state.works, isSent: true } };
    case 'slotOffered':
      return { ...state, offered: { by: 'obl', slot: event.slot }, lastOffer: event.offer };
    case 'planningReopened': {
      // What OBL or customer would rather not have holds until another one is proposed; a visit that was made is over.
      const status = event.offered === null ? 'dropped' : 'reopened';
      const isOff = event.why !== 'works-agreed' && event.why !== 'new-visit' && state.slot?.status === 'agreed' && state.slot.isTold;
      const slot: PlannedSlot | null = state.slot && { ...state.slot, status: state.slot.status === 'dropped' ? 'dropped' : status, isTold: !isOff };
      // One that was proposed for the hour that he counts on is off as that is.
      const announced = state.opening?.edition !== undefined && event.why !== 'customer-wish' && state.slot?.status === 'proposed' ? noMore(state.announced) : state.announced;
      return { ...recorded(waiting(state, atMs, {})), phase: 'intervention-planning', slot, announced, offered: event.offered, block: null };
    }
    case 'slotProposed':
      return {
        ...planned(waiting(state, atMs, {}), event), phase: 'intervention-planning', offered: null,
        announced: event.takesPlaceOf === undefined ? state.announced : noMore(state.announced),
      };
    case 'slotWished':
      return { ...state, offered: { by: 'customer', slot: event.slot } };
    case 'slotOffTold':
      return { ...state, announced: state.slot?.status === 'agreed' ? { startsAt: state.slot.startsAt, endsAt: state.slot.endsAt, ordinal: state.slot.ordinal } : null };
    case 'slotTold':
      return { ...state, slot: state.slot && { ...state.slot, isTold: true }, announced: state.slot?.status === 'agreed' ? state.announced : null };
    case 'slotRecalled':
      return { ...state, announced: null };
    case 'visitReported': {
      const { key, outcome, absent, questionnaire } = event;
      return {
        ...state, reported: { key, outcome, absent, questionnaire }, announced: null, visit: outcome === 'favourable' ? questionnaire : state.visit,
        noShows: state.noShows + (outcome === 'no-show' ? 1 : 0),
      };
    }
    case 'visitBlocked':
      return { ...recorded(state), phase: 'visit-blocked', block: event.block, works: null };
    case 'slotMoved':
    case 'abandonmentRequested':
    case 'abandonmentDeclined':
      return state;
  }
}

/** From here on an order may exist outside, whatever we hear: it is on the stack before the call is made. */
function ordering(state: SiteState, opening: SiteOpening, { attempt, obl, worksQuoteReference }: Pick<AccessOrder, 'attempt' | 'obl' | 'worksQuoteReference'>, atMs: number): SiteState {
  const orderKey = accessOrderKey(opening, attempt);
  return {
    ...state, phase: 'access-order', effects: [...state.effects, { kind: 'access-order', key: orderKey }], refusal: null, nextObl: null, offered: null, lastOffer: 0,
    order: { attempt, obl, worksQuoteReference, orderKey, oblReference: null, plannedDeliveryDate: null, reminders: 0, remindersBefore: 0, waitingSinceMs: atMs, isEscalated: false },
  };
}

/** From here on an intervention may be planned outside, whatever we hear; one that is planned is moved. */
function planned(state: SiteState, { ordinal, slot }: Extract<AccessEvent, { type: 'slotProposed' }>): SiteState {
  const proposed: SiteState = { ...state, slot: { ...slot, ordinal, status: 'proposed', isTold: false } };
  if (state.intervention || !state.opening) return proposed;
  const key = interventionKey(state.opening, ordinal);
  return { ...proposed, intervention: { key, ordinal, slot }, effects: [...state.effects, { kind: 'intervention', key }] };
}

function noMore(announced: SiteState['announced']): SiteState['announced'] {
  return announced && { ...announced, isOff: true };
}

/** Without its order nobody comes: the slot is dropped, its intervention stays on the stack until it is cancelled. A favourable visit was made all the same, and is recorded later. */
function withoutSlot(state: SiteState): SiteState {
  return { ...state, slot: state.slot && { ...state.slot, status: 'dropped', isTold: state.announced === null || state.announced.isOff === true }, intervention: null, reported: state.reported?.outcome === 'favourable' ? state.reported : null };
}

/** D-11: Ref.Tech has the visit: the intervention has been, and nothing of it is left to undo. */
export function recorded(state: SiteState): SiteState {
  const { reported, intervention, effects } = state;
  if (!reported) return state;
  return { ...state, reported: null, intervention: intervention?.key === reported.key ? null : intervention, effects: without(effects, reported.key) };
}

/** Another wait begins: its reminders are counted anew, and on for the whole order. */
export function waiting(state: SiteState, atMs: number, known: Partial<AccessOrder>): SiteState {
  if (!state.order) return state;
  const { reminders, remindersBefore } = state.order;
  return { ...state, order: { ...state.order, ...known, reminders: 0, remindersBefore: remindersBefore + reminders, waitingSinceMs: atMs, isEscalated: false } };
}

export function without(effects: readonly SiteEffect[], key: string): SiteEffect[] {
  return effects.filter((effect) => effect.key !== key);
}
