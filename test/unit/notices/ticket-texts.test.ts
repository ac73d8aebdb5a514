/** What customers and colleagues are written of a ticket, where it hangs on more than its kind. */
import { expect, it } from 'vitest';
import { ticketNoticeText, type TicketFrame } from '../../../activities/notices/ticket-texts.ts';

const hour = 3_600_000;
const frame: TicketFrame = { number: 'TCK-2026-000123', customerId: 'CLI-000001', priority: 'P2', rds: 'RDS-1', mailbox: 'assistance@jalon.invalid', timeZone: 'Europe/Paris', solution: null, waitingLabel: null, operator: 'Anjou Télécom' };

it('a customer is promised a time that is to come; of one that has passed he is told that we are late (T-22)', () => {
  const said = (nowMs: number): string => ticketNoticeText(frame, { kind: 'expectation', dueAtMs: 16 * hour }, { link: '', message: null, nowMs }).text;
  expect(said(12 * hour)).toContain('au plus tard le');
  expect(said(18 * hour)).not.toContain('au plus tard le');
  expect(said(18 * hour)).toContain('Le délai prévu est dépassé');
});

it('a customer whose clock stands is told which promise is suspended, and whether it is for him to answer (T-08, T-22)', () => {
  const said = (awaitsHim: boolean): string => ticketNoticeText({ ...frame, waitingLabel: 'Pièce commandée' }, { kind: 'clock-stopped', sinceMs: 0, promisedMs: 16 * hour, awaitsHim }, { link: '', message: null, nowMs: 0 }).text;
  expect(said(false)).toContain('Votre demande attend\u00a0: Pièce commandée.');
  expect(said(true)).toContain('Répondre à ce message suffit');
  for (const awaitsHim of [true, false]) expect(said(awaitsHim)).toMatch(/\(jeudi\s1er\sjanvier\s1970\sà\s17\sh\) est suspendu/);
});
