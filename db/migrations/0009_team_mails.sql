-- Staff are told by mail what needs no decision: escalations and alerts. Null: that person is not written to.
ALTER TABLE team_members ADD COLUMN email text;
