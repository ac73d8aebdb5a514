-- Terminations (chapter 3): one row each, what relays have to do on their tickets, and whom to write to beside the record, where it can be erased.
CREATE SEQUENCE termination_numbers;

CREATE TABLE terminations (
  id text PRIMARY KEY,
  customer_id text NOT NULL,
  origin text NOT NULL,
  belongs_to text,
  phase text NOT NULL,
  outcome text,
  received_on date NOT NULL,
  letter_reference text,
  services text[] NOT NULL,
  ticket text,
  fee_cents bigint,
  effective_on date,
  final_invoice text,
  equipment_invoice text,
  return_deadline date,
  -- Something of it is to be done on its ticket (R-01, R-07).
  calls_relay boolean NOT NULL,
  opened_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX terminations_by_customer ON terminations (customer_id, id);
CREATE INDEX terminations_by_phase ON terminations (phase, id);
CREATE INDEX terminations_by_whole ON terminations (belongs_to) WHERE belongs_to IS NOT NULL;
CREATE INDEX terminations_calling ON terminations (id) WHERE calls_relay;

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON terminations FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TABLE termination_documents (
  id uuid PRIMARY KEY,
  termination text NOT NULL,
  kind text NOT NULL,
  size_bytes integer NOT NULL,
  sha256 text NOT NULL,
  issued_at timestamptz NOT NULL
);
CREATE INDEX termination_documents_by_termination ON termination_documents (termination, issued_at);

CREATE TABLE termination_contacts (
  termination text PRIMARY KEY,
  contact jsonb NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE termination_ticket_numbers (
  termination text PRIMARY KEY,
  ticket text NOT NULL
);

-- What a service costs and how long its customer is bound by it (R-03): from the billed offer, or entered; null where nobody knows.
ALTER TABLE services ADD COLUMN in_service_on date, ADD COLUMN monthly_cents bigint, ADD COLUMN engagement_ends_on date,
  -- The termination that holds it, taken before the journey starts: a service is ended by one at a time.
  ADD COLUMN termination text, ADD COLUMN termination_since timestamptz;
