-- Hardware replacements (T-20), each tied to a ticket; made from events.

CREATE SEQUENCE replacement_numbers;

CREATE TABLE replacements (
  id text PRIMARY KEY,
  ticket text NOT NULL,
  customer_id text NOT NULL,
  phase text NOT NULL,
  serial_number text,
  fault text,
  model text,
  part_number text,
  is_billed boolean NOT NULL,
  order_reference text,
  ordered_on date,
  received_on date,
  replaced_on date,
  returned_on date,
  opened_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX replacements_by_ticket ON replacements (ticket);
CREATE INDEX replacements_by_order_date ON replacements (ordered_on, id) WHERE ordered_on IS NOT NULL;
CREATE INDEX replacements_by_serial_number ON replacements (serial_number);
