-- Whether a technician has handled tickets of a service or a customer is asked at every attribution (T-11); what is due, every few seconds.
DROP INDEX tickets_held_before;
CREATE INDEX tickets_handled_of_service ON tickets (rds, assignee) WHERE ended_at IS NOT NULL;
CREATE INDEX tickets_handled_of_customer ON tickets (customer_id, assignee) WHERE ended_at IS NOT NULL;
CREATE INDEX tickets_in_work ON tickets (assignee, held_since) WHERE ended_at IS NULL AND phase = 'in-progress';
CREATE INDEX tickets_given ON tickets (desk, held_since) WHERE ended_at IS NULL AND attributed_to IS NOT NULL;
