-- What people are to be told of tickets (T-07, T-22), written with the events that make it, and what became of it (C-04). Like the outbox it is not made anew by a rebuild:
-- what has been said once stays said, and no rule that came later tells anybody of what is past. So no row is ever deleted.
CREATE TABLE ticket_notices (
  ticket        text NOT NULL,
  -- Of this notice within its ticket: its mail's Message-ID.
  key           text NOT NULL,
  place         bigint GENERATED ALWAYS AS IDENTITY,
  recipient     text NOT NULL,
  -- Who had the ticket when it arose.
  assignee      text,
  arose_at      timestamptz NOT NULL,
  content       jsonb NOT NULL,
  status        text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'sent', 'nobody', 'stale', 'skipped')),
  -- When the relay looks at it next: it is new, held through the quiet hours, to be tried again, or under way with a relay that may have died.
  look_at       timestamptz NOT NULL DEFAULT now(),
  attempts      integer NOT NULL DEFAULT 0,
  failing_since timestamptz,
  ended_at      timestamptz,
  PRIMARY KEY (ticket, key)
);
CREATE INDEX ticket_notices_due ON ticket_notices (look_at) WHERE status = 'pending';
CREATE INDEX ticket_notices_pending ON ticket_notices (ticket) WHERE status = 'pending';

