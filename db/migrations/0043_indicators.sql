-- What indicators are counted from (C-06): facts as they are recorded, summed up by the relay into days, weeks and months of the operator's zone.

-- Not summed up yet. Only inserted to by recorders, so that none waits for another.
CREATE TABLE indicator_facts (
  at      timestamptz NOT NULL,
  measure text NOT NULL,
  detail  text NOT NULL,
  -- Null: for nobody known.
  person  text,
  team    text,
  centre  text,
  n       integer NOT NULL,
  total   bigint NOT NULL
);

-- By place (team and customer's centre) and, apart from it, by person: a person's figures are all of what he did. Empty: of none.
CREATE TABLE indicator_sums (
  about   text NOT NULL CHECK (about IN ('place', 'person')),
  grain   text NOT NULL CHECK (grain IN ('day', 'week', 'month')),
  since   date NOT NULL,
  measure text NOT NULL,
  detail  text NOT NULL,
  person  text NOT NULL,
  team    text NOT NULL,
  centre  text NOT NULL,
  n       bigint NOT NULL,
  total   bigint NOT NULL,
  PRIMARY KEY (about, grain, since, measure, detail, person, team, centre)
);

-- Live figures and the schedule's alerts look at what is under way only.
CREATE INDEX deployments_under_way ON deployments (id) WHERE ended_at IS NULL;
CREATE INDEX sites_under_way ON sites (deployment_id) WHERE ended_at IS NULL;
