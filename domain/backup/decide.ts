/** The rules of a backup in trouble (T-21), and the model that ties them together. */
import { refuse } from '../errors/codes.ts';
import { evolveKept, wrongState } from '../journey/common.ts';
import { accept, reject, type Decision, type JourneyModel } from '../journey/journey.ts';
import { isNewer } from '../journey/applied-policy.ts';
import { callEnded, callFailed, verdictGiven } from '../journey/stuck-call.ts';
import { openTask, withdrawAll } from '../journey/task.ts';
import { newBackupTrouble, type BackupCommand, type BackupEvent, type BackupOpening, type BackupState, type Night, type NightOutcome } from './backup.ts';

export function decideBackup(state: BackupState, command: BackupCommand): Decision<BackupEvent> {
  if (command.type === 'open') return state.phase === 'new' ? accept<BackupEvent>(...opened(state, command.opening)) : wrongState(state.phase, ['new']);
  if (state.endedAtMs !== null && isOfOthers(command)) return wrongState(state.phase, ['watched', 'ticketed']);
  switch (command.type) {
    case 'nightTold':
      return accept<BackupEvent>(...nightTold(state, command.night, command.outcome));
    case 'ticketOpened':
      return state.ticket === null || state.ticket === command.after ? accept<BackupEvent>({ type: 'backupTicketOpened', ticket: command.ticket }) : accept();
    case 'adminTold':
      return accept<BackupEvent>({ type: 'adminTold', night: command.night });
    case 'customerTold':
      return accept<BackupEvent>({ type: 'customerTold' });
    case 'end':
      return state.endedAtMs === null ? accept<BackupEvent>(...withdrawAll(state.tasks, 'backup-recovered'), { type: 'backupTroubleEnded' }) : accept();
    case 'applyPolicy':
      return state.endedAtMs === null && isNewer(openingOf(state).policy, command.applied) ? accept<BackupEvent>({ type: 'policyApplied', applied: command.applied }) : accept();
    case 'completeTask': {
      const task = state.tasks.open[command.taskId];
      if (!task) return reject(refuse('task-closed', { taskId: command.taskId }));
      const { input } = command;
      return accept<BackupEvent>({ type: 'taskCompleted', taskId: task.id, step: task.step, input }, ...('choice' in input ? verdictGiven(state, task.id, input) : []));
    }
    case 'callFailed':
      return accept<BackupEvent>(...callFailed(state, openingOf(state).id, command));
    case 'callEnded':
      return accept<BackupEvent>(...callEnded(state, command.call, command.how));
  }
}

/** What the journey's own calls come to is taken after its end too. */
function isOfOthers({ type }: BackupCommand): boolean {
  return type === 'nightTold' || type === 'ticketOpened' || type === 'completeTask';
}

function opened({ tasks }: BackupState, opening: BackupOpening): BackupEvent[] {
  const { id, job, customerId, isCritical } = opening;
  const event: BackupEvent = { type: 'backupTroubleOpened', opening };
  // Whoever connects must understand the customer's infrastructure.
  if (!isCritical || customerId === null) return [event];
  return [event, openTask(tasks, id, { step: 'backup-connect', owner: 'technician-n2', dueAtMs: null, context: { job } })];
}

/** A night may be told twice, late, and otherwise than before; one that went well makes good those before it. */
function nightTold({ nights, lastNight, recoveredAtMs }: BackupState, night: Night, outcome: NightOutcome): BackupEvent[] {
  if (night < (lastNight ?? '')) return [];
  if (outcome === 'succeeded') return recoveredAtMs === null ? [{ type: 'backupRecovered', night }] : [];
  const isKnown = recoveredAtMs === null && nights.some((known) => known.night === night && known.outcome === outcome);
  return isKnown ? [] : [{ type: 'nightFailed', night, outcome }];
}

export function evolveBackup(state: BackupState, event: BackupEvent, atMs: number): BackupState {
  switch (event.type) {
    case 'backupTroubleOpened':
      return { ...state, phase: 'watched', opening: event.opening, openedAtMs: atMs };
    case 'nightFailed': {
      const { night, outcome } = event;
      const before = state.recoveredAtMs === null ? state.nights.filter((known) => known.night !== night) : [];
      return { ...state, nights: [...before, { night, outcome }], lastNight: night, recoveredAtMs: null };
    }
    case 'backupRecovered':
      return { ...state, lastNight: event.night, recoveredAtMs: atMs };
    case 'backupTicketOpened':
      return { ...state, phase: 'ticketed', ticket: event.ticket };
    case 'adminTold':
      return { ...state, adminToldOf: event.night };
    case 'customerTold':
      return { ...state, isCustomerTold: true };
    case 'backupTroubleEnded':
      return { ...state, phase: 'over', endedAtMs: atMs };
    default:
      return evolveKept(state, event, atMs);
  }
}

export const backupModel: JourneyModel<BackupState, BackupCommand, BackupEvent> = { initial: newBackupTrouble, decide: decideBackup, evolve: evolveBackup };

function openingOf({ opening }: BackupState): BackupOpening {
  if (!opening) throw new Error('a backup is decided upon before it was opened');
  return opening;
}
