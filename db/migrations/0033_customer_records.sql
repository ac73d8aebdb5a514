-- Customers' records (C-01, C-09): who they are, whom we talk to, where they are, what they have; and the guard of the timeline (C-04).

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- What of a name tells customers apart: no accents, no punctuation, no legal form (C-09).
CREATE FUNCTION normal_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(btrim(regexp_replace(regexp_replace(plain, '\m(sarl|sasu|sas|sa|eurl|eirl|sci|snc|scop|scic|selarl|ei|ste|societe|ets|etablissements)\M', ' ', 'g'), ' +', ' ', 'g')), ''), btrim(plain))
  FROM regexp_replace(translate(replace(replace(lower(name), 'œ', 'oe'), 'æ', 'ae'), 'àâäáãåçéèêëíìîïñóòôöõúùûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'), '[^a-z0-9]+', ' ', 'g') AS plain
$$;

-- The last nine digits: the same number, however it is written.
CREATE FUNCTION phone_keys(phones text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(right(regexp_replace(phone, '\D', '', 'g'), 9)), '{}') FROM unnest(phones) AS phone
$$;

CREATE FUNCTION mail_keys(mails text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(lower(mail)), '{}') FROM unnest(mails) AS mail
$$;

-- Those that were there before are numbered on from.
CREATE SEQUENCE customer_numbers AS bigint;
SELECT setval('customer_numbers', max(substr(id, 5)::bigint)) FROM customers HAVING count(*) > 0;

ALTER TABLE customers
  ADD COLUMN kind text NOT NULL DEFAULT 'company' CHECK (kind IN ('company', 'public', 'person')),
  ADD COLUMN siret text,
  ADD COLUMN language text NOT NULL DEFAULT 'fr' CHECK (language IN ('fr', 'en')),
  ADD COLUMN market text CHECK (market IN ('private', 'public')),
  ADD COLUMN phone text,
  ADD COLUMN email text,
  ADD COLUMN billing_email text,
  ADD COLUMN street text,
  ADD COLUMN postal_code text,
  ADD COLUMN city text,
  ADD COLUMN country text,
  -- Counts the edits of the record itself: its ETag.
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  -- The number of its last event: customers have a record like journeys, without a workflow.
  ADD COLUMN event_number integer NOT NULL DEFAULT 0,
  -- C-09: the record that it was merged into; never one that was merged itself.
  ADD COLUMN merged_into text REFERENCES customers,
  ADD COLUMN merged_at timestamptz,
  -- When its personal data was erased.
  ADD COLUMN erased_at timestamptz,
  ADD COLUMN name_key text GENERATED ALWAYS AS (normal_name(name)) STORED,
  ADD COLUMN phone_key text GENERATED ALWAYS AS ((phone_keys(ARRAY[phone]))[1]) STORED,
  ADD CHECK (merged_into <> id);
