/** Moves the typed search attributes with the ticket: one upsert per change of what they show. */
import { upsertSearchAttributes } from '@temporalio/workflow';
import { clockOf, dueAtMs } from '../../domain/ticket/clocks.ts';
import { holderOf } from '../../domain/ticket/attributed.ts';
import type { TicketState } from '../../domain/ticket/ticket.ts';
import { searchAttributes } from '../deployment/messages.ts';
import { ticketSearchAttributes } from './messages.ts';

/** A listener of changes; each upsert costs one history event, so only news is sent. */
export function showTicket(): (state: TicketState) => void {
  let shown = '';
  return (state) => {
    const resolution = clockOf(state, 'resolution');
    const dueMs = resolution && state.endedAtMs === null ? dueAtMs(resolution) : null;
    const owner = holderOf(state) ?? state.team?.team ?? 'dispatcher';
    const now = JSON.stringify([state.phase, owner, state.priority, state.level, dueMs]);
    if (now === shown) return;
    shown = now;
    upsertSearchAttributes([
      { key: searchAttributes.phase, value: state.phase }, { key: searchAttributes.owner, value: owner },
      { key: ticketSearchAttributes.priority, value: state.priority }, { key: ticketSearchAttributes.level, value: state.level },
      { key: ticketSearchAttributes.dueAt, value: dueMs === null ? null : new Date(dueMs) },
    ]);
  };
}
