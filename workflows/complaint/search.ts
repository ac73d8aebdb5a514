/** Moves the typed search attributes with a complaint: phase and whose turn it is, when an answer is due, whether it is at risk. */
import { upsertSearchAttributes } from '@temporalio/workflow';
import type { ComplaintState } from '../../domain/complaint/complaint.ts';
import { answerDueAtMs } from '../../domain/complaint/progress.ts';
import { searchAttributes } from '../deployment/messages.ts';
import { ticketSearchAttributes } from '../ticket/messages.ts';

/** A listener of changes; each upsert costs one history event, so only news is sent. */
export function showComplaint(): (state: ComplaintState) => void {
  let shown = '';
  return (state) => {
    const { phase, tasks, isDueSoon } = state;
    const owner = Object.values(tasks.open)[0]?.owner ?? 'customer';
    const dueAtMs = answerDueAtMs(state);
    const news = [phase, owner, dueAtMs, isDueSoon].join(' ');
    if (shown === news) return;
    shown = news;
    upsertSearchAttributes([
      { key: searchAttributes.phase, value: phase }, { key: searchAttributes.owner, value: owner }, { key: ticketSearchAttributes.dueAt, value: dueAtMs === null ? null : new Date(dueAtMs) }, { key: searchAttributes.atRisk, value: isDueSoon },
    ]);
  };
}
