-- Complaints (S-08): one row each; and beside the record what was said, to be erased, and who holds a subject from before its journey starts.
CREATE SEQUENCE complaint_numbers;

CREATE TABLE complaints (
  id text PRIMARY KEY,
  customer_id text NOT NULL,
  subject text NOT NULL,
  order_number text NOT NULL,
  edition integer NOT NULL,
  channel text NOT NULL,
  entered_by text NOT NULL,
  phase text NOT NULL,
  outcome text,
  -- Of the last answer.
  verdict text,
  -- Null while no answer is awaited.
  due_at timestamptz,
  is_due_soon boolean NOT NULL,
  is_late boolean NOT NULL,
  gesture_cents bigint NOT NULL,
  acknowledged_at timestamptz,
  answered_at timestamptz,
  opened_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX complaints_by_customer ON complaints (customer_id, id);
CREATE INDEX complaints_open ON complaints (id) WHERE ended_at IS NULL;
CREATE INDEX complaints_by_due ON complaints (coalesce(due_at, 'infinity'), id) WHERE ended_at IS NULL;
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON complaints FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

-- What the customer complains of and where he is written to; what he was answered.
CREATE TABLE complaint_texts (
  id uuid PRIMARY KEY,
  journey_id text NOT NULL,
  content jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX complaint_texts_by_journey ON complaint_texts (journey_id, at);

-- One open complaint per subject: taken before the journey starts, by one at a time.
CREATE TABLE complaint_takes (
  complaint text PRIMARY KEY,
  customer_id text NOT NULL,
  order_number text NOT NULL,
  subject text NOT NULL,
  since timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX complaint_takes_by_customer ON complaint_takes (customer_id);
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON complaint_takes FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();
