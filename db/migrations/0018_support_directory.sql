-- Who may get a ticket (T-11, T-19): the desks' teams, what each person knows and when he works, referents, projects, absences, the rota.

-- The dispatcher's queue is no team (T-10), and neither are those who deliver: only support desks have rows here.
CREATE TABLE teams (
  key     text PRIMARY KEY CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  label   jsonb NOT NULL,
  -- A desk of the policy `desks`.
  desk    text NOT NULL,
  level   smallint NOT NULL CHECK (level BETWEEN 1 AND 3),
  -- Categories and symptoms of the policy `classification`; none: whatever comes.
  skills  text[] NOT NULL DEFAULT '{}',
  manager text
);
CREATE INDEX teams_by_desk ON teams (desk, level, key);

-- Beyond what the team knows; the name of a calendar of the policy `calendars`, null: the desk's.
ALTER TABLE team_members ADD COLUMN skills text[] NOT NULL DEFAULT '{}', ADD COLUMN calendar text;
CREATE INDEX team_members_by_team ON team_members (team, subject);

-- The list of Pro customers: whom the customer is used to.
CREATE TABLE referents (
  desk        text NOT NULL,
  customer_id text NOT NULL REFERENCES customers,
  subject     text NOT NULL REFERENCES team_members,
  entered_by  text NOT NULL,
  entered_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (desk, customer_id)
);

-- A problem special to a project goes to those who made it.
CREATE TABLE projects (
  key         text PRIMARY KEY CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  customer_id text NOT NULL REFERENCES customers,
  technicians text[] NOT NULL
);

CREATE TABLE absences (
  id         uuid PRIMARY KEY,
  subject    text NOT NULL REFERENCES team_members,
  starts_at  timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL,
  reason     text NOT NULL,
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL DEFAULT now(),
  CHECK (starts_at < ends_at)
);
CREATE INDEX absences_by_person ON absences (subject, ends_at);
CREATE INDEX absences_by_end ON absences (ends_at, id);

-- First line by week (T-19). A version per desk, so that nobody's plan is overwritten unread.
CREATE TABLE rotas (
  desk       text PRIMARY KEY,
  version    integer NOT NULL,
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE rota_weeks (
  desk    text NOT NULL REFERENCES rotas,
  -- The day of the handover, in the desk's time zone.
  week    date NOT NULL,
  subject text NOT NULL REFERENCES team_members,
  PRIMARY KEY (desk, week)
);

-- Whether a desk's tickets are attributed by themselves or by the dispatcher (T-11) joins the versions that are there.
UPDATE policies SET value = jsonb_set(value, '{desks}', (
  SELECT jsonb_object_agg(desk, '{"attribution": "dispatcher"}'::jsonb || terms) FROM jsonb_each(value -> 'desks') AS each (desk, terms)
)) WHERE name = 'desks' AND value -> 'desks' <> '{}'::jsonb;
