-- All clocks of a ticket stand in its row (T-07, T-08): who looks at a queue saw when the resolution was due, not when it was to be taken, nor what is left while it waits.
ALTER TABLE tickets
  ADD COLUMN waiting_since timestamptz,
  ADD COLUMN standing_left_ms bigint,
  ADD COLUMN taking_due_at timestamptz,
  ADD COLUMN is_taking_breached boolean NOT NULL DEFAULT false;
