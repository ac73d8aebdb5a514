-- Backups (T-21): whose jobs there are, what each night came to, and the troubles that failing ones are followed by.

CREATE TABLE backup_jobs (
  job text PRIMARY KEY CHECK (job ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(job) <= 60),
  label text NOT NULL,
  -- Null: our own.
  customer_id text REFERENCES customers (id),
  -- Checked by connecting to the customer's system when it fails.
  is_critical boolean NOT NULL DEFAULT false,
  -- Whom the customer has informed of failures; null: nobody by mail.
  contact_email text,
  ended_on date
);

-- Facts: one per job and night. `carried_at`: since when the job's trouble, if there is one, knows of it.
CREATE TABLE backup_nights (
  job text NOT NULL REFERENCES backup_jobs (job),
  night date NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('succeeded', 'failed', 'missing')),
  detail text,
  ended_at timestamptz,
  -- By callback, when asked, or not at all.
  heard text NOT NULL CHECK (heard IN ('callback', 'asked', 'nothing')),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  checked_at timestamptz,
  carried_at timestamptz,
  PRIMARY KEY (job, night)
);
CREATE INDEX backup_nights_to_carry ON backup_nights (night, job) WHERE carried_at IS NULL;
CREATE INDEX backup_nights_by_night ON backup_nights (night, job);

-- Made from events.
CREATE TABLE backup_troubles (
  id text PRIMARY KEY,
  job text NOT NULL,
  customer_id text,
  nights integer NOT NULL,
  last_night date,
  phase text NOT NULL,
  wants_ticket boolean NOT NULL,
  ticket text,
  opened_at timestamptz NOT NULL,
  recovered_at timestamptz,
  ended_at timestamptz
);
CREATE INDEX backup_troubles_open ON backup_troubles (job) WHERE ended_at IS NULL;
CREATE INDEX backup_troubles_wanting ON backup_troubles (id) WHERE wants_ticket;

-- Taken before the ticket is opened: a repetition opens the same one.
CREATE TABLE backup_ticket_numbers (
  trouble text PRIMARY KEY,
  ticket text NOT NULL
);
