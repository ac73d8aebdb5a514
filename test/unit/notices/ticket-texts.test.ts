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
