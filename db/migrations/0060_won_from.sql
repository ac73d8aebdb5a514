-- S-09, C-08: what was expected of an opportunity that its orders have won, for they may be given up before production; and those that were.
ALTER TABLE opportunities ADD COLUMN won_from jsonb;
CREATE INDEX orders_withdrawn ON orders (proposal_id) WHERE outcome = 'withdrawn';
