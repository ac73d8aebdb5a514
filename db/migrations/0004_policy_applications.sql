-- Moving running journeys to another version of a policy, by explicit command only.

-- Computed from the state: no writer has to know of them, and while they keep their value an update of a journey touches no index.
ALTER TABLE journeys
  ADD COLUMN is_open boolean GENERATED ALWAYS AS ((state ->> 'endedAtMs') IS NULL) STORED,
  ADD COLUMN policy_versions jsonb GENERATED ALWAYS AS (coalesce(state #> '{launch,policy,versions}', state #> '{opening,policy,versions}')) STORED;
CREATE INDEX journeys_open ON journeys (id) INCLUDE (policy_versions) WHERE is_open;

-- The command: this version holds for every journey that runs.
CREATE TABLE policy_applications (
  policy       text NOT NULL,
  version      integer NOT NULL,
  requested_by text NOT NULL,
  channel      text NOT NULL,
  request_id   text,
  requested_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (policy, version),
  FOREIGN KEY (policy, version) REFERENCES policies (name, version)
);

-- What the relay carries out, journey by journey.
CREATE TABLE policy_moves (
  policy          text NOT NULL,
  version         integer NOT NULL,
  journey_id      text NOT NULL,
  -- unneeded: the journey has ended, or has a newer version by now.
  status          text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'moved', 'unneeded')),
  reason          text,
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  settled_at      timestamptz,
  PRIMARY KEY (policy, version, journey_id),
  FOREIGN KEY (policy, version) REFERENCES policy_applications (policy, version)
);
CREATE INDEX policy_moves_waiting ON policy_moves (next_attempt_at) WHERE status = 'waiting';
