/** What passed between a customer and us, as a part of the one statement of his view (C-01). */
import { listed, object } from './json.ts';

const shown = 20;
/** Of the last so many messages those that are no notes of the house, and of the last so many deployments the letters: nobody waits for a customer of thousands. */
const examined = 200;
/** And what was sent of so many tickets, of the open ones and of the latest. */
const ticketsExamined = 100;

export interface CorrespondenceRow {
  readonly kind: 'contact' | 'message' | 'mail' | 'letter' | 'notice';
  readonly at: string;
  readonly direction: 'in' | 'out';
  readonly channel: string;
  /** Of the ticket, the mail or the document; null of a contact. */
  readonly reference: string | null;
  /** Subject of a mail, kind of a letter or of a notice, reason of a contact. */
  readonly about: string | null;
  readonly by: string | null;
}

const ticketsOf = (which: string) => `(SELECT number FROM tickets WHERE customer_id = c.id AND ${which} ORDER BY number DESC LIMIT ${ticketsExamined})`;

/** Whichever way; notes of the house are none of it. The mails that carry a ticket's messages are these messages. */
export const correspondence = listed(
  `SELECT * FROM (
     (SELECT CASE t.type WHEN 'messageAdded' THEN 'message' ELSE 'contact' END AS kind, t.at, coalesce(e.payload #>> '{message,direction}', e.payload ->> 'direction') AS direction,
        coalesce(e.payload #>> '{message,channel}', e.payload ->> 'contactChannel') AS channel, CASE t.type WHEN 'messageAdded' THEN t.journey_id END AS reference, e.payload ->> 'reason' AS about, t.actor AS by
      FROM (SELECT journey_id, number, at, type, actor FROM timeline WHERE customer_id = c.id AND type IN ('messageAdded', 'customerContacted') ORDER BY at DESC LIMIT ${examined}) AS t JOIN events AS e USING (journey_id, number)
      WHERE coalesce(e.payload #>> '{message,direction}', '') <> 'internal' ORDER BY t.at DESC LIMIT ${shown})
     UNION ALL (SELECT 'mail', received_at, 'in', 'mail', id::text, subject, sender_name FROM inbound_mails WHERE customer_id = c.id AND ticket IS NULL ORDER BY received_at DESC LIMIT ${shown})
     UNION ALL (SELECT 'letter', d.added_at, 'out', 'mail', d.id::text, d.kind, d.added_by FROM (SELECT id FROM deployments WHERE customer_id = c.id ORDER BY id DESC LIMIT ${examined}) AS o
       CROSS JOIN LATERAL (SELECT * FROM documents WHERE deployment_id = o.id AND status = 'issued' ORDER BY added_at DESC LIMIT ${shown}) AS d ORDER BY d.added_at DESC LIMIT ${shown})
     UNION ALL (SELECT 'letter', d.issued_at, 'out', 'mail', d.id::text, d.kind, NULL FROM terminations AS o JOIN termination_documents AS d ON d.termination = o.id WHERE o.customer_id = c.id ORDER BY d.issued_at DESC LIMIT ${shown})
     UNION ALL (SELECT 'notice', n.ended_at, 'out', 'mail', n.ticket, n.content ->> 'kind', NULL
      FROM (${ticketsOf('ended_at IS NULL')} UNION ${ticketsOf('true')}) AS o JOIN ticket_notices AS n ON n.ticket = o.number
      WHERE n.recipient = 'requester' AND n.status = 'sent' AND n.content ->> 'kind' NOT IN ('message', 'broadcast') ORDER BY n.ended_at DESC LIMIT ${shown})
   ) AS every ORDER BY at DESC LIMIT ${shown}`,
  object({ kind: 'kind', at: 'at', direction: 'direction', channel: 'channel', reference: 'reference', about: 'about', by: 'by' }, 'x'), 'x.at DESC');
