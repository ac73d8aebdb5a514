-- Proposals (S-01): any number for each customer, edited and compared before one is ordered; and what left them (S-07).
CREATE SEQUENCE proposal_numbers;

CREATE TABLE proposals (
  id text PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customers (id),
  name text NOT NULL,
  -- `draft`, `presented`, `ordered`, or `handed-over` to customer service (S-03).
  status text NOT NULL DEFAULT 'draft',
  -- The proposal that it was duplicated or split from.
  made_from text REFERENCES proposals (id),
  engagement_months integer NOT NULL,
  vat_basis_points integer NOT NULL,
  lines jsonb NOT NULL,
  instalments jsonb NOT NULL DEFAULT '[]',
  catalogue_version integer NOT NULL,
  version integer NOT NULL DEFAULT 1,
  -- The version that passed the checks and was shown to the customer.
  presented_version integer,
  order_id text,
  ticket text,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL
);
CREATE INDEX proposals_by_customer ON proposals (customer_id, id);
CREATE INDEX proposals_by_author ON proposals (created_by, id);
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON proposals FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

-- S-07: what a customer does not go on with: everything, a range, or products.
CREATE TABLE sales_drops (
  id uuid PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customers (id),
  kind text NOT NULL CHECK (kind IN ('total', 'partial', 'product')),
  proposal_id text REFERENCES proposals (id),
  ranges text[] NOT NULL,
  -- What he had of it, line by line.
  lines jsonb NOT NULL,
  monthly_cents bigint NOT NULL,
  reason text NOT NULL,
  dropped_on date NOT NULL,
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL
);
CREATE INDEX sales_drops_by_customer ON sales_drops (customer_id, id);
CREATE INDEX sales_drops_by_day ON sales_drops (dropped_on, id);
CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON sales_drops FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();
