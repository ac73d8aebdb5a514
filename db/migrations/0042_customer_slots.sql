-- A transaction that writes for very many customers (a rebuild, a first load) held a lock for each of them, more than the server has room for (C-09). Now they share a few.
CREATE FUNCTION customer_slot(customer text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT hashtext(customer) & 255 $$;

CREATE OR REPLACE FUNCTION belongs_to_survivor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.customer_id IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock_shared(7252568, customer_slot(NEW.customer_id));
    NEW.customer_id := survivor_of(NEW.customer_id);
  END IF;
  RETURN NEW;
END $$;
