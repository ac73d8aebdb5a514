-- Policies as versioned data: a new version is a new row; journeys keep the version they run under.
CREATE TABLE policies (
  name       text NOT NULL,
  version    integer NOT NULL CHECK (version > 0),
  value      jsonb NOT NULL,
  author     text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (name, version)
);
