-- Opportunities, discovery notes, follow-ups and appointments (S-09).
CREATE SEQUENCE opportunity_numbers;
CREATE SEQUENCE follow_up_numbers;
CREATE SEQUENCE appointment_numbers;

CREATE TABLE opportunities (
  id text PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customers (id),
  -- Its purpose.
  description text NOT NULL,
  stage text NOT NULL,
  amount_cents bigint NOT NULL,
  -- Percent.
  probability integer NOT NULL CHECK (probability BETWEEN 0 AND 100),
  -- A quarter, 2026-Q3.
  period text NOT NULL,
  closes_on date NOT NULL,
  channel text NOT NULL,
  seller text NOT NULL,
  -- Why it was lost, and what was said when it was closed.
  lost_reason text,
  comment text,
  version integer NOT NULL DEFAULT 1,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  closed_at timestamptz,
  CHECK ((closed_at IS NULL) = (stage NOT IN ('won', 'lost')))
);
CREATE INDEX opportunities_by_customer ON opportunities (customer_id, id);
CREATE INDEX opportunities_by_seller ON opportunities (seller, id);
CREATE INDEX opportunities_by_period ON opportunities (period, stage);
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON opportunities FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

-- Quotes: the proposals that were made for it.
ALTER TABLE proposals ADD COLUMN opportunity_id text REFERENCES opportunities (id);
CREATE INDEX proposals_by_opportunity ON proposals (opportunity_id) WHERE opportunity_id IS NOT NULL;

-- What a seller found out, fact by fact: the customer may read it.
CREATE TABLE discovery_notes (
  id uuid PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customers (id),
  opportunity_id text REFERENCES opportunities (id),
  facts jsonb NOT NULL,
  written_by text NOT NULL,
  written_at timestamptz NOT NULL
);
CREATE INDEX discovery_notes_by_customer ON discovery_notes (customer_id, id);
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON discovery_notes FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

-- Made from events.
CREATE TABLE follow_ups (
  id text PRIMARY KEY,
  customer_id text NOT NULL,
  opportunity_id text,
  what text NOT NULL,
  seller text NOT NULL,
  phase text NOT NULL,
  due_at timestamptz NOT NULL,
  opened_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX follow_ups_by_customer ON follow_ups (customer_id, due_at);
CREATE INDEX follow_ups_by_seller ON follow_ups (seller, due_at);
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON follow_ups FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

-- Beside the record, where it can be erased: what is to be done, in words.
CREATE TABLE follow_up_notes (
  journey_id text PRIMARY KEY,
  note text NOT NULL
);

-- Made from events.
CREATE TABLE appointments (
  id text PRIMARY KEY,
  customer_id text NOT NULL,
  opportunity_id text,
  form text NOT NULL,
  seller text NOT NULL,
  phase text NOT NULL,
  answer text,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  -- The version of its details that holds, and how often it was told anew.
  details integer NOT NULL,
  sequence integer NOT NULL,
  told_sequence integer,
  confirm_at timestamptz,
  opened_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX appointments_by_customer ON appointments (customer_id, starts_at);
CREATE INDEX appointments_by_seller ON appointments (seller, starts_at);
CREATE INDEX appointments_by_start ON appointments (starts_at, id);
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON appointments FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

-- Beside the record: with whom, where, what about; each version as it was told.
CREATE TABLE appointment_details (
  journey_id text NOT NULL,
  version integer NOT NULL,
  details jsonb NOT NULL,
  PRIMARY KEY (journey_id, version)
);
