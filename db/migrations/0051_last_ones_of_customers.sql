-- Letters and notices by their customer, the latest first (C-01): they were looked for among his last two hundred orders and tickets, one by one, and older ones were not shown.
ALTER TABLE ticket_notices ADD COLUMN customer_id text;
UPDATE ticket_notices AS n SET customer_id = t.customer_id FROM tickets AS t WHERE t.number = n.ticket;
CREATE INDEX ticket_notices_of_customer ON ticket_notices (customer_id, ended_at DESC)
  WHERE recipient = 'requester' AND status = 'sent' AND content ->> 'kind' <> ALL ('{message,broadcast}');
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON ticket_notices FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

ALTER TABLE documents ADD COLUMN customer_id text;
UPDATE documents AS d SET customer_id = o.customer_id FROM deployments AS o WHERE o.id = d.deployment_id;
CREATE INDEX documents_issued_to_customer ON documents (customer_id, added_at DESC) INCLUDE (id, kind, added_by) WHERE status = 'issued';
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON documents FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

ALTER TABLE termination_documents ADD COLUMN customer_id text;
UPDATE termination_documents AS d SET customer_id = o.customer_id FROM terminations AS o WHERE o.id = d.termination;
CREATE INDEX termination_documents_of_customer ON termination_documents (customer_id, issued_at DESC) INCLUDE (id, kind);
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON termination_documents FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

-- What else the view read through for its last ones.
CREATE INDEX inbound_mails_without_ticket_of_customer ON inbound_mails (customer_id, received_at DESC) INCLUDE (id) WHERE ticket IS NULL;
CREATE INDEX terminations_open_of_customer ON terminations (customer_id, effective_on, id) WHERE ended_at IS NULL;

-- Who sells looks through all that his customers ever had for what a team or a person of ours did: thirteen thousand tickets, one page each.
DROP INDEX tickets_ended_of_customer;
CREATE INDEX tickets_ended_of_customer ON tickets (customer_id, created_at, number) INCLUDE (rds, team, assignee, attributed_to, phase) WHERE ended_at IS NOT NULL;
