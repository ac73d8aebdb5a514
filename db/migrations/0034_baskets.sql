-- C-07: what waits for people, one row per open task and per ticket that its desk has to go on with; made from the events, with the claims. Closed work is not here, so that it stays small.
CREATE TABLE basket_items (
  id            text PRIMARY KEY,
  kind          text NOT NULL,
  journey_id    text NOT NULL,
  deployment_id text,
  site          text,
  customer_id   text NOT NULL,
  step          text NOT NULL,
  owner         text NOT NULL,
  desk          text,
  team          text,
  -- To whom it falls by name, and who drives its deployment (D-03).
  named         text,
  coordinator   text,
  claimed_by    text,
  is_at_risk    boolean NOT NULL,
  priority      smallint NOT NULL,
  opened_at     timestamptz NOT NULL,
  due_at        timestamptz,
  -- As domain/journey/basket.ts computes them; young_rank counts while a "pro" ticket is young (T-06).
  rank          integer NOT NULL,
  young_rank    integer,
  -- Whose list it is in: of a profile, or of a profile at a desk.
  basket        text NOT NULL GENERATED ALWAYS AS (CASE WHEN desk IS NULL THEN owner ELSE owner || '@' || desk END) STORED,
  holder        text GENERATED ALWAYS AS (COALESCE(claimed_by, named, CASE WHEN owner = 'coordinator' THEN coordinator END)) STORED,
  -- Whoever may do it may take it: what is documented falls to somebody by name, and not to him alone (T-23).
  is_free       boolean NOT NULL GENERATED ALWAYS AS (claimed_by IS NULL AND (step <> 'ticket' OR named IS NULL)) STORED,
  due_key       timestamptz NOT NULL GENERATED ALWAYS AS (COALESCE(due_at, 'infinity')) STORED,
  at            timestamptz NOT NULL GENERATED ALWAYS AS (COALESCE(due_at, opened_at)) STORED
);
-- One list of a profile as a whole, what of it nobody has, and everything; each in every order that is offered.
CREATE INDEX basket_items_by_urgency ON basket_items (basket, rank, at, id);
CREATE INDEX basket_items_young ON basket_items (basket, young_rank, at, id) WHERE young_rank IS NOT NULL;
CREATE INDEX basket_items_by_due ON basket_items (basket, due_key, id);
CREATE INDEX basket_items_by_opening ON basket_items (basket, opened_at, id);
CREATE INDEX basket_items_free_by_urgency ON basket_items (basket, rank, at, id) WHERE is_free;
CREATE INDEX basket_items_free_young ON basket_items (basket, young_rank, at, id) WHERE is_free AND young_rank IS NOT NULL;
CREATE INDEX basket_items_free_by_due ON basket_items (basket, due_key, id) WHERE is_free;
CREATE INDEX basket_items_free_by_opening ON basket_items (basket, opened_at, id) WHERE is_free;
CREATE INDEX basket_items_all_by_urgency ON basket_items (rank, at, id);
CREATE INDEX basket_items_all_young ON basket_items (young_rank, at, id) WHERE young_rank IS NOT NULL;
CREATE INDEX basket_items_all_by_due ON basket_items (due_key, id);
CREATE INDEX basket_items_all_by_opening ON basket_items (opened_at, id);
CREATE INDEX basket_items_at_risk ON basket_items (basket, rank, at, id) WHERE is_at_risk;
-- T-11: the dispatcher's queue.
CREATE INDEX basket_items_queued ON basket_items (rank, at, id) WHERE step = 'ticket' AND team IS NULL AND is_free;
CREATE INDEX basket_items_by_step ON basket_items (step, rank, at, id);
CREATE INDEX basket_items_by_holder ON basket_items (holder) WHERE holder IS NOT NULL;
CREATE INDEX basket_items_by_team ON basket_items (team) WHERE team IS NOT NULL;
CREATE INDEX basket_items_by_customer ON basket_items (customer_id);
CREATE INDEX basket_items_by_deployment ON basket_items (deployment_id) WHERE deployment_id IS NOT NULL;
CREATE INDEX basket_items_by_journey ON basket_items (journey_id);

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON basket_items FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

-- The lists of open tasks are read there now.
DROP INDEX tasks_open_by_owner;
DROP INDEX tasks_open_in_charge;

-- Who claimed, gave and let go of which task (C-04): events of the customer's record, from which task_claims follows.
CREATE INDEX events_on_tasks ON events ((payload ->> 'taskId'), recorded_at) WHERE type IN ('taskClaimed', 'taskReleased', 'taskAssigned');

-- Lists a person or a team comes back to: filters and sort under a name.
CREATE TABLE basket_views (
  id         uuid PRIMARY KEY,
  owner      text NOT NULL,
  -- Shared with this team; null: the owner's alone.
  team       text,
  name       text NOT NULL,
  query      jsonb NOT NULL,
  version    integer NOT NULL DEFAULT 1,
  changed_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now())
);
CREATE UNIQUE INDEX basket_views_by_owner ON basket_views (owner, name);
CREATE INDEX basket_views_by_team ON basket_views (team, name) WHERE team IS NOT NULL;
