-- The record of what happened, and what is made from it.

-- Business numbers; gaps are allowed, repeats are not.
CREATE SEQUENCE deployment_numbers;

CREATE TABLE customers (
  id         text PRIMARY KEY CHECK (id ~ '^CLI-[0-9]{6}$'),
  name       text NOT NULL,
  siren      text,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- The launch file as it was sent (D-01): contacts, addresses and prices stay here, where they can be erased; events carry keys.
CREATE TABLE launch_files (
  deployment_id text PRIMARY KEY,
  file          jsonb NOT NULL,
  received_at   timestamptz NOT NULL DEFAULT now()
);

-- Append-only. Numbers go on from 1 within a journey, over continue-as-new too.
CREATE TABLE events (
  journey_id  text NOT NULL,
  number      integer NOT NULL CHECK (number > 0),
  type        text NOT NULL,
  payload     jsonb NOT NULL,
  actor       text NOT NULL,
  channel     text NOT NULL,
  command_id  text NOT NULL,
  request_id  text,
  at          timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (journey_id, number)
);
CREATE INDEX events_by_command ON events (command_id);

CREATE FUNCTION events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'events are append-only';
END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
  FOR EACH STATEMENT EXECUTE FUNCTION events_are_append_only();

-- Everything below is made from events in the same transaction, and can be rebuilt from them.

-- The state of each journey after its last recorded event.
CREATE TABLE journeys (
  id      text PRIMARY KEY,
  kind    text NOT NULL,
  version integer NOT NULL,
  state   jsonb NOT NULL
);

CREATE TABLE deployments (
  id            text PRIMARY KEY,
  customer_id   text NOT NULL,
  order_number  text NOT NULL,
  market        text NOT NULL,
  phase         text NOT NULL,
  target_date   date NOT NULL,
  site_count    integer NOT NULL,
  launched_at   timestamptz NOT NULL,
  ended_at      timestamptz
);
CREATE INDEX deployments_by_customer ON deployments (customer_id, id);
CREATE INDEX deployments_by_phase ON deployments (phase, id);

CREATE TABLE sites (
  deployment_id          text NOT NULL,
  site                   text NOT NULL,
  access_type            text NOT NULL,
  phase                  text NOT NULL,
  order_key              text,
  obl_reference          text,
  planned_delivery_date  date,
  delivered_on           date,
  subscription_reference text,
  next_reminder_at       timestamptz,
  opened_at              timestamptz NOT NULL,
  ended_at               timestamptz,
  PRIMARY KEY (deployment_id, site)
);

-- Human tasks (C-07). Claims are kept apart: they are no events of a journey.
CREATE TABLE tasks (
  id            text PRIMARY KEY,
  journey_id    text NOT NULL,
  deployment_id text NOT NULL,
  site          text,
  customer_id   text NOT NULL,
  step          text NOT NULL,
  owner         text NOT NULL,
  status        text NOT NULL CHECK (status IN ('open', 'completed', 'withdrawn')),
  context       jsonb NOT NULL,
  opened_at     timestamptz NOT NULL,
  due_at        timestamptz,
  closed_at     timestamptz,
  closed_by     text
);
CREATE INDEX tasks_open_by_owner ON tasks (owner, opened_at, id) WHERE status = 'open';
CREATE INDEX tasks_by_deployment ON tasks (deployment_id);

-- One per customer over all subjects (C-04).
CREATE TABLE timeline (
  journey_id  text NOT NULL,
  number      integer NOT NULL,
  customer_id text NOT NULL,
  deployment_id text NOT NULL,
  at          timestamptz NOT NULL,
  type        text NOT NULL,
  actor       text NOT NULL,
  channel     text NOT NULL,
  PRIMARY KEY (journey_id, number)
);
CREATE INDEX timeline_by_customer ON timeline (customer_id, at, journey_id, number);
CREATE INDEX timeline_by_deployment ON timeline (deployment_id, at, journey_id, number);

-- What is told onward. The relay gives positions under a lock: serial ids commit out of order.
CREATE TABLE outbox (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  journey_id text NOT NULL,
  number     integer NOT NULL,
  position   bigint UNIQUE,
  UNIQUE (journey_id, number)
);
CREATE INDEX outbox_without_position ON outbox (id) WHERE position IS NULL;

-- Not made from events:

CREATE TABLE task_claims (
  task_id    text PRIMARY KEY,
  person     text NOT NULL,
  claimed_at timestamptz NOT NULL DEFAULT now()
);

-- Callbacks from outside, stored before anything else once their signature holds.
CREATE TABLE inbox (
  source          text NOT NULL,
  id              text NOT NULL,
  payload         jsonb NOT NULL,
  received_at     timestamptz NOT NULL DEFAULT now(),
  status          text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'unmatched', 'delivered', 'ignored')),
  reason          text,
  journey_id      text,
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  settled_at      timestamptz,
  PRIMARY KEY (source, id)
);
CREATE INDEX inbox_waiting ON inbox (next_attempt_at) WHERE status IN ('pending', 'unmatched');
