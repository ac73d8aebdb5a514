-- T-17, T-18: who looks after a customer; null: everybody of the profile.
ALTER TABLE customers ADD COLUMN account_manager text REFERENCES team_members (subject);

-- T-12: what was there before on the same service, or the same piece of equipment.
CREATE INDEX tickets_by_service ON tickets (rds, created_at DESC) WHERE rds IS NOT NULL;
CREATE INDEX tickets_by_item ON tickets (item) WHERE item IS NOT NULL;
