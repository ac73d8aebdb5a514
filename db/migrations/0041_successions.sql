-- Sites that take the place of services in place (C-08): both halves of a change of offer or of a move, each as its own journey tells, so that what one has to tell the other is read from here.
CREATE TABLE successions (
  deployment_id text NOT NULL,
  site text NOT NULL,
  origin text NOT NULL CHECK (origin IN ('change', 'move')),
  services text[] NOT NULL,
  -- The customer's own choice of their last day; null: the day before the new service's first.
  ends_old_on date,
  -- First day of the new service, as its notice says; null before.
  accepted_on date,
  -- The new service does not come.
  is_given_up boolean NOT NULL DEFAULT false,
  termination text,
  stage text CHECK (stage IN ('held', 'released', 'ended', 'kept')),
  -- What of it the site has heard.
  told text,
  PRIMARY KEY (deployment_id, site)
);
CREATE INDEX successions_by_service ON successions USING gin (services);
CREATE INDEX successions_to_carry ON successions (deployment_id, site) WHERE (termination IS NULL AND NOT is_given_up) OR stage IN ('held', 'released') OR told IS DISTINCT FROM stage;

-- The number that a succession's termination was given, kept before it is started: asked for again, it is the same one.
CREATE TABLE succession_terminations (
  journey_id text PRIMARY KEY,
  termination text NOT NULL
);
