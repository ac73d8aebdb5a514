-- What a change of contacts or of an offer replaced in the launch file, and by what (D-25). Personal data stays here, where it can be erased; the event names the change.
CREATE TABLE launch_changes (
  id            uuid PRIMARY KEY,
  deployment_id text NOT NULL,
  -- The journey that decides on it.
  journey_id    text NOT NULL,
  -- What is replaced in the file.
  part          text[] NOT NULL,
  before        jsonb,
  after         jsonb,
  made_at       timestamptz NOT NULL DEFAULT now(),
  -- With the event; null where the journey did not take it.
  applied_at    timestamptz
);
CREATE INDEX launch_changes_by_journey ON launch_changes (journey_id, part);
