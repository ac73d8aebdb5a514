-- Each order in which tickets are listed, as a key of its own: of two that are equal the older, then the number.
ALTER TABLE tickets
  -- T-06: by priority; who was promised no time last. A "pro" ticket that is young goes before: that is for who reads at an instant to say.
  ADD COLUMN serve_rank smallint NOT NULL GENERATED ALWAYS AS (substr(priority, 2)::smallint * 10 + CASE WHEN contract = 'none' THEN 2 ELSE 1 END) STORED,
  -- T-05: what costs most, then by priority.
  ADD COLUMN cost_rank smallint NOT NULL GENERATED ALWAYS AS (
    CASE importance WHEN 'revenue-lost' THEN 0 WHEN 'work-stopped' THEN 1 WHEN 'work-slowed' THEN 2 WHEN 'inconvenience' THEN 3 ELSE 9 END * 10 + substr(priority, 2)::smallint) STORED,
  ADD COLUMN due_key timestamptz NOT NULL GENERATED ALWAYS AS (COALESCE(due_at, 'infinity')) STORED,
  ADD COLUMN urgent_key timestamptz NOT NULL GENERATED ALWAYS AS (COALESCE(urgent_by, 'infinity')) STORED;

-- What goes on is little, and listed in every order; what has ended is much, and listed by its age.
DROP INDEX tickets_open_by_team;
CREATE INDEX tickets_open_by_urgency ON tickets (serve_rank, created_at, number) WHERE ended_at IS NULL;
CREATE INDEX tickets_open_by_due ON tickets (due_key, number) WHERE ended_at IS NULL;
CREATE INDEX tickets_open_by_urgent ON tickets (urgent_key, number) WHERE ended_at IS NULL;
CREATE INDEX tickets_open_by_cost ON tickets (cost_rank, created_at, number) WHERE ended_at IS NULL;
CREATE INDEX tickets_open_by_age ON tickets (created_at, number) WHERE ended_at IS NULL;
CREATE INDEX tickets_open_pro ON tickets (created_at) WHERE ended_at IS NULL AND contract = 'pro';
CREATE INDEX tickets_open_by_team ON tickets (team, serve_rank, created_at, number) WHERE ended_at IS NULL;
CREATE INDEX tickets_open_by_phase ON tickets (phase, serve_rank, created_at, number) WHERE ended_at IS NULL;
CREATE INDEX tickets_open_unheld ON tickets (serve_rank, created_at, number) WHERE ended_at IS NULL AND COALESCE(assignee, attributed_to) IS NULL;
CREATE INDEX tickets_ended_by_age ON tickets (created_at, number) WHERE ended_at IS NOT NULL;
CREATE INDEX tickets_ended_by_team ON tickets (team, created_at, number) WHERE ended_at IS NOT NULL;
CREATE INDEX tickets_ended_by_holder ON tickets (COALESCE(assignee, attributed_to), created_at, number) WHERE ended_at IS NOT NULL;
CREATE INDEX tickets_ended_by_phase ON tickets (phase, created_at, number) WHERE ended_at IS NOT NULL;
CREATE INDEX tickets_ended_unheld ON tickets (created_at, number) WHERE ended_at IS NOT NULL AND COALESCE(assignee, attributed_to) IS NULL;
