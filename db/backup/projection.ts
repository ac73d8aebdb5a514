/** The row of a backup in trouble, made from its state in the recorder's transaction. */
import { wantsTicket, type BackupState } from '../../domain/backup/backup.ts';
import { instant } from '../instant.ts';
import type { Client } from '../pool.ts';

export async function projectBackup(client: Client, state: BackupState): Promise<void> {
  const { opening, nights, phase, ticket, openedAtMs, recoveredAtMs, endedAtMs } = state;
  if (!opening) return;
  await client.query({
    name: 'project-backup',
    text: `INSERT INTO backup_troubles (id, job, customer_id, nights, last_night, phase, wants_ticket, ticket, opened_at, recovered_at, ended_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           ON CONFLICT (id) DO UPDATE SET nights = excluded.nights, last_night = excluded.last_night, phase = excluded.phase, wants_ticket = excluded.wants_ticket,
             ticket = excluded.ticket, recovered_at = excluded.recovered_at, ended_at = excluded.ended_at`,
    values: [
      opening.id, opening.job, opening.customerId, nights.length, nights.at(-1)?.night ?? null, phase, endedAtMs === null && wantsTicket(state), ticket, instant(openedAtMs),
      instant(recoveredAtMs), instant(endedAtMs),
    ],
  });
}
