/** The row of a complaint, made from its events (S-08). */
import type { ComplaintState } from '../../domain/complaint/complaint.ts';
import { answerDueAtMs, gestureCents } from '../../domain/complaint/progress.ts';
import { instant } from '../instant.ts';
import type { Client } from '../pool.ts';

export async function projectComplaint(client: Client, state: ComplaintState): Promise<void> {
  const { opening, phase, outcome, answers, isDueSoon, isLate, acknowledgedAtMs, openedAtMs, endedAtMs } = state;
  if (!opening) return;
  const last = answers.at(-1);
  await client.query({
    name: 'project-complaint',
    text: `INSERT INTO complaints (id, customer_id, subject, order_number, edition, channel, entered_by, phase, outcome, verdict, due_at, is_due_soon, is_late, gesture_cents, acknowledged_at, answered_at, opened_at, ended_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
           ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, outcome = excluded.outcome, verdict = excluded.verdict, due_at = excluded.due_at, is_due_soon = excluded.is_due_soon, is_late = excluded.is_late,
             gesture_cents = excluded.gesture_cents, acknowledged_at = excluded.acknowledged_at, answered_at = excluded.answered_at, ended_at = excluded.ended_at`,
    values: [
      opening.id, opening.customerId, opening.subject, opening.orderNumber, opening.edition, opening.channel, opening.enteredBy, phase, outcome, last?.verdict ?? null, instant(answerDueAtMs(state)), isDueSoon, isLate,
      gestureCents(state), instant(acknowledgedAtMs), instant(last?.atMs ?? null), instant(openedAtMs), instant(endedAtMs),
    ],
  });
}
