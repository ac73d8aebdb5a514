-- Who may do what (C-05): profiles by the directory, by grants for some time, by keys of machines; and every act that gives or takes them.

ALTER TABLE centres ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE teams ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE team_members ADD COLUMN version integer NOT NULL DEFAULT 1;
CREATE INDEX customers_by_account_manager ON customers (account_manager, id);

-- The profile of team_members says what work somebody is given, these what he may do. At most one bound: a centre, a region, the customers whose account manager he is; without one, everything.
CREATE TABLE assignments (
  subject       text NOT NULL REFERENCES team_members,
  profile       text NOT NULL,
  centre        text REFERENCES centres,
  region        text,
  own_customers boolean NOT NULL DEFAULT false,
  UNIQUE NULLS NOT DISTINCT (subject, profile, centre, region, own_customers),
  CHECK (num_nonnulls(centre, region) + own_customers::int <= 1)
);

-- What sign-in and directory said before is what they say now.
INSERT INTO assignments (subject, profile, centre) SELECT subject, profile, centre FROM team_members;

-- Temporary access; it ends at its instant, though nothing runs then.
CREATE TABLE grants (
  id            uuid PRIMARY KEY,
  subject       text NOT NULL REFERENCES team_members,
  profile       text NOT NULL,
  centre        text REFERENCES centres,
  region        text,
  own_customers boolean NOT NULL DEFAULT false,
  reason        text NOT NULL,
  granted_by    text NOT NULL,
  granted_at    timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
  expires_at    timestamptz NOT NULL,
  revoked_at    timestamptz,
  revoked_by    text,
  CHECK (num_nonnulls(centre, region) + own_customers::int <= 1)
);
CREATE INDEX grants_by_person ON grants (subject, expires_at);
CREATE INDEX grants_by_age ON grants (granted_at, id);

-- Of a key only its digest is kept.
CREATE TABLE api_keys (
  id          uuid PRIMARY KEY,
  name        text NOT NULL,
  digest      bytea NOT NULL UNIQUE,
  -- As assignments: [{profile, centre?, region?}].
  profiles    jsonb NOT NULL,
  -- Null: whatever the profiles allow.
  permissions text[],
  customer_id text REFERENCES customers,
  -- The team at whose desk it works (T-11).
  team        text REFERENCES teams,
  created_by  text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
  expires_at  timestamptz NOT NULL,
  revoked_at  timestamptz,
  revoked_by  text
);

-- Who gave whom what, and who changed the directory. Append-only; keys and choices only, no names.
CREATE TABLE people_acts (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
  actor      text NOT NULL,
  act        text NOT NULL,
  -- Whom or what it concerns.
  object     text NOT NULL,
  before     jsonb,
  after      jsonb,
  channel    text NOT NULL,
  request_id text NOT NULL
);
CREATE INDEX people_acts_by_object ON people_acts (object, id);

CREATE FUNCTION people_acts_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'acts on people are append-only';
END $$;
CREATE TRIGGER people_acts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON people_acts
  FOR EACH STATEMENT EXECUTE FUNCTION people_acts_are_append_only();
