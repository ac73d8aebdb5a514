/** What passed between a customer and us, as a part of the one statement of his view (C-01). */
import { shownOf } from '../../domain/customer/view-blocks.ts';
import { listed, object } from './json.ts';

/** And one beyond. */
const read = shownOf.messages + 1;
/** Of the last so many messages those that are no notes of the house: nobody waits for a customer of thousands. */
const examined = 200;

export interface CorrespondenceRow {
  readonly kind: 'contact' | 'message' | 'mail' | 'letter' | 'notice' | 'sent';
  readonly at: string;
  readonly direction: 'in' | 'out';
  readonly channel: string;
  /** Of the ticket, the mail, the document, or the journey that sent it; null of a contact. */
  readonly reference: string | null;
  /** Subject of a mail, kind of a letter, of a notice or of what was sent, reason of a contact. */
  readonly about: string | null;
  readonly by: string | null;
}

/** Of each kind of journey, whether the reader may see it of this customer, as SQL (C-05). */
export type SeenKinds = Readonly<Record<'deployments' | 'tickets' | 'terminations' | 'complaints' | 'orders' | 'appointments' | 'backups', string>>;

/** Whichever way; notes of the house are none of it. The mails that carry a ticket's messages are these messages. */
export const correspondence = (seen: SeenKinds): string => listed(
  `SELECT * FROM (
     (SELECT CASE t.type WHEN 'messageAdded' THEN 'message' ELSE 'contact' END AS kind, t.at, coalesce(e.payload #>> '{message,direction}', e.payload ->> 'direction') AS direction,
        coalesce(e.payload #>> '{message,channel}', e.payload ->> 'contactChannel') AS channel, CASE t.type WHEN 'messageAdded' THEN t.journey_id END AS reference, e.payload ->> 'reason' AS about, t.actor AS by
      FROM (SELECT journey_id, number, at, type, actor FROM timeline WHERE customer_id = c.id AND type IN ('messageAdded', 'customerContacted') AND (type = 'customerContacted' OR ${seen.tickets}) ORDER BY at DESC LIMIT ${examined}) AS t JOIN events AS e USING (journey_id, number)
      WHERE coalesce(e.payload #>> '{message,direction}', '') <> 'internal' ORDER BY t.at DESC LIMIT ${read})
     UNION ALL (SELECT 'mail', received_at, 'in', 'mail', id::text, subject, sender_name FROM (SELECT id FROM inbound_mails WHERE customer_id = c.id AND ticket IS NULL ORDER BY received_at DESC LIMIT ${read}) AS latest JOIN inbound_mails USING (id))
     UNION ALL (SELECT 'letter', added_at, 'out', 'mail', id::text, kind, added_by FROM documents WHERE customer_id = c.id AND status = 'issued' AND ${seen.deployments} ORDER BY added_at DESC LIMIT ${read})
     UNION ALL (SELECT 'letter', issued_at, 'out', 'mail', id::text, kind, NULL FROM termination_documents WHERE customer_id = c.id AND ${seen.terminations} ORDER BY issued_at DESC LIMIT ${read})
     UNION ALL (SELECT 'notice', ended_at, 'out', 'mail', ticket, content ->> 'kind', NULL FROM ticket_notices
      WHERE customer_id = c.id AND recipient = 'requester' AND status = 'sent' AND content ->> 'kind' <> ALL ('{message,broadcast}') AND ${seen.tickets} ORDER BY ended_at DESC LIMIT ${read})
     UNION ALL (SELECT 'sent', sent_at, 'out', channel, journey_id, kind, NULL FROM sent_messages WHERE customer_id = c.id
      AND CASE left(journey_id, 3) WHEN 'RES' THEN ${seen.terminations} WHEN 'REC' THEN ${seen.complaints} WHEN 'CMD' THEN ${seen.orders} WHEN 'RDV' THEN ${seen.appointments} WHEN 'REP' THEN ${seen.tickets} WHEN 'BKP' THEN ${seen.backups} ELSE ${seen.deployments} END
      ORDER BY sent_at DESC LIMIT ${read})
   ) AS every ORDER BY at DESC LIMIT ${read}`,
  object({ kind: 'kind', at: 'at', direction: 'direction', channel: 'channel', reference: 'reference', about: 'about', by: 'by' }, 'x'), 'x.at DESC');
