/** What a notice of a ticket is completed with: whom it goes to, and what is kept apart from the record (T-07, T-22). */
import type { NoticeRecipient } from '../../domain/ticket/notices.ts';
import type { TicketOpening } from '../../domain/ticket/ticket.ts';
import type { TicketRequest } from '../../domain/ticket/registration.schema.ts';
import type { Pool } from '../pool.ts';
import { readContents } from './contents.ts';

/** Mail addresses; none where nobody is known. @param assignee the subject who had the ticket when the notice arose */
export async function readNoticeRecipients(pool: Pool, number: string, to: NoticeRecipient, assignee: string | null): Promise<string[]> {
  if (to === 'requester') return await requesterOf(pool, number);
  const { rows } = await pool.query<{ email: string }>({
    name: 'notice-recipients',
    // Where nobody has it, or who has it has no address, those who look after the queue are told; where a team has no manager, the supervisors.
    text: `WITH asked AS (
       SELECT m.email FROM team_members AS m, tickets AS t LEFT JOIN teams AS e ON e.key = t.team
       WHERE t.number = $1 AND m.email IS NOT NULL AND CASE $2
         WHEN 'assignee' THEN m.subject = coalesce($3, t.assignee, t.attributed_to)
         WHEN 'manager' THEN m.subject = e.manager
         -- T-17: the customer's own, where he has one who can be written to.
         WHEN 'account-manager' THEN m.profile = 'account-manager' AND m.subject = coalesce((SELECT subject FROM customers AS c JOIN team_members AS own ON own.subject = c.account_manager AND own.profile = 'account-manager' WHERE c.id = t.customer_id AND own.email IS NOT NULL), m.subject)
         ELSE m.profile = 'supervisor' END
     )
     SELECT DISTINCT email FROM (
       SELECT email FROM asked
       UNION ALL SELECT email FROM team_members WHERE email IS NOT NULL AND NOT EXISTS (SELECT FROM asked) AND profile = CASE $2 WHEN 'assignee' THEN 'dispatcher' ELSE 'supervisor' END
     ) AS told ORDER BY email`,
    values: [number, to, assignee],
  });
  return rows.map(({ email }) => email);
}

/** T-14: whose agreement counts; of what a machine noticed, that of the service's owner (T-08). */
async function requesterOf(pool: Pool, number: string): Promise<string[]> {
  const { rows: [asked] } = await pool.query<Pick<TicketOpening, 'agreementOf' | 'rds' | 'item'> & { request: Partial<TicketRequest> | null }>({
    name: 'notice-requester',
    text: `
      SELECT o."agreementOf", o.rds, o.item, c.content AS request
      FROM journeys AS j CROSS JOIN LATERAL jsonb_to_record(j.state -> 'opening') AS o("agreementOf" text, "requestId" text, rds text, item jsonb)
      LEFT JOIN ticket_contents AS c ON c.ticket = j.id AND c.id::text = o."requestId"
      WHERE j.id = $1`,
    values: [number],
  });
  if (!asked) return [];
  const { agreementOf, request, rds, item } = asked;
  if (agreementOf === 'service-owner') return item?.kind === 'backup-job' ? await contactOfBackup(pool, item.reference) : rds === null ? [] : await contactsOf(pool, rds);
  const email = (agreementOf === 'affected-user' ? request?.affectedUser?.email : undefined) ?? request?.caller?.email;
  return email === undefined ? [] : [email];
}

async function contactOfBackup(pool: Pool, job: string): Promise<string[]> {
  const { rows } = await pool.query<{ email: string }>('SELECT contact_email AS email FROM backup_jobs WHERE job = $1 AND contact_email IS NOT NULL', [job]);
  return rows.map(({ email }) => email);
}

async function contactsOf(pool: Pool, rds: string): Promise<string[]> {
  const { rows } = await pool.query<{ email: string }>(
    `SELECT DISTINCT contact ->> 'email' AS email FROM services AS s JOIN launch_files AS f USING (deployment_id), jsonb_array_elements(f.file -> 'contacts') AS contact
     WHERE s.rds = $1 AND contact ->> 'role' IN ('administrative', 'technical') AND contact ? 'email' ORDER BY 1`, [rds]);
  return rows.map(({ email }) => email);
}

/** What a worksheet says was done (T-17); null once erased. */
export async function readWorkDone(pool: Pool, number: string, contentId: string): Promise<string | null> {
  return ((await readContents(pool, number)).get(contentId) as { workDone?: string } | undefined)?.workDone ?? null;
}
