-- Tickets (chapter 2): their queue, what people said (which can be erased), and the tables of journeys that are of no deployment.

CREATE SEQUENCE ticket_numbers AS bigint;

ALTER TABLE timeline ALTER COLUMN deployment_id DROP NOT NULL;
ALTER TABLE tasks ALTER COLUMN deployment_id DROP NOT NULL;
ALTER TABLE stuck_calls ALTER COLUMN deployment_id DROP NOT NULL;
CREATE INDEX tasks_by_journey ON tasks (journey_id);

-- T-06: what class the customer's services are supported under.
ALTER TABLE customers ADD COLUMN contract text NOT NULL DEFAULT 'contract' CHECK (contract IN ('pro', 'contract', 'none'));

-- What customers have in service, by service reference (RDS): from deliveries, and from before there was a record.
CREATE TABLE services (
  rds text PRIMARY KEY,
  customer_id text NOT NULL,
  access_type text NOT NULL,
  -- Null: not delivered by one of our deployments.
  deployment_id text,
  site text,
  ended_on date
);
CREATE INDEX services_by_customer ON services (customer_id, rds);
INSERT INTO services (rds, customer_id, access_type, deployment_id, site)
  SELECT s.rds, d.customer_id, s.access_type, s.deployment_id, s.site FROM sites AS s JOIN deployments AS d ON d.id = s.deployment_id WHERE s.rds IS NOT NULL;

CREATE TABLE tickets (
  number text PRIMARY KEY,
  customer_id text NOT NULL,
  desk text NOT NULL,
  rds text,
  item text,
  contact text NOT NULL,
  phase text NOT NULL,
  priority text NOT NULL,
  contract text NOT NULL,
  impact text NOT NULL,
  category text,
  team text,
  level integer NOT NULL,
  assignee text,
  offered_to text,
  waiting_reason text,
  due_at timestamptz,
  next_threshold_at timestamptz,
  is_breached boolean NOT NULL,
  reopenings integer NOT NULL,
  created_at timestamptz NOT NULL,
  taken_at timestamptz,
  agreed_at timestamptz,
  ended_at timestamptz
);
CREATE INDEX tickets_by_customer ON tickets (customer_id, number);
CREATE INDEX tickets_open_by_team ON tickets (team, priority, due_at, number) WHERE ended_at IS NULL;
CREATE INDEX tickets_open_by_assignee ON tickets (assignee) WHERE ended_at IS NULL;
CREATE INDEX tickets_open_by_service ON tickets (rds) WHERE ended_at IS NULL;

-- What was said and written; events name it by its id only, so that it can be erased.
CREATE TABLE ticket_contents (
  id uuid PRIMARY KEY,
  ticket text NOT NULL,
  content jsonb NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ticket_contents_by_ticket ON ticket_contents (ticket);
