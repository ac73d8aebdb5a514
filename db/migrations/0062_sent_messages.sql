-- C-01, C-04: mails and texts of ours that went out to a customer by themselves. What tickets tell, and letters with a document, have their own books.
CREATE TABLE sent_messages (
  message_key text PRIMARY KEY,
  journey_id text NOT NULL,
  customer_id text NOT NULL,
  kind text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('mail', 'sms')),
  sent_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sent_messages_of_customer ON sent_messages (customer_id, sent_at DESC) INCLUDE (journey_id, kind, channel);
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON sent_messages FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

-- What had gone out before, as far as the record says it by itself.
INSERT INTO sent_messages (message_key, journey_id, customer_id, kind, channel, sent_at)
SELECT t.journey_id || CASE t.type
         WHEN 'complaintAcknowledged' THEN '.acknowledgement'
         WHEN 'answerSent' THEN '.answer.' || (e.payload ->> 'number')
         WHEN 'invitationSent' THEN '.invitation.' || (e.payload ->> 'ordinal')
         WHEN 'codeSent' THEN '.code.' || (e.payload ->> 'ordinal')
         WHEN 'appointmentConfirmed' THEN '.confirmation.' || (e.payload ->> 'sequence')
         ELSE '.' || told.what || '.' || (e.payload ->> 'sequence') END,
       t.journey_id, t.customer_id,
       CASE t.type WHEN 'complaintAcknowledged' THEN 'complaint-acknowledgement' WHEN 'answerSent' THEN 'complaint-answer' WHEN 'invitationSent' THEN 'signature-invitation' WHEN 'codeSent' THEN 'signature-code'
         WHEN 'appointmentConfirmed' THEN 'appointment-confirmation' ELSE 'appointment-' || told.what END,
       CASE t.type WHEN 'codeSent' THEN 'sms' ELSE 'mail' END, t.at
  FROM timeline AS t JOIN events AS e USING (journey_id, number)
  CROSS JOIN LATERAL (SELECT CASE WHEN EXISTS (SELECT FROM events AS c WHERE c.journey_id = t.journey_id AND c.type = 'appointmentCancelled' AND c.payload ->> 'sequence' = e.payload ->> 'sequence') THEN 'cancellation' ELSE 'invitation' END AS what) AS told
 WHERE (t.type IN ('complaintAcknowledged', 'answerSent') AND t.journey_id LIKE 'REC-%')
    OR (t.type IN ('invitationSent', 'codeSent') AND t.journey_id LIKE 'CMD-%')
    OR (t.type IN ('appointmentTold', 'appointmentConfirmed') AND t.journey_id LIKE 'RDV-%' AND e.payload ->> 'how' = 'sent')
ON CONFLICT DO NOTHING;
