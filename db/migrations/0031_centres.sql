-- Where people and customers belong (C-05, C-06): centres in regions; dimensions of one operator, no tenants.
CREATE TABLE centres (
  key    text PRIMARY KEY CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  label  jsonb NOT NULL,
  region text NOT NULL CHECK (region ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);

-- Null: of none; then only who may see everything sees it.
ALTER TABLE customers ADD COLUMN centre text REFERENCES centres;
ALTER TABLE team_members ADD COLUMN centre text REFERENCES centres;
CREATE INDEX customers_by_centre ON customers (centre, id);
