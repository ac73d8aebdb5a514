-- Calls to outside systems that keep failing (D-24), made from the events of their journeys.

CREATE TABLE stuck_calls (
  journey_id    text NOT NULL,
  call          text NOT NULL,
  deployment_id text NOT NULL,
  site          text,
  system        text NOT NULL,
  since         timestamptz NOT NULL,
  rounds        integer NOT NULL,
  next_try_at   timestamptz NOT NULL,
  code          text NOT NULL,
  message       text NOT NULL,
  task_id       text NOT NULL,
  verdict       text,
  PRIMARY KEY (journey_id, call)
);
CREATE INDEX stuck_calls_oldest_first ON stuck_calls (since, journey_id, call);
