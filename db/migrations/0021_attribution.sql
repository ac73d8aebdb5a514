-- T-11: whom a ticket was given to, since when somebody has it, and for which more urgent one its technician had to leave it.
ALTER TABLE tickets ADD COLUMN attributed_to text, ADD COLUMN held_since timestamptz, ADD COLUMN displaced_by text;
CREATE INDEX tickets_open_by_holder ON tickets ((coalesce(assignee, attributed_to))) WHERE ended_at IS NULL;
CREATE INDEX tickets_held_before ON tickets (assignee, rds, customer_id) WHERE ended_at IS NOT NULL;
CREATE INDEX tickets_displaced ON tickets (displaced_by) WHERE displaced_by IS NOT NULL;
