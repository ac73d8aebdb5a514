-- Webhooks out: who is told of what, how far he was told, and each telling (docs/webhooks.md).
CREATE TABLE webhooks (
  id            uuid PRIMARY KEY,
  url           text NOT NULL,
  description   text NOT NULL,
  -- Patterns like ticket.* or ticket.ticketOpened; empty: everything.
  types         text[] NOT NULL,
  -- Null: of whatever centre, of every customer.
  centres       text[],
  customer_id   text REFERENCES customers,
  contact       text,
  status        text NOT NULL CHECK (status IN ('active', 'paused', 'disabled')),
  -- Why it is disabled, and whether its contact was told.
  reason        text,
  is_told       boolean NOT NULL DEFAULT true,
  version       integer NOT NULL DEFAULT 1,
  created_by    text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
  -- Everything up to here was delivered, or is none of its concern.
  position      bigint NOT NULL,
  attempts      integer NOT NULL DEFAULT 0,
  failing_since timestamptz,
  next_at       timestamptz,
  -- Who delivers it now; another takes it up when he has not said so for long.
  lease         uuid,
  lease_until   timestamptz
);
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON webhooks FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

-- All that have not ended sign: a rotation loses nothing.
CREATE TABLE webhook_secrets (
  webhook_id uuid NOT NULL REFERENCES webhooks ON DELETE CASCADE,
  secret     text NOT NULL,
  made_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  ends_at    timestamptz,
  PRIMARY KEY (webhook_id, secret)
);

CREATE TABLE webhook_deliveries (
  id         uuid PRIMARY KEY,
  webhook_id uuid NOT NULL REFERENCES webhooks ON DELETE CASCADE,
  -- Null: a test.
  position   bigint,
  message_id text NOT NULL,
  type       text NOT NULL,
  subject    text,
  -- waiting: asked for by hand, and goes next.
  status     text NOT NULL CHECK (status IN ('waiting', 'delivered', 'failing', 'failed')),
  attempts   integer NOT NULL DEFAULT 0,
  -- What the receiver answered last, or why he could not.
  answer     integer,
  fault      text,
  took_ms    integer,
  first_at   timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  last_at    timestamptz,
  UNIQUE (webhook_id, position)
);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id DESC);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (webhook_id) WHERE status = 'waiting';
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (last_at);