CREATE INDEX customers_by_name ON customers (name_key, id) WHERE merged_into IS NULL;
CREATE INDEX customers_by_centre_and_name ON customers (centre, name_key, id) WHERE merged_into IS NULL;
CREATE INDEX customers_by_account_manager_and_name ON customers (account_manager, name_key, id) WHERE merged_into IS NULL;
CREATE INDEX customers_by_words ON customers USING gin (name_key gin_trgm_ops) WHERE merged_into IS NULL;
CREATE INDEX customers_by_siren ON customers (siren) WHERE siren IS NOT NULL;
CREATE INDEX customers_by_siret ON customers (siret) WHERE siret IS NOT NULL;
CREATE INDEX customers_by_place ON customers (postal_code, name_key) WHERE merged_into IS NULL;
CREATE INDEX customers_by_phone ON customers (phone_key) WHERE phone_key IS NOT NULL;
CREATE INDEX customers_by_email ON customers (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX customers_by_billing_email ON customers (lower(billing_email)) WHERE billing_email IS NOT NULL;
CREATE INDEX customers_by_survivor ON customers (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE customer_contacts (
  id uuid PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customers,
  role text NOT NULL CHECK (role IN ('administrative', 'technical', 'billing', 'site', 'signatory', 'legal-representative', 'guardian', 'other')),
  name text NOT NULL,
  job text,
  phones text[] NOT NULL DEFAULT '{}',
  emails text[] NOT NULL DEFAULT '{}',
  is_main boolean NOT NULL DEFAULT false,
  note text,
  version integer NOT NULL DEFAULT 1,
  since timestamptz NOT NULL DEFAULT now(),
  phone_keys text[] GENERATED ALWAYS AS (phone_keys(phones)) STORED,
  mail_keys text[] GENERATED ALWAYS AS (mail_keys(emails)) STORED
);
CREATE INDEX customer_contacts_by_customer ON customer_contacts (customer_id, id);
CREATE INDEX customer_contacts_by_phone ON customer_contacts USING gin (phone_keys);
CREATE INDEX customer_contacts_by_mail ON customer_contacts USING gin (mail_keys);

CREATE TABLE customer_sites (
  id uuid PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customers,
  label text NOT NULL,
  street text NOT NULL,
  postal_code text NOT NULL,
  city text NOT NULL,
  country text NOT NULL DEFAULT 'FR',
  access_note text,
  version integer NOT NULL DEFAULT 1,
  since timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX customer_sites_by_customer ON customer_sites (customer_id, id);

CREATE TABLE customer_equipment (
  id uuid PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customers,
  label text NOT NULL,
  serial_number text,
  ownership text NOT NULL CHECK (ownership IN ('owned', 'rented')),
  -- The service that it serves.
  rds text,
  installed_on date,
  warranty_until date,
  returned_on date,
  version integer NOT NULL DEFAULT 1,
  since timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX customer_equipment_by_customer ON customer_equipment (customer_id, id);
CREATE INDEX customer_equipment_by_serial_number ON customer_equipment (serial_number) WHERE serial_number IS NOT NULL;

-- Guardianship and special measures.
CREATE TABLE customer_measures (
  id uuid PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customers,
  kind text NOT NULL CHECK (kind IN ('guardianship', 'curatorship', 'safeguarding', 'insolvency', 'debt-collection', 'vip', 'no-commercial-contact', 'accessibility', 'other')),
  detail text,
  -- Who decides for him: one of his contacts.
  contact_id uuid,
  starts_on date,
  ends_on date,
  version integer NOT NULL DEFAULT 1,
  since timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX customer_measures_by_customer ON customer_measures (customer_id, id);

CREATE TABLE customer_interests (
  id uuid PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customers,
  kind text NOT NULL CHECK (kind IN ('interest', 'life-moment')),
  label text NOT NULL,
  happens_on date,
  version integer NOT NULL DEFAULT 1,
  since timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX customer_interests_by_customer ON customer_interests (customer_id, id);

-- What an edit changed (C-04): the events name it by its id, so that it can be erased.
CREATE TABLE customer_changes (
  id uuid PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customers,
  part_id uuid,
  before jsonb,
  after jsonb
);
CREATE INDEX customer_changes_by_customer ON customer_changes (customer_id);

-- C-09: under which record everything of a customer is read. The record that his journeys have in their state may be one that was merged since.
CREATE FUNCTION survivor_of(customer text) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN coalesce((SELECT merged_into FROM customers WHERE id = customer), customer);
END $$;

-- On every table with a customer_id. A merge holds the lock alone: whoever writes for the customer meanwhile waits, and sees it.
CREATE FUNCTION belongs_to_survivor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.customer_id IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock_shared(7252568, hashtext(NEW.customer_id));
    NEW.customer_id := survivor_of(NEW.customer_id);
  END IF;
  RETURN NEW;
END $$;

DO $$
DECLARE named text;
BEGIN
  FOR named IN SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'customer_id' LOOP
    EXECUTE format('CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON %I FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor()', named);
  END LOOP;
END $$;

-- Filters of type, actor and channel are answered from the index.
DROP INDEX timeline_by_customer;
CREATE INDEX timeline_by_customer ON timeline (customer_id, at, journey_id, number) INCLUDE (type, actor, channel);

-- C-04: the record is written by the recorder, and by nobody's hand.

-- An event is one that its journey's state, or its customer's record, counts.
CREATE FUNCTION events_are_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT journey_id, max(number) AS number FROM added GROUP BY journey_id) AS last
    LEFT JOIN journeys AS j ON j.id = last.journey_id LEFT JOIN customers AS c ON c.id = last.journey_id
    WHERE coalesce(j.version, c.event_number) IS DISTINCT FROM last.number
  ) THEN RAISE EXCEPTION 'events are written by the recorder'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER events_counted AFTER INSERT ON events REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION events_are_counted();

-- Only the erasure of personal data changes an event, and only what it says (docs/personal-data.md).
CREATE FUNCTION events_keep_their_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('jalon.erasure', true) IS DISTINCT FROM 'on' OR to_jsonb(NEW) - 'payload' <> to_jsonb(OLD) - 'payload' THEN
    RAISE EXCEPTION 'events are append-only';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER events_append_only ON events;
CREATE TRIGGER events_append_only BEFORE DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION events_are_append_only();
CREATE TRIGGER events_keep_their_facts BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION events_keep_their_facts();

-- A row of the timeline says of its event what the event says.
CREATE FUNCTION timeline_says_what_happened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added AS t LEFT JOIN events AS e USING (journey_id, number)
    WHERE (e.at, e.type, e.actor, e.channel) IS DISTINCT FROM (t.at, t.type, t.actor, t.channel)
  ) THEN RAISE EXCEPTION 'the timeline is written by the recorder'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER timeline_says_what_happened AFTER INSERT ON timeline REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION timeline_says_what_happened();

-- A merge moves it to the survivor; nothing else changes it. The rebuild empties it, to write it anew from the events.
CREATE FUNCTION timeline_only_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'customer_id' <> to_jsonb(OLD) - 'customer_id' OR NEW.customer_id <> survivor_of(OLD.customer_id) THEN
    RAISE EXCEPTION 'the timeline is written by the recorder';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER timeline_only_moves BEFORE UPDATE ON timeline FOR EACH ROW EXECUTE FUNCTION timeline_only_moves();
CREATE FUNCTION timeline_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_setting('jalon.rebuild', true) = 'on' THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'the timeline is written by the recorder';
END $$;
CREATE TRIGGER timeline_is_kept BEFORE DELETE OR TRUNCATE ON timeline FOR EACH STATEMENT EXECUTE FUNCTION timeline_is_kept();
