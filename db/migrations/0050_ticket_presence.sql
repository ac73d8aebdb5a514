-- Who has a ticket open now: gone after a minute, and with a crash; no record of who looked at what.
CREATE UNLOGGED TABLE ticket_presence (
  number     text NOT NULL,
  subject    text NOT NULL,
  is_writing boolean NOT NULL,
  since      timestamptz NOT NULL DEFAULT now(),
  seen_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (number, subject)
);
CREATE INDEX ticket_presence_seen ON ticket_presence (seen_at);
