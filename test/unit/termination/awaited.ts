/** What everybody whom a termination waits for may say: people, the relay, the timers and the outside. */
import { partsToEnd, servicesToStop, servicesToUndo } from '../../../domain/termination/progress.ts';
import type { TerminationCommand, TerminationState } from '../../../domain/termination/termination.ts';
import { opening } from './given.ts';

const checked = (condition: string) => ({ equipment: opening.equipment.map(({ serialNumber }) => ({ serialNumber, condition })) });
/** Answers of people, by step; not all of them are taken. */
export const answers: Readonly<Record<string, readonly object[]>> = {
  'win-back': [{ outcome: 'leaving', comment: 'x' }, { outcome: 'leaving', comment: 'x' }, { outcome: 'kept', comment: 'x' }],
  'termination-fee': [{ choice: 'confirm' }, { choice: 'exempt', exemption: 'legal', comment: 'x' }, { choice: 'exempt', exemption: 'none', comment: 'x' }, { choice: 'amend', totalCents: 5, comment: 'x' }],
  'termination-entry': [{ effectiveOn: '2026-02-05' }, { effectiveOn: '2025-01-01' }],
  'deproduction-by-hand': [{ comment: 'x' }],
  'equipment-return': [checked('missing'), checked('returned'), { equipment: [] }],
  'letter-by-post': [{}],
  'stuck-call': [{ choice: 'retry', comment: 'x' }, { choice: 'skip', comment: 'x' }],
};

/** What the people, the relay, the timers and the outside that are awaited may say now. */
export function awaitedIn(state: TerminationState): TerminationCommand[] {
  const tasks = Object.values(state.tasks.open).flatMap(({ id, step }) => (answers[step] ?? []).map((input): TerminationCommand => ({ type: 'completeTask', taskId: id, input: input as never })));
  switch (state.phase) {
    case 'registration': return [{ type: 'ticketOpened', ticket: 'TCK-1' }, { type: 'confirmationSent', document: null }];
    case 'win-back': return [...tasks, { type: 'winBackLapsed' }];
    case 'held': return [{ type: 'release', effectiveOn: '2026-02-01' }];
    case 'scheduled': return [...servicesToStop(state).map(({ rds }): TerminationCommand => ({ type: 'billingStopped', rds, how: 'asked' })), { type: 'effectiveDateReached' }];
    case 'final-invoice': return [{ type: 'finalInvoiceIssued', invoice: { reference: 'F', totals: null } }];
    case 'deproduction': return [...tasks, ...partsToEnd(state).flatMap(({ service: { rds }, part }) => (['ended', 'ended', 'too-late', 'skipped'] as const).map((outcome): TerminationCommand => ({ type: 'partEnded', rds, part, outcome })))];
    case 'equipment-return': return [...tasks, { type: 'labelsSent', document: null, sentOn: '2026-02-06' }, { type: 'returnReminded', ordinal: state.reminders + 1 }];
    case 'equipment-invoice': return [{ type: 'equipmentInvoiceIssued', invoice: { reference: 'E', totals: null } }];
    case 'undoing': return servicesToUndo(state).map(({ rds }): TerminationCommand => ({ type: 'stopUndone', rds, how: 'undone' }));
    case 'closing': return [{ type: 'ticketClosed' }];
    default: return tasks;
  }
}
