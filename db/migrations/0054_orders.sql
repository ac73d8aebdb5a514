-- Unified purchase orders (chapter 5): one row each, their papers and rejects; and beside the record, where it can be erased, who orders and signs, and how codes are checked.
CREATE SEQUENCE order_numbers;

CREATE TABLE orders (
  id text PRIMARY KEY,
  customer_id text NOT NULL,
  proposal_id text NOT NULL,
  emitter text NOT NULL,
  phase text NOT NULL,
  outcome text,
  ttc_cents bigint NOT NULL,
  sub_orders jsonb NOT NULL,
  signed_how text,
  signed_at timestamptz,
  deployment_id text,
  termination_id text,
  -- A relay has to hand it over, or to see whether what came of it has ended (S-05).
  calls_relay boolean NOT NULL,
  opened_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX orders_by_customer ON orders (customer_id, id);
CREATE INDEX orders_by_phase ON orders (phase, id);
CREATE INDEX orders_by_emitter ON orders (emitter, id);
CREATE INDEX orders_calling ON orders (id) WHERE calls_relay;
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON orders FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TABLE order_documents (
  id uuid PRIMARY KEY,
  order_id text NOT NULL,
  kind text NOT NULL,
  media_type text NOT NULL,
  size_bytes integer NOT NULL,
  sha256 text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX order_documents_by_order ON order_documents (order_id, at);

-- S-06: what production or billing sent back.
CREATE TABLE order_rejects (
  order_id text NOT NULL,
  number integer NOT NULL,
  customer_id text NOT NULL,
  side text NOT NULL,
  rejected_by text NOT NULL,
  emitter text NOT NULL,
  comment text NOT NULL,
  status text NOT NULL,
  rejected_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (order_id, number)
);
CREATE INDEX order_rejects_open ON order_rejects (emitter, rejected_at) WHERE status <> 'settled';
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON order_rejects FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

-- S-02: one set of data for all sub-orders; each version as it was when the order was issued with it.
CREATE TABLE order_parties (
  journey_id text NOT NULL,
  version integer NOT NULL,
  party jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (journey_id, version)
);

-- S-04: who signs, and from where he did.
CREATE TABLE order_signatures (
  journey_id text PRIMARY KEY,
  signature jsonb NOT NULL,
  signing jsonb
);
CREATE UNIQUE INDEX order_mandates ON order_signatures ((signature #>> '{mandate,reference}'));

-- A code is nowhere: it is made of the salt by a key that is not here, and checked by the keyed hash.
CREATE TABLE order_codes (
  order_id text NOT NULL,
  ordinal integer NOT NULL,
  salt bytea NOT NULL,
  proof bytea NOT NULL,
  PRIMARY KEY (order_id, ordinal)
);

-- The deployment and the termination that an order was handed over to, taken before they start (S-05).
CREATE TABLE order_hand_overs (
  order_id text NOT NULL,
  what text NOT NULL,
  made text NOT NULL,
  PRIMARY KEY (order_id, what)
);
