/** The rules of a backup in trouble: nights counted once, one ticket when it persists, who is told (T-21). */
import { describe, expect, it } from 'vitest';
import { troubleId, untoldNight, wantsTicket, type BackupCommand, type BackupOpening, type BackupState, type NightOutcome } from '../../../domain/backup/backup.ts';
import { backupModel } from '../../../domain/backup/decide.ts';
import { fold } from '../../../domain/journey/journey.ts';

const opening: BackupOpening = {
  id: troubleId('martin-serveur', '2026-11-20'), job: 'martin-serveur', customerId: 'CLI-000001', isCritical: false,
  policy: { versions: { 'field-service': 1, 'outside-calls': 1 }, failureNights: 2, outsideCalls: { tellAfterMs: 300_000, againEveryMs: 900_000 } },
};

function after(...commands: readonly BackupCommand[]): BackupState {
  return commands.reduce((state, command) => {
    const decision = backupModel.decide(state, command, 1_000);
    if (!decision.accepted) throw new Error(decision.refusal.code);
    return fold(backupModel, decision.events.map((event) => ({ event, atMs: 1_000 })), state);
  }, backupModel.initial);
}
const open = (of: Partial<BackupOpening> = {}): BackupCommand => ({ type: 'open', opening: { ...opening, ...of } });
const night = (day: number, outcome: NightOutcome = 'failed'): BackupCommand => ({ type: 'nightTold', night: `2026-11-${day}`, outcome });

describe('a backup in trouble', () => {
  it('wants one ticket once it has failed as many nights as the policy says, a missing report counting as one (T-21)', () => {
    expect(wantsTicket(after(open(), night(20)))).toBe(false);
    expect(wantsTicket(after(open(), night(20), night(21, 'missing')))).toBe(true);
    expect(wantsTicket(after(open(), night(20), night(21), { type: 'ticketOpened', ticket: 'TCK-2026-000001' }, night(22)))).toBe(false);
  });

  it('has another ticket after the one that has ended, and no other way (T-21)', () => {
    const ticketed = [open(), night(20), night(21), { type: 'ticketOpened', ticket: 'TCK-2026-000001' }] as const;
    expect(after(...ticketed, { type: 'ticketOpened', ticket: 'TCK-2026-000002', after: 'TCK-2026-000001' }).ticket).toBe('TCK-2026-000002');
    expect(after(...ticketed, { type: 'ticketOpened', ticket: 'TCK-2026-000002' }).ticket).toBe('TCK-2026-000001');
  });

  it('follows a later version of its policy, and none that it has already', () => {
    const applied = (version: number, failureNights: number): BackupCommand => ({ type: 'applyPolicy', applied: { policy: 'field-service', version, frozen: { failureNights } } });
    const state = after(open(), night(20), applied(2, 1));
    expect([wantsTicket(state), state.opening?.policy]).toEqual([true, { ...opening.policy, versions: { 'field-service': 2, 'outside-calls': 1 }, failureNights: 1 }]);
    expect(wantsTicket(after(open(), night(20), applied(2, 1), applied(2, 9), applied(1, 9)))).toBe(true);
  });

  it('counts a night once, however often it is told, and what it is corrected to', () => {
    const state = after(open(), night(20), night(20), night(20, 'missing'), night(20));
    expect(state.nights).toEqual([{ night: '2026-11-20', outcome: 'failed' }]);
    expect(wantsTicket(state)).toBe(false);
  });

  it('is over when it works again, and a ticket is wanted no more', () => {
    const state = after(open(), night(20), night(21), night(22, 'succeeded'));
    expect([state.recoveredAtMs, wantsTicket(state)]).toEqual([1_000, false]);
    expect(after(open(), night(20), night(20, 'succeeded')).recoveredAtMs).toBe(1_000);
  });

  it('is not made good by an older night that is told late', () => {
    expect(after(open(), night(20), night(21), night(20, 'succeeded')).recoveredAtMs).toBeNull();
  });

  it('fails again before it was told to be over: the trouble goes on', () => {
    expect(after(open(), night(20), night(21, 'succeeded'), night(22))).toMatchObject({ recoveredAtMs: null, nights: [{ night: '2026-11-22' }] });
    expect(after(open(), night(20), night(22, 'succeeded'), night(21)).recoveredAtMs).toBe(1_000);
  });

  it('of a critical job has somebody connect and check, and waits for nobody when it is over (T-21)', () => {
    const state = after(open({ isCritical: true }), night(20));
    const [task] = Object.values(state.tasks.open);
    expect(task).toMatchObject({ step: 'backup-connect', owner: 'technician-n2', context: { job: 'martin-serveur' } });
    expect(after(open({ isCritical: true }), { type: 'completeTask', taskId: task?.id ?? '', input: { isRestorable: true, comment: 'Restauré un fichier' } }).tasks.open).toEqual({});
    expect(after(open({ isCritical: true }), night(20), { type: 'end' })).toMatchObject({ phase: 'over', tasks: { open: {} } });
  });

  it('of our own is told to the network administrator each night, and is nobody’s ticket (T-21)', () => {
    const own = open({ customerId: null });
    expect(untoldNight(after(own, night(20)))).toEqual({ night: '2026-11-20', outcome: 'failed' });
    expect(untoldNight(after(own, night(20), { type: 'adminTold', night: '2026-11-20' }))).toBeNull();
    expect(untoldNight(after(own, night(20), { type: 'adminTold', night: '2026-11-20' }, night(21)))).toMatchObject({ night: '2026-11-21' });
    expect(wantsTicket(after(own, night(20), night(21), night(22)))).toBe(false);
    expect(untoldNight(after(open(), night(20)))).toBeNull();
  });

  it('that has ended hears nothing any more', () => {
    const ended = after(open(), night(20), { type: 'end' });
    expect(backupModel.decide(ended, night(21), 1_000)).toMatchObject({ accepted: false, refusal: { code: 'wrong-state' } });
  });
});
