-- What was last heard of a customer outside (C-01): shown, with its age, while the system that said it is away. Of no journey, so never rebuilt.
CREATE TABLE outside_answers (
  -- Personal data: what he pays, owes and uses, and where he is. Erased with him (docs/personal-data.md). Not «customer_id»: a merge need not carry along what is asked anew.
  customer text NOT NULL REFERENCES customers,
  reading text NOT NULL,
  answer jsonb NOT NULL,
  read_at timestamptz NOT NULL,
  PRIMARY KEY (customer, reading)
);

-- What the 360° view looks for by customer.
CREATE INDEX replacements_by_customer ON replacements (customer_id, opened_at DESC) WHERE serial_number IS NOT NULL;
CREATE INDEX tickets_on_items_of_customer ON tickets (customer_id, created_at DESC) WHERE item IS NOT NULL;
CREATE INDEX tickets_open_of_customer ON tickets (customer_id, number DESC) WHERE ended_at IS NULL;
CREATE INDEX inbound_mails_of_customer ON inbound_mails (customer_id, received_at DESC) WHERE ticket IS NULL AND customer_id IS NOT NULL;
