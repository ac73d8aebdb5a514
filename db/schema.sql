-- Made from the migrations by "npm run schema", to be read beside them. Never applied, never edited by hand.

CREATE EXTENSION pg_trgm;

CREATE SEQUENCE appointment_numbers AS bigint START 1 INCREMENT 1;

CREATE SEQUENCE complaint_numbers AS bigint START 1 INCREMENT 1;

CREATE SEQUENCE customer_numbers AS bigint START 1 INCREMENT 1;

CREATE SEQUENCE deployment_numbers AS bigint START 1 INCREMENT 1;

CREATE SEQUENCE follow_up_numbers AS bigint START 1 INCREMENT 1;

CREATE SEQUENCE opportunity_numbers AS bigint START 1 INCREMENT 1;

CREATE SEQUENCE order_numbers AS bigint START 1 INCREMENT 1;

CREATE SEQUENCE proposal_numbers AS bigint START 1 INCREMENT 1;

CREATE SEQUENCE replacement_numbers AS bigint START 1 INCREMENT 1;

CREATE SEQUENCE termination_numbers AS bigint START 1 INCREMENT 1;

CREATE SEQUENCE ticket_numbers AS bigint START 1 INCREMENT 1;

CREATE OR REPLACE FUNCTION public.access_is_told()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_notify('jalon_access', '');
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION public.belongs_to_survivor()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NEW.customer_id IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock_shared(7252568, customer_slot(NEW.customer_id));
    NEW.customer_id := survivor_of(NEW.customer_id);
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION public.customer_slot(customer text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$ SELECT hashtext(customer) & 255 $function$
;

CREATE OR REPLACE FUNCTION public.events_are_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'events are append-only';
END $function$
;

CREATE OR REPLACE FUNCTION public.events_are_counted()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT journey_id, max(number) AS number FROM added GROUP BY journey_id) AS last
    LEFT JOIN journeys AS j ON j.id = last.journey_id LEFT JOIN customers AS c ON c.id = last.journey_id
    WHERE coalesce(j.version, c.event_number) IS DISTINCT FROM last.number
  ) THEN RAISE EXCEPTION 'events are written by the recorder'; END IF;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION public.events_keep_their_facts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF current_setting('jalon.erasure', true) IS DISTINCT FROM 'on' OR to_jsonb(NEW) - 'payload' <> to_jsonb(OLD) - 'payload' THEN
    RAISE EXCEPTION 'events are append-only';
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION public.mail_keys(mails text[])
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT coalesce(array_agg(lower(mail)), '{}') FROM unnest(mails) AS mail
$function$
;

CREATE OR REPLACE FUNCTION public.normal_name(name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT coalesce(nullif(btrim(regexp_replace(regexp_replace(plain, '\m(sarl|sasu|sas|sa|eurl|eirl|sci|snc|scop|scic|selarl|ei|ste|societe|ets|etablissements)\M', ' ', 'g'), ' +', ' ', 'g')), ''), btrim(plain))
  FROM regexp_replace(translate(replace(replace(lower(name), 'œ', 'oe'), 'æ', 'ae'), 'àâäáãåçéèêëíìîïñóòôöõúùûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'), '[^a-z0-9]+', ' ', 'g') AS plain
$function$
;

CREATE OR REPLACE FUNCTION public.people_acts_are_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'acts on people are append-only';
END $function$
;

CREATE OR REPLACE FUNCTION public.phone_keys(phones text[])
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT coalesce(array_agg(right(regexp_replace(phone, '\D', '', 'g'), 9)), '{}') FROM unnest(phones) AS phone
$function$
;

CREATE OR REPLACE FUNCTION public.survivor_of(customer text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
BEGIN
  RETURN coalesce((SELECT merged_into FROM customers WHERE id = customer), customer);
END $function$
;

CREATE OR REPLACE FUNCTION public.swept(value jsonb, patterns text[], words text[])
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
DECLARE said text;
BEGIN
  CASE jsonb_typeof(value)
    WHEN 'string' THEN
      said := value #>> '{}';
      FOR n IN 1 .. cardinality(patterns) LOOP
        said := regexp_replace(said, patterns[n], words[n], CASE WHEN said ~ '^[a-z0-9]+(-[a-z0-9]+)*$' THEN 'g' ELSE 'gi' END);
      END LOOP;
      RETURN to_jsonb(said);
    WHEN 'object' THEN RETURN (SELECT coalesce(jsonb_object_agg(part.key, swept(part.value, patterns, words)), '{}') FROM jsonb_each(swept.value) AS part);
    WHEN 'array' THEN RETURN (SELECT coalesce(jsonb_agg(swept(part.value, patterns, words) ORDER BY part.place), '[]') FROM jsonb_array_elements(swept.value) WITH ORDINALITY AS part (value, place));
    ELSE RETURN value;
  END CASE;
END $function$
;

CREATE OR REPLACE FUNCTION public.timeline_is_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_setting('jalon.rebuild', true) = 'on' THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'the timeline is written by the recorder';
END $function$
;

CREATE OR REPLACE FUNCTION public.timeline_only_moves()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF to_jsonb(NEW) - 'customer_id' <> to_jsonb(OLD) - 'customer_id' OR NEW.customer_id <> survivor_of(OLD.customer_id) THEN
    RAISE EXCEPTION 'the timeline is written by the recorder';
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION public.timeline_says_what_happened()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF EXISTS (
    SELECT FROM added AS t LEFT JOIN events AS e USING (journey_id, number)
    WHERE (e.at, e.type, e.actor, e.channel) IS DISTINCT FROM (t.at, t.type, t.actor, t.channel)
  ) THEN RAISE EXCEPTION 'the timeline is written by the recorder'; END IF;
  RETURN NULL;
END $function$
;

CREATE TABLE absences (
  id uuid NOT NULL,
  subject text NOT NULL,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  reason text NOT NULL,
  entered_by text NOT NULL,
  entered_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT absences_pkey PRIMARY KEY (id),
  CONSTRAINT absences_check CHECK ((starts_at < ends_at))
);

CREATE TABLE alarms (
  alarm_id text NOT NULL,
  rds text NOT NULL,
  ticket text,
  cleared_at timestamp with time zone,
  raised_message uuid DEFAULT gen_random_uuid() NOT NULL,
  cleared_message uuid DEFAULT gen_random_uuid() NOT NULL,
  CONSTRAINT alarms_pkey PRIMARY KEY (alarm_id)
);

CREATE TABLE api_keys (
  id uuid NOT NULL,
  name text NOT NULL,
  digest bytea NOT NULL,
  profiles jsonb NOT NULL,
  permissions text[],
  customer_id text,
  team text,
  created_by text NOT NULL,
  created_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, now()) NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  revoked_by text,
  last_used_at timestamp with time zone,
  CONSTRAINT api_keys_pkey PRIMARY KEY (id),
  CONSTRAINT api_keys_digest_key UNIQUE (digest)
);

CREATE TABLE appointment_details (
  journey_id text NOT NULL,
  version integer NOT NULL,
  details jsonb NOT NULL,
  CONSTRAINT appointment_details_pkey PRIMARY KEY (journey_id, version)
);

CREATE TABLE appointments (
  id text NOT NULL,
  customer_id text NOT NULL,
  opportunity_id text,
  form text NOT NULL,
  seller text NOT NULL,
  phase text NOT NULL,
  answer text,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  details integer NOT NULL,
  sequence integer NOT NULL,
  told_sequence integer,
  confirm_at timestamp with time zone,
  opened_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT appointments_pkey PRIMARY KEY (id)
);

CREATE TABLE assignments (
  subject text NOT NULL,
  profile text NOT NULL,
  centre text,
  region text,
  own_customers boolean DEFAULT false NOT NULL,
  CONSTRAINT assignments_subject_profile_centre_region_own_customers_key UNIQUE NULLS NOT DISTINCT (subject, profile, centre, region, own_customers),
  CONSTRAINT assignments_check CHECK (((num_nonnulls(centre, region) + (own_customers)::integer) <= 1))
);

CREATE TABLE backup_jobs (
  job text NOT NULL,
  label text NOT NULL,
  customer_id text,
  is_critical boolean DEFAULT false NOT NULL,
  contact_email text,
  ended_on date,
  CONSTRAINT backup_jobs_pkey PRIMARY KEY (job),
  CONSTRAINT backup_jobs_job_check CHECK (((job ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(job) <= 60)))
);

CREATE TABLE backup_nights (
  job text NOT NULL,
  night date NOT NULL,
  outcome text NOT NULL,
  detail text,
  ended_at timestamp with time zone,
  heard text NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  checked_at timestamp with time zone,
  carried_at timestamp with time zone,
  CONSTRAINT backup_nights_pkey PRIMARY KEY (job, night),
  CONSTRAINT backup_nights_heard_check CHECK ((heard = ANY (ARRAY['callback'::text, 'asked'::text, 'nothing'::text]))),
  CONSTRAINT backup_nights_outcome_check CHECK ((outcome = ANY (ARRAY['succeeded'::text, 'failed'::text, 'missing'::text])))
);

CREATE TABLE backup_ticket_numbers (
  trouble text NOT NULL,
  ticket text NOT NULL,
  CONSTRAINT backup_ticket_numbers_pkey PRIMARY KEY (trouble)
);

CREATE TABLE backup_troubles (
  id text NOT NULL,
  job text NOT NULL,
  customer_id text,
  nights integer NOT NULL,
  last_night date,
  phase text NOT NULL,
  wants_ticket boolean NOT NULL,
  ticket text,
  opened_at timestamp with time zone NOT NULL,
  recovered_at timestamp with time zone,
  ended_at timestamp with time zone,
  CONSTRAINT backup_troubles_pkey PRIMARY KEY (id)
);

CREATE TABLE basket_items (
  id text NOT NULL,
  kind text NOT NULL,
  journey_id text NOT NULL,
  deployment_id text,
  site text,
  customer_id text NOT NULL,
  step text NOT NULL,
  owner text NOT NULL,
  desk text,
  team text,
  named text,
  coordinator text,
  claimed_by text,
  is_at_risk boolean NOT NULL,
  priority smallint NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone,
  rank integer NOT NULL,
  young_rank integer,
  basket text GENERATED ALWAYS AS (
CASE
    WHEN (desk IS NULL) THEN owner
    ELSE ((owner || '@'::text) || desk)
END) STORED NOT NULL,
  holder text GENERATED ALWAYS AS (COALESCE(claimed_by, named,
CASE
    WHEN (owner = 'coordinator'::text) THEN coordinator
    ELSE NULL::text
END)) STORED,
  is_free boolean GENERATED ALWAYS AS (((claimed_by IS NULL) AND ((step <> 'ticket'::text) OR (named IS NULL)))) STORED NOT NULL,
  due_key timestamp with time zone GENERATED ALWAYS AS (COALESCE(due_at, 'infinity'::timestamp with time zone)) STORED NOT NULL,
  at timestamp with time zone GENERATED ALWAYS AS (COALESCE(due_at, opened_at)) STORED NOT NULL,
  CONSTRAINT basket_items_pkey PRIMARY KEY (id)
);

CREATE TABLE basket_views (
  id uuid NOT NULL,
  owner text NOT NULL,
  team text,
  name text NOT NULL,
  query jsonb NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  changed_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, now()) NOT NULL,
  CONSTRAINT basket_views_pkey PRIMARY KEY (id)
);

CREATE TABLE centres (
  key text NOT NULL,
  label jsonb NOT NULL,
  region text NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT centres_pkey PRIMARY KEY (key),
  CONSTRAINT centres_key_check CHECK ((key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  CONSTRAINT centres_region_check CHECK ((region ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);

CREATE TABLE complaint_takes (
  complaint text NOT NULL,
  customer_id text NOT NULL,
  order_number text NOT NULL,
  subject text NOT NULL,
  since timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT complaint_takes_pkey PRIMARY KEY (complaint)
);

CREATE TABLE complaint_texts (
  id uuid NOT NULL,
  journey_id text NOT NULL,
  content jsonb NOT NULL,
  at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT complaint_texts_pkey PRIMARY KEY (id)
);

CREATE TABLE complaints (
  id text NOT NULL,
  customer_id text NOT NULL,
  subject text NOT NULL,
  order_number text NOT NULL,
  edition integer NOT NULL,
  channel text NOT NULL,
  entered_by text NOT NULL,
  phase text NOT NULL,
  outcome text,
  verdict text,
  due_at timestamp with time zone,
  is_due_soon boolean NOT NULL,
  is_late boolean NOT NULL,
  gesture_cents bigint NOT NULL,
  acknowledged_at timestamp with time zone,
  answered_at timestamp with time zone,
  opened_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT complaints_pkey PRIMARY KEY (id)
);

CREATE TABLE customer_changes (
  id uuid NOT NULL,
  customer_id text NOT NULL,
  part_id uuid,
  before jsonb,
  after jsonb,
  CONSTRAINT customer_changes_pkey PRIMARY KEY (id)
);

CREATE TABLE customer_contacts (
  id uuid NOT NULL,
  customer_id text NOT NULL,
  role text NOT NULL,
  name text NOT NULL,
  job text,
  phones text[] DEFAULT '{}'::text[] NOT NULL,
  emails text[] DEFAULT '{}'::text[] NOT NULL,
  is_main boolean DEFAULT false NOT NULL,
  note text,
  version integer DEFAULT 1 NOT NULL,
  since timestamp with time zone DEFAULT now() NOT NULL,
  phone_keys text[] GENERATED ALWAYS AS (phone_keys(phones)) STORED,
  mail_keys text[] GENERATED ALWAYS AS (mail_keys(emails)) STORED,
  CONSTRAINT customer_contacts_pkey PRIMARY KEY (id),
  CONSTRAINT customer_contacts_role_check CHECK ((role = ANY (ARRAY['administrative'::text, 'technical'::text, 'billing'::text, 'site'::text, 'signatory'::text, 'legal-representative'::text, 'guardian'::text, 'other'::text])))
);

CREATE TABLE customer_equipment (
  id uuid NOT NULL,
  customer_id text NOT NULL,
  label text NOT NULL,
  serial_number text,
  ownership text NOT NULL,
  rds text,
  installed_on date,
  warranty_until date,
  returned_on date,
  version integer DEFAULT 1 NOT NULL,
  since timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT customer_equipment_pkey PRIMARY KEY (id),
  CONSTRAINT customer_equipment_ownership_check CHECK ((ownership = ANY (ARRAY['owned'::text, 'rented'::text])))
);

CREATE TABLE customer_interests (
  id uuid NOT NULL,
  customer_id text NOT NULL,
  kind text NOT NULL,
  label text NOT NULL,
  happens_on date,
  version integer DEFAULT 1 NOT NULL,
  since timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT customer_interests_pkey PRIMARY KEY (id),
  CONSTRAINT customer_interests_kind_check CHECK ((kind = ANY (ARRAY['interest'::text, 'life-moment'::text])))
);

CREATE TABLE customer_measures (
  id uuid NOT NULL,
  customer_id text NOT NULL,
  kind text NOT NULL,
  detail text,
  contact_id uuid,
  starts_on date,
  ends_on date,
  version integer DEFAULT 1 NOT NULL,
  since timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT customer_measures_pkey PRIMARY KEY (id),
  CONSTRAINT customer_measures_kind_check CHECK ((kind = ANY (ARRAY['guardianship'::text, 'curatorship'::text, 'safeguarding'::text, 'insolvency'::text, 'debt-collection'::text, 'vip'::text, 'no-commercial-contact'::text, 'accessibility'::text, 'other'::text])))
);

CREATE TABLE customer_sites (
  id uuid NOT NULL,
  customer_id text NOT NULL,
  label text NOT NULL,
  street text NOT NULL,
  postal_code text NOT NULL,
  city text NOT NULL,
  country text DEFAULT 'FR'::text NOT NULL,
  access_note text,
  version integer DEFAULT 1 NOT NULL,
  since timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT customer_sites_pkey PRIMARY KEY (id)
);

CREATE TABLE customers (
  id text NOT NULL,
  name text NOT NULL,
  siren text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  contract text DEFAULT 'contract'::text NOT NULL,
  account_manager text,
  account_manager_named_by text,
  account_manager_named_at timestamp with time zone,
  centre text,
  kind text DEFAULT 'company'::text NOT NULL,
  siret text,
  language text DEFAULT 'fr'::text NOT NULL,
  market text,
  phone text,
  email text,
  billing_email text,
  street text,
  postal_code text,
  city text,
  country text,
  version integer DEFAULT 1 NOT NULL,
  event_number integer DEFAULT 0 NOT NULL,
  merged_into text,
  merged_at timestamp with time zone,
  erased_at timestamp with time zone,
  name_key text GENERATED ALWAYS AS (normal_name(name)) STORED,
  phone_key text GENERATED ALWAYS AS ((phone_keys(ARRAY[phone]))[1]) STORED,
  CONSTRAINT customers_pkey PRIMARY KEY (id),
  CONSTRAINT customers_check CHECK ((merged_into <> id)),
  CONSTRAINT customers_contract_check CHECK ((contract = ANY (ARRAY['pro'::text, 'contract'::text, 'none'::text]))),
  CONSTRAINT customers_id_check CHECK ((id ~ '^CLI-[0-9]{6}$'::text)),
  CONSTRAINT customers_kind_check CHECK ((kind = ANY (ARRAY['company'::text, 'public'::text, 'person'::text]))),
  CONSTRAINT customers_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
  CONSTRAINT customers_market_check CHECK ((market = ANY (ARRAY['private'::text, 'public'::text])))
);

CREATE TABLE deployments (
  id text NOT NULL,
  customer_id text NOT NULL,
  order_number text NOT NULL,
  market text NOT NULL,
  phase text NOT NULL,
  target_date date NOT NULL,
  site_count integer NOT NULL,
  launched_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  coordinator text,
  jeopardies jsonb DEFAULT '[]'::jsonb NOT NULL,
  at_risk boolean DEFAULT false NOT NULL,
  CONSTRAINT deployments_pkey PRIMARY KEY (id)
);

CREATE TABLE discovery_notes (
  id uuid NOT NULL,
  customer_id text NOT NULL,
  opportunity_id text,
  facts jsonb NOT NULL,
  written_by text NOT NULL,
  written_at timestamp with time zone NOT NULL,
  CONSTRAINT discovery_notes_pkey PRIMARY KEY (id)
);

CREATE TABLE document_files (
  document_id uuid NOT NULL,
  file_name text NOT NULL,
  received_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT document_files_pkey PRIMARY KEY (document_id)
);

CREATE TABLE document_uploads (
  sha256 text NOT NULL,
  last_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT document_uploads_pkey PRIMARY KEY (sha256)
);

CREATE TABLE documents (
  id uuid NOT NULL,
  deployment_id text NOT NULL,
  kind text NOT NULL,
  media_type text NOT NULL,
  size_bytes integer NOT NULL,
  sha256 text NOT NULL,
  status text NOT NULL,
  added_by text NOT NULL,
  added_at timestamp with time zone NOT NULL,
  accepted_by text,
  accepted_at timestamp with time zone,
  rejected_by text,
  rejected_at timestamp with time zone,
  rejection_reason text,
  site text,
  customer_id text,
  CONSTRAINT documents_pkey PRIMARY KEY (id),
  CONSTRAINT documents_status_check CHECK ((status = ANY (ARRAY['added'::text, 'accepted'::text, 'rejected'::text, 'issued'::text])))
);

CREATE TABLE events (
  journey_id text NOT NULL,
  number integer NOT NULL,
  type text NOT NULL,
  payload jsonb NOT NULL,
  actor text NOT NULL,
  channel text NOT NULL,
  command_id text NOT NULL,
  request_id text,
  at timestamp with time zone NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT events_pkey PRIMARY KEY (journey_id, number),
  CONSTRAINT events_number_check CHECK ((number > 0))
);

CREATE TABLE follow_up_notes (
  journey_id text NOT NULL,
  note text NOT NULL,
  CONSTRAINT follow_up_notes_pkey PRIMARY KEY (journey_id)
);

CREATE TABLE follow_ups (
  id text NOT NULL,
  customer_id text NOT NULL,
  opportunity_id text,
  what text NOT NULL,
  seller text NOT NULL,
  phase text NOT NULL,
  due_at timestamp with time zone NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT follow_ups_pkey PRIMARY KEY (id)
);

CREATE TABLE grants (
  id uuid NOT NULL,
  subject text NOT NULL,
  profile text NOT NULL,
  centre text,
  region text,
  own_customers boolean DEFAULT false NOT NULL,
  reason text NOT NULL,
  granted_by text NOT NULL,
  granted_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, now()) NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  revoked_by text,
  CONSTRAINT grants_pkey PRIMARY KEY (id),
  CONSTRAINT grants_check CHECK (((num_nonnulls(centre, region) + (own_customers)::integer) <= 1))
);

CREATE TABLE idempotency_keys (
  principal text NOT NULL,
  route text NOT NULL,
  key text NOT NULL,
  digest text NOT NULL,
  allocated_id text,
  lease_holder uuid,
  lease_until timestamp with time zone,
  status integer,
  headers jsonb,
  body text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (principal, route, key),
  CONSTRAINT idempotency_keys_check CHECK (((status IS NULL) OR ((headers IS NOT NULL) AND (lease_until IS NULL))))
);

CREATE TABLE inbound_mails (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  inbox_id text NOT NULL,
  desk text NOT NULL,
  sender_name text,
  sender_address text,
  subject text NOT NULL,
  text text NOT NULL,
  raw_sha256 text NOT NULL,
  raw_size_bytes integer NOT NULL,
  files_left_out integer NOT NULL,
  received_at timestamp with time zone NOT NULL,
  customer_id text,
  rds text,
  cited_ticket text,
  status text DEFAULT 'received'::text NOT NULL,
  reason text,
  ticket text,
  settled_by text,
  settled_at timestamp with time zone,
  CONSTRAINT inbound_mails_pkey PRIMARY KEY (id),
  CONSTRAINT inbound_mails_inbox_id_key UNIQUE (inbox_id),
  CONSTRAINT inbound_mails_status_check CHECK ((status = ANY (ARRAY['received'::text, 'waiting'::text, 'attached'::text, 'registered'::text, 'dismissed'::text, 'ignored'::text])))
);

CREATE TABLE inbox (
  source text NOT NULL,
  id text NOT NULL,
  payload jsonb NOT NULL,
  received_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, now()) NOT NULL,
  status text DEFAULT 'pending'::text NOT NULL,
  reason text,
  journey_id text,
  attempts integer DEFAULT 0 NOT NULL,
  next_attempt_at timestamp with time zone DEFAULT now() NOT NULL,
  settled_at timestamp with time zone,
  traceparent text,
  CONSTRAINT inbox_pkey PRIMARY KEY (source, id),
  CONSTRAINT inbox_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'unmatched'::text, 'delivered'::text, 'ignored'::text])))
);

CREATE TABLE indicator_facts (
  at timestamp with time zone NOT NULL,
  measure text NOT NULL,
  detail text NOT NULL,
  person text,
  team text,
  centre text,
  n integer NOT NULL,
  total bigint NOT NULL
);

CREATE TABLE indicator_sums (
  about text NOT NULL,
  grain text NOT NULL,
  since date NOT NULL,
  measure text NOT NULL,
  detail text NOT NULL,
  person text NOT NULL,
  team text NOT NULL,
  centre text NOT NULL,
  n bigint NOT NULL,
  total bigint NOT NULL,
  CONSTRAINT indicator_sums_pkey PRIMARY KEY (about, grain, since, measure, detail, person, team, centre),
  CONSTRAINT indicator_sums_about_check CHECK ((about = ANY (ARRAY['place'::text, 'person'::text]))),
  CONSTRAINT indicator_sums_grain_check CHECK ((grain = ANY (ARRAY['day'::text, 'week'::text, 'month'::text])))
);

CREATE TABLE issued_documents (
  message_key text NOT NULL,
  document_id uuid DEFAULT gen_random_uuid() NOT NULL,
  sha256 text NOT NULL,
  size_bytes integer NOT NULL,
  issued_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT issued_documents_pkey PRIMARY KEY (message_key)
);

CREATE TABLE journeys (
  id text NOT NULL,
  kind text NOT NULL,
  version integer NOT NULL,
  state jsonb NOT NULL,
  is_open boolean GENERATED ALWAYS AS (((state ->> 'endedAtMs'::text) IS NULL)) STORED,
  policy_versions jsonb GENERATED ALWAYS AS (COALESCE((state #> '{launch,policy,versions}'::text[]), (state #> '{opening,policy,versions}'::text[]))) STORED,
  CONSTRAINT journeys_pkey PRIMARY KEY (id)
);

CREATE TABLE launch_changes (
  id uuid NOT NULL,
  deployment_id text NOT NULL,
  journey_id text NOT NULL,
  part text[] NOT NULL,
  before jsonb,
  after jsonb,
  made_at timestamp with time zone DEFAULT now() NOT NULL,
  applied_at timestamp with time zone,
  CONSTRAINT launch_changes_pkey PRIMARY KEY (id)
);

CREATE TABLE launch_files (
  deployment_id text NOT NULL,
  file jsonb NOT NULL,
  received_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT launch_files_pkey PRIMARY KEY (deployment_id)
);

CREATE TABLE links_to_tell (
  ticket text NOT NULL,
  other text NOT NULL,
  kind text NOT NULL,
  CONSTRAINT links_to_tell_pkey PRIMARY KEY (ticket, other, kind)
);

CREATE TABLE message_files (
  message_id uuid NOT NULL,
  ordinal integer NOT NULL,
  file_name text NOT NULL,
  media_type text NOT NULL,
  size_bytes integer NOT NULL,
  sha256 text NOT NULL,
  CONSTRAINT message_files_pkey PRIMARY KEY (message_id, ordinal)
);

CREATE TABLE opportunities (
  id text NOT NULL,
  customer_id text NOT NULL,
  description text NOT NULL,
  stage text NOT NULL,
  amount_cents bigint NOT NULL,
  probability integer NOT NULL,
  period text NOT NULL,
  closes_on date NOT NULL,
  channel text NOT NULL,
  seller text NOT NULL,
  lost_reason text,
  comment text,
  version integer DEFAULT 1 NOT NULL,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  closed_at timestamp with time zone,
  won_from jsonb,
  CONSTRAINT opportunities_pkey PRIMARY KEY (id),
  CONSTRAINT opportunities_check CHECK (((closed_at IS NULL) = (stage <> ALL (ARRAY['won'::text, 'lost'::text])))),
  CONSTRAINT opportunities_probability_check CHECK (((probability >= 0) AND (probability <= 100)))
);

CREATE TABLE order_codes (
  order_id text NOT NULL,
  ordinal integer NOT NULL,
  salt bytea NOT NULL,
  proof bytea NOT NULL,
  CONSTRAINT order_codes_pkey PRIMARY KEY (order_id, ordinal)
);

CREATE TABLE order_documents (
  id uuid NOT NULL,
  order_id text NOT NULL,
  kind text NOT NULL,
  media_type text NOT NULL,
  size_bytes integer NOT NULL,
  sha256 text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT order_documents_pkey PRIMARY KEY (id)
);

CREATE TABLE order_hand_overs (
  order_id text NOT NULL,
  what text NOT NULL,
  made text NOT NULL,
  CONSTRAINT order_hand_overs_pkey PRIMARY KEY (order_id, what)
);

CREATE TABLE order_parties (
  journey_id text NOT NULL,
  version integer NOT NULL,
  party jsonb NOT NULL,
  at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT order_parties_pkey PRIMARY KEY (journey_id, version)
);

CREATE TABLE order_rejects (
  order_id text NOT NULL,
  number integer NOT NULL,
  customer_id text NOT NULL,
  side text NOT NULL,
  rejected_by text NOT NULL,
  emitter text NOT NULL,
  comment text NOT NULL,
  status text NOT NULL,
  rejected_at timestamp with time zone NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT order_rejects_pkey PRIMARY KEY (order_id, number)
);

CREATE TABLE order_signature_terms (
  id uuid NOT NULL,
  journey_id text NOT NULL,
  signature jsonb NOT NULL,
  signing jsonb,
  CONSTRAINT order_signature_terms_pkey PRIMARY KEY (id)
);

CREATE TABLE order_signatures (
  journey_id text NOT NULL,
  signature jsonb NOT NULL,
  signing jsonb,
  CONSTRAINT order_signatures_pkey PRIMARY KEY (journey_id)
);

CREATE TABLE orders (
  id text NOT NULL,
  customer_id text NOT NULL,
  proposal_id text NOT NULL,
  emitter text NOT NULL,
  phase text NOT NULL,
  outcome text,
  ttc_cents bigint NOT NULL,
  sub_orders jsonb NOT NULL,
  signed_how text,
  signed_at timestamp with time zone,
  deployment_id text,
  termination_id text,
  calls_relay boolean NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT orders_pkey PRIMARY KEY (id)
);

CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  journey_id text NOT NULL,
  number integer NOT NULL,
  "position" bigint,
  traceparent text,
  CONSTRAINT outbox_pkey PRIMARY KEY (id),
  CONSTRAINT outbox_journey_id_number_key UNIQUE (journey_id, number),
  CONSTRAINT outbox_position_key UNIQUE ("position")
);

CREATE TABLE outside_answers (
  customer text NOT NULL,
  reading text NOT NULL,
  answer jsonb NOT NULL,
  read_at timestamp with time zone NOT NULL,
  CONSTRAINT outside_answers_pkey PRIMARY KEY (customer, reading)
);

CREATE TABLE people_acts (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, now()) NOT NULL,
  actor text NOT NULL,
  act text NOT NULL,
  object text NOT NULL,
  before jsonb,
  after jsonb,
  channel text NOT NULL,
  request_id text NOT NULL,
  CONSTRAINT people_acts_pkey PRIMARY KEY (id)
);

CREATE TABLE policies (
  name text NOT NULL,
  version integer NOT NULL,
  value jsonb NOT NULL,
  author text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT policies_pkey PRIMARY KEY (name, version),
  CONSTRAINT policies_version_check CHECK ((version > 0))
);

CREATE TABLE policy_applications (
  policy text NOT NULL,
  version integer NOT NULL,
  requested_by text NOT NULL,
  channel text NOT NULL,
  request_id text,
  requested_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT policy_applications_pkey PRIMARY KEY (policy, version)
);

CREATE TABLE policy_moves (
  policy text NOT NULL,
  version integer NOT NULL,
  journey_id text NOT NULL,
  status text DEFAULT 'waiting'::text NOT NULL,
  reason text,
  attempts integer DEFAULT 0 NOT NULL,
  next_attempt_at timestamp with time zone DEFAULT now() NOT NULL,
  settled_at timestamp with time zone,
  CONSTRAINT policy_moves_pkey PRIMARY KEY (policy, version, journey_id),
  CONSTRAINT policy_moves_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'moved'::text, 'unneeded'::text])))
);

CREATE TABLE projects (
  key text NOT NULL,
  customer_id text NOT NULL,
  technicians text[] NOT NULL,
  CONSTRAINT projects_pkey PRIMARY KEY (key),
  CONSTRAINT projects_key_check CHECK ((key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);

CREATE TABLE proposals (
  id text NOT NULL,
  customer_id text NOT NULL,
  name text NOT NULL,
  status text DEFAULT 'draft'::text NOT NULL,
  made_from text,
  engagement_months integer NOT NULL,
  vat_basis_points integer NOT NULL,
  lines jsonb NOT NULL,
  instalments jsonb DEFAULT '[]'::jsonb NOT NULL,
  catalogue_version integer NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  presented_version integer,
  order_id text,
  ticket text,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  opportunity_id text,
  CONSTRAINT proposals_pkey PRIMARY KEY (id)
);

CREATE TABLE referents (
  desk text NOT NULL,
  customer_id text NOT NULL,
  subject text NOT NULL,
  entered_by text NOT NULL,
  entered_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT referents_pkey PRIMARY KEY (desk, customer_id)
);

CREATE TABLE replacements (
  id text NOT NULL,
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
  opened_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT replacements_pkey PRIMARY KEY (id)
);

CREATE TABLE rota_weeks (
  desk text NOT NULL,
  week date NOT NULL,
  subject text NOT NULL,
  CONSTRAINT rota_weeks_pkey PRIMARY KEY (desk, week)
);

CREATE TABLE rotas (
  desk text NOT NULL,
  version integer NOT NULL,
  entered_by text NOT NULL,
  entered_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT rotas_pkey PRIMARY KEY (desk)
);

CREATE TABLE sales_drops (
  id uuid NOT NULL,
  customer_id text NOT NULL,
  kind text NOT NULL,
  proposal_id text,
  ranges text[] NOT NULL,
  lines jsonb NOT NULL,
  monthly_cents bigint NOT NULL,
  reason text NOT NULL,
  dropped_on date NOT NULL,
  entered_by text NOT NULL,
  entered_at timestamp with time zone NOT NULL,
  CONSTRAINT sales_drops_pkey PRIMARY KEY (id),
  CONSTRAINT sales_drops_kind_check CHECK ((kind = ANY (ARRAY['total'::text, 'partial'::text, 'product'::text])))
);

CREATE TABLE schema_migrations (
  number integer NOT NULL,
  name text NOT NULL,
  digest text NOT NULL,
  applied_at timestamp with time zone DEFAULT now() NOT NULL,
  breaks_before integer,
  CONSTRAINT schema_migrations_pkey PRIMARY KEY (number)
);

CREATE TABLE sent_messages (
  message_key text NOT NULL,
  journey_id text NOT NULL,
  customer_id text NOT NULL,
  kind text NOT NULL,
  channel text NOT NULL,
  sent_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT sent_messages_pkey PRIMARY KEY (message_key),
  CONSTRAINT sent_messages_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text])))
);

CREATE TABLE services (
  rds text NOT NULL,
  customer_id text NOT NULL,
  access_type text NOT NULL,
  deployment_id text,
  site text,
  ended_on date,
  in_service_on date,
  monthly_cents bigint,
  engagement_ends_on date,
  termination text,
  termination_since timestamp with time zone,
  replaced_by text,
  replaced_since timestamp with time zone,
  CONSTRAINT services_pkey PRIMARY KEY (rds)
);

CREATE TABLE sites (
  deployment_id text NOT NULL,
  site text NOT NULL,
  access_type text NOT NULL,
  phase text NOT NULL,
  order_key text,
  obl_reference text,
  planned_delivery_date date,
  delivered_on date,
  subscription_reference text,
  next_reminder_at timestamp with time zone,
  opened_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  slot_starts_at timestamp with time zone,
  rds text,
  jeopardies jsonb DEFAULT '[]'::jsonb NOT NULL,
  at_risk boolean DEFAULT false NOT NULL,
  obl text,
  CONSTRAINT sites_pkey PRIMARY KEY (deployment_id, site)
);

CREATE TABLE stuck_calls (
  journey_id text NOT NULL,
  call text NOT NULL,
  deployment_id text,
  site text,
  system text NOT NULL,
  since timestamp with time zone NOT NULL,
  rounds integer NOT NULL,
  next_try_at timestamp with time zone NOT NULL,
  code text NOT NULL,
  message text NOT NULL,
  task_id text NOT NULL,
  verdict text,
  CONSTRAINT stuck_calls_pkey PRIMARY KEY (journey_id, call)
);

CREATE TABLE succession_terminations (
  journey_id text NOT NULL,
  termination text NOT NULL,
  CONSTRAINT succession_terminations_pkey PRIMARY KEY (journey_id)
);

CREATE TABLE successions (
  deployment_id text NOT NULL,
  site text NOT NULL,
  origin text NOT NULL,
  services text[] NOT NULL,
  ends_old_on date,
  accepted_on date,
  is_given_up boolean DEFAULT false NOT NULL,
  termination text,
  stage text,
  told text,
  CONSTRAINT successions_pkey PRIMARY KEY (deployment_id, site),
  CONSTRAINT successions_origin_check CHECK ((origin = ANY (ARRAY['change'::text, 'move'::text]))),
  CONSTRAINT successions_stage_check CHECK ((stage = ANY (ARRAY['held'::text, 'released'::text, 'ended'::text, 'kept'::text])))
);

CREATE TABLE task_claims (
  task_id text NOT NULL,
  person text NOT NULL,
  claimed_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT task_claims_pkey PRIMARY KEY (task_id)
);

CREATE TABLE tasks (
  id text NOT NULL,
  journey_id text NOT NULL,
  deployment_id text,
  site text,
  customer_id text NOT NULL,
  step text NOT NULL,
  owner text NOT NULL,
  status text NOT NULL,
  context jsonb NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone,
  closed_at timestamp with time zone,
  closed_by text,
  CONSTRAINT tasks_pkey PRIMARY KEY (id),
  CONSTRAINT tasks_status_check CHECK ((status = ANY (ARRAY['open'::text, 'completed'::text, 'withdrawn'::text])))
);

CREATE TABLE team_members (
  subject text NOT NULL,
  name text NOT NULL,
  profile text NOT NULL,
  team text NOT NULL,
  email text,
  skills text[] DEFAULT '{}'::text[] NOT NULL,
  calendar text,
  centre text,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT team_members_pkey PRIMARY KEY (subject)
);

CREATE TABLE teams (
  key text NOT NULL,
  label jsonb NOT NULL,
  desk text NOT NULL,
  level smallint NOT NULL,
  skills text[] DEFAULT '{}'::text[] NOT NULL,
  manager text,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT teams_pkey PRIMARY KEY (key),
  CONSTRAINT teams_key_check CHECK ((key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  CONSTRAINT teams_level_check CHECK (((level >= 1) AND (level <= 3)))
);

CREATE TABLE termination_contacts (
  journey_id text NOT NULL,
  contact jsonb NOT NULL,
  received_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT termination_contacts_pkey PRIMARY KEY (journey_id)
);

CREATE TABLE termination_documents (
  id uuid NOT NULL,
  termination text NOT NULL,
  kind text NOT NULL,
  size_bytes integer NOT NULL,
  sha256 text NOT NULL,
  issued_at timestamp with time zone NOT NULL,
  customer_id text,
  CONSTRAINT termination_documents_pkey PRIMARY KEY (id)
);

CREATE TABLE termination_ticket_numbers (
  termination text NOT NULL,
  ticket text NOT NULL,
  CONSTRAINT termination_ticket_numbers_pkey PRIMARY KEY (termination)
);

CREATE TABLE terminations (
  id text NOT NULL,
  customer_id text NOT NULL,
  origin text NOT NULL,
  belongs_to text,
  phase text NOT NULL,
  outcome text,
  received_on date NOT NULL,
  letter_reference text,
  services text[] NOT NULL,
  ticket text,
  fee_cents bigint,
  effective_on date,
  final_invoice text,
  equipment_invoice text,
  return_deadline date,
  calls_relay boolean NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT terminations_pkey PRIMARY KEY (id)
);

CREATE TABLE ticket_contents (
  id uuid NOT NULL,
  ticket text NOT NULL,
  content jsonb NOT NULL,
  received_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT ticket_contents_pkey PRIMARY KEY (id)
);

CREATE TABLE ticket_links (
  ticket text NOT NULL,
  other text NOT NULL,
  kind text NOT NULL,
  turn integer NOT NULL,
  since timestamp with time zone NOT NULL,
  CONSTRAINT ticket_links_pkey PRIMARY KEY (ticket, other, kind)
);

CREATE TABLE ticket_notices (
  ticket text NOT NULL,
  key text NOT NULL,
  place bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  recipient text NOT NULL,
  assignee text,
  arose_at timestamp with time zone NOT NULL,
  content jsonb NOT NULL,
  status text DEFAULT 'pending'::text NOT NULL,
  look_at timestamp with time zone DEFAULT now() NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  failing_since timestamp with time zone,
  ended_at timestamp with time zone,
  customer_id text,
  traceparent text,
  is_taken boolean DEFAULT false NOT NULL,
  CONSTRAINT ticket_notices_pkey PRIMARY KEY (ticket, key),
  CONSTRAINT ticket_notices_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'nobody'::text, 'stale'::text, 'skipped'::text])))
);

CREATE UNLOGGED TABLE ticket_presence (
  number text NOT NULL,
  subject text NOT NULL,
  is_writing boolean NOT NULL,
  since timestamp with time zone DEFAULT now() NOT NULL,
  seen_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT ticket_presence_pkey PRIMARY KEY (number, subject)
);

CREATE TABLE tickets (
  number text NOT NULL,
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
  due_at timestamp with time zone,
  next_threshold_at timestamp with time zone,
  is_breached boolean NOT NULL,
  reopenings integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  taken_at timestamp with time zone,
  agreed_at timestamp with time zone,
  ended_at timestamp with time zone,
  attributed_to text,
  held_since timestamp with time zone,
  displaced_by text,
  urgent_by timestamp with time zone,
  importance text,
  parent text,
  parent_heard integer DEFAULT 0 NOT NULL,
  parent_proposed integer DEFAULT 0 NOT NULL,
  standing_proposal integer,
  broadcasts integer DEFAULT 0 NOT NULL,
  merged_into text,
  serve_rank smallint GENERATED ALWAYS AS ((((substr(priority, 2))::smallint * 10) +
CASE
    WHEN (contract = 'none'::text) THEN 2
    ELSE 1
END)) STORED NOT NULL,
  cost_rank smallint GENERATED ALWAYS AS (((
CASE importance
    WHEN 'revenue-lost'::text THEN 0
    WHEN 'work-stopped'::text THEN 1
    WHEN 'work-slowed'::text THEN 2
    WHEN 'inconvenience'::text THEN 3
    ELSE 9
END * 10) + (substr(priority, 2))::smallint)) STORED NOT NULL,
  due_key timestamp with time zone GENERATED ALWAYS AS (COALESCE(due_at, 'infinity'::timestamp with time zone)) STORED NOT NULL,
  urgent_key timestamp with time zone GENERATED ALWAYS AS (COALESCE(urgent_by, 'infinity'::timestamp with time zone)) STORED NOT NULL,
  waiting_since timestamp with time zone,
  standing_left_ms bigint,
  taking_due_at timestamp with time zone,
  is_taking_breached boolean DEFAULT false NOT NULL,
  CONSTRAINT tickets_pkey PRIMARY KEY (number)
);

CREATE TABLE timeline (
  journey_id text NOT NULL,
  number integer NOT NULL,
  customer_id text NOT NULL,
  deployment_id text,
  at timestamp with time zone NOT NULL,
  type text NOT NULL,
  actor text NOT NULL,
  channel text NOT NULL,
  CONSTRAINT timeline_pkey PRIMARY KEY (journey_id, number)
);

CREATE TABLE webhook_deliveries (
  id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  "position" bigint,
  message_id text NOT NULL,
  type text NOT NULL,
  subject text,
  status text NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  answer integer,
  fault text,
  took_ms integer,
  first_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, clock_timestamp()) NOT NULL,
  last_at timestamp with time zone,
  CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_deliveries_webhook_id_position_key UNIQUE (webhook_id, "position"),
  CONSTRAINT webhook_deliveries_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failing'::text, 'failed'::text])))
);

CREATE TABLE webhook_secrets (
  webhook_id uuid NOT NULL,
  secret text NOT NULL,
  made_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
  ends_at timestamp with time zone,
  CONSTRAINT webhook_secrets_pkey PRIMARY KEY (webhook_id, secret)
);

CREATE TABLE webhooks (
  id uuid NOT NULL,
  url text NOT NULL,
  description text NOT NULL,
  types text[] NOT NULL,
  centres text[],
  customer_id text,
  contact text,
  status text NOT NULL,
  reason text,
  is_told boolean DEFAULT true NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  created_by text NOT NULL,
  created_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, now()) NOT NULL,
  "position" bigint NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  failing_since timestamp with time zone,
  next_at timestamp with time zone,
  lease uuid,
  lease_until timestamp with time zone,
  CONSTRAINT webhooks_pkey PRIMARY KEY (id),
  CONSTRAINT webhooks_status_check CHECK ((status = ANY (ARRAY['active'::text, 'paused'::text, 'disabled'::text])))
);

ALTER TABLE absences ADD CONSTRAINT absences_subject_fkey FOREIGN KEY (subject) REFERENCES team_members(subject);

ALTER TABLE api_keys ADD CONSTRAINT api_keys_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

ALTER TABLE api_keys ADD CONSTRAINT api_keys_team_fkey FOREIGN KEY (team) REFERENCES teams(key);

ALTER TABLE assignments ADD CONSTRAINT assignments_centre_fkey FOREIGN KEY (centre) REFERENCES centres(key);

ALTER TABLE assignments ADD CONSTRAINT assignments_subject_fkey FOREIGN KEY (subject) REFERENCES team_members(subject);

ALTER TABLE backup_jobs ADD CONSTRAINT backup_jobs_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

ALTER TABLE backup_nights ADD CONSTRAINT backup_nights_job_fkey FOREIGN KEY (job) REFERENCES backup_jobs(job);

ALTER TABLE customer_changes ADD CONSTRAINT customer_changes_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

ALTER TABLE customer_contacts ADD CONSTRAINT customer_contacts_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

ALTER TABLE customer_equipment ADD CONSTRAINT customer_equipment_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

ALTER TABLE customer_interests ADD CONSTRAINT customer_interests_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

ALTER TABLE customer_measures ADD CONSTRAINT customer_measures_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

ALTER TABLE customer_sites ADD CONSTRAINT customer_sites_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

ALTER TABLE customers ADD CONSTRAINT customers_account_manager_fkey FOREIGN KEY (account_manager) REFERENCES team_members(subject);

ALTER TABLE customers ADD CONSTRAINT customers_centre_fkey FOREIGN KEY (centre) REFERENCES centres(key);

ALTER TABLE customers ADD CONSTRAINT customers_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES customers(id);

ALTER TABLE discovery_notes ADD CONSTRAINT discovery_notes_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

ALTER TABLE discovery_notes ADD CONSTRAINT discovery_notes_opportunity_id_fkey FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE grants ADD CONSTRAINT grants_centre_fkey FOREIGN KEY (centre) REFERENCES centres(key);

ALTER TABLE grants ADD CONSTRAINT grants_subject_fkey FOREIGN KEY (subject) REFERENCES team_members(subject);

ALTER TABLE opportunities ADD CONSTRAINT opportunities_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

ALTER TABLE outside_answers ADD CONSTRAINT outside_answers_customer_fkey FOREIGN KEY (customer) REFERENCES customers(id);

ALTER TABLE policy_applications ADD CONSTRAINT policy_applications_policy_version_fkey FOREIGN KEY (policy, version) REFERENCES policies(name, version);

ALTER TABLE policy_moves ADD CONSTRAINT policy_moves_policy_version_fkey FOREIGN KEY (policy, version) REFERENCES policy_applications(policy, version);

ALTER TABLE projects ADD CONSTRAINT projects_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

ALTER TABLE proposals ADD CONSTRAINT proposals_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

ALTER TABLE proposals ADD CONSTRAINT proposals_made_from_fkey FOREIGN KEY (made_from) REFERENCES proposals(id);

ALTER TABLE proposals ADD CONSTRAINT proposals_opportunity_id_fkey FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE referents ADD CONSTRAINT referents_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

ALTER TABLE referents ADD CONSTRAINT referents_subject_fkey FOREIGN KEY (subject) REFERENCES team_members(subject);

ALTER TABLE rota_weeks ADD CONSTRAINT rota_weeks_desk_fkey FOREIGN KEY (desk) REFERENCES rotas(desk);

ALTER TABLE rota_weeks ADD CONSTRAINT rota_weeks_subject_fkey FOREIGN KEY (subject) REFERENCES team_members(subject);

ALTER TABLE sales_drops ADD CONSTRAINT sales_drops_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

ALTER TABLE sales_drops ADD CONSTRAINT sales_drops_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals(id);

ALTER TABLE team_members ADD CONSTRAINT team_members_centre_fkey FOREIGN KEY (centre) REFERENCES centres(key);

ALTER TABLE webhook_deliveries ADD CONSTRAINT webhook_deliveries_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks(id) ON DELETE CASCADE;

ALTER TABLE webhook_secrets ADD CONSTRAINT webhook_secrets_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks(id) ON DELETE CASCADE;

ALTER TABLE webhooks ADD CONSTRAINT webhooks_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id);

CREATE INDEX absences_by_end ON public.absences USING btree (ends_at, id);

CREATE INDEX absences_by_person ON public.absences USING btree (subject, ends_at);

CREATE INDEX appointments_by_customer ON public.appointments USING btree (customer_id, starts_at);

CREATE INDEX appointments_by_seller ON public.appointments USING btree (seller, starts_at);

CREATE INDEX appointments_by_start ON public.appointments USING btree (starts_at, id);

CREATE INDEX backup_nights_by_night ON public.backup_nights USING btree (night, job);

CREATE INDEX backup_nights_to_carry ON public.backup_nights USING btree (night, job) WHERE (carried_at IS NULL);

CREATE INDEX backup_troubles_open ON public.backup_troubles USING btree (job) WHERE (ended_at IS NULL);

CREATE INDEX backup_troubles_wanting ON public.backup_troubles USING btree (id) WHERE wants_ticket;

CREATE INDEX basket_items_all_by_due ON public.basket_items USING btree (due_key, id);

CREATE INDEX basket_items_all_by_opening ON public.basket_items USING btree (opened_at, id);

CREATE INDEX basket_items_all_by_urgency ON public.basket_items USING btree (rank, at, id);

CREATE INDEX basket_items_all_young ON public.basket_items USING btree (young_rank, at, id) WHERE (young_rank IS NOT NULL);

CREATE INDEX basket_items_at_risk ON public.basket_items USING btree (basket, rank, at, id) WHERE is_at_risk;

CREATE INDEX basket_items_by_customer ON public.basket_items USING btree (customer_id);

CREATE INDEX basket_items_by_deployment ON public.basket_items USING btree (deployment_id) WHERE (deployment_id IS NOT NULL);

CREATE INDEX basket_items_by_due ON public.basket_items USING btree (basket, due_key, id);

CREATE INDEX basket_items_by_holder ON public.basket_items USING btree (holder) WHERE (holder IS NOT NULL);

CREATE INDEX basket_items_by_journey ON public.basket_items USING btree (journey_id);

CREATE INDEX basket_items_by_opening ON public.basket_items USING btree (basket, opened_at, id);

CREATE INDEX basket_items_by_step ON public.basket_items USING btree (step, rank, at, id);

CREATE INDEX basket_items_by_team ON public.basket_items USING btree (team) WHERE (team IS NOT NULL);

CREATE INDEX basket_items_by_urgency ON public.basket_items USING btree (basket, rank, at, id);

CREATE INDEX basket_items_free_by_due ON public.basket_items USING btree (basket, due_key, id) WHERE is_free;

CREATE INDEX basket_items_free_by_opening ON public.basket_items USING btree (basket, opened_at, id) WHERE is_free;

CREATE INDEX basket_items_free_by_urgency ON public.basket_items USING btree (basket, rank, at, id) WHERE is_free;

CREATE INDEX basket_items_free_young ON public.basket_items USING btree (basket, young_rank, at, id) WHERE (is_free AND (young_rank IS NOT NULL));

CREATE INDEX basket_items_queued ON public.basket_items USING btree (rank, at, id) WHERE ((step = 'ticket'::text) AND (team IS NULL) AND is_free);

CREATE INDEX basket_items_young ON public.basket_items USING btree (basket, young_rank, at, id) WHERE (young_rank IS NOT NULL);

CREATE UNIQUE INDEX basket_views_by_owner ON public.basket_views USING btree (owner, name);

CREATE INDEX basket_views_by_team ON public.basket_views USING btree (team, name) WHERE (team IS NOT NULL);

CREATE INDEX complaint_takes_by_customer ON public.complaint_takes USING btree (customer_id);

CREATE INDEX complaint_texts_by_journey ON public.complaint_texts USING btree (journey_id, at);

CREATE INDEX complaints_by_customer ON public.complaints USING btree (customer_id, id);

CREATE INDEX complaints_by_due ON public.complaints USING btree (COALESCE(due_at, 'infinity'::timestamp with time zone), id) WHERE (ended_at IS NULL);

CREATE INDEX complaints_open ON public.complaints USING btree (id) WHERE (ended_at IS NULL);

CREATE INDEX customer_changes_by_customer ON public.customer_changes USING btree (customer_id);

CREATE INDEX customer_contacts_by_customer ON public.customer_contacts USING btree (customer_id, id);

CREATE INDEX customer_contacts_by_mail ON public.customer_contacts USING gin (mail_keys);

CREATE INDEX customer_contacts_by_phone ON public.customer_contacts USING gin (phone_keys);

CREATE INDEX customer_equipment_by_customer ON public.customer_equipment USING btree (customer_id, id);

CREATE INDEX customer_equipment_by_serial_number ON public.customer_equipment USING btree (serial_number) WHERE (serial_number IS NOT NULL);

CREATE INDEX customer_interests_by_customer ON public.customer_interests USING btree (customer_id, id);

CREATE INDEX customer_measures_by_customer ON public.customer_measures USING btree (customer_id, id);

CREATE INDEX customer_sites_by_customer ON public.customer_sites USING btree (customer_id, id);

CREATE INDEX customers_by_account_manager ON public.customers USING btree (account_manager, id);

CREATE INDEX customers_by_account_manager_and_name ON public.customers USING btree (account_manager, name_key, id) WHERE (merged_into IS NULL);

CREATE INDEX customers_by_billing_email ON public.customers USING btree (lower(billing_email)) WHERE (billing_email IS NOT NULL);

CREATE INDEX customers_by_centre ON public.customers USING btree (centre, id);

CREATE INDEX customers_by_centre_and_name ON public.customers USING btree (centre, name_key, id) WHERE (merged_into IS NULL);

CREATE INDEX customers_by_email ON public.customers USING btree (lower(email)) WHERE (email IS NOT NULL);

CREATE INDEX customers_by_name ON public.customers USING btree (name_key, id) WHERE (merged_into IS NULL);

CREATE INDEX customers_by_phone ON public.customers USING btree (phone_key) WHERE (phone_key IS NOT NULL);

CREATE INDEX customers_by_place ON public.customers USING btree (postal_code, name_key) WHERE (merged_into IS NULL);

CREATE INDEX customers_by_siren ON public.customers USING btree (siren) WHERE (siren IS NOT NULL);

CREATE INDEX customers_by_siret ON public.customers USING btree (siret) WHERE (siret IS NOT NULL);

CREATE INDEX customers_by_survivor ON public.customers USING btree (merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX customers_by_words ON public.customers USING gin (name_key gin_trgm_ops) WHERE (merged_into IS NULL);

CREATE INDEX deployments_by_customer ON public.deployments USING btree (customer_id, id);

CREATE INDEX deployments_by_order ON public.deployments USING btree (order_number);

CREATE INDEX deployments_by_phase ON public.deployments USING btree (phase, id);

CREATE INDEX deployments_open_of_customer ON public.deployments USING btree (customer_id, id) WHERE (ended_at IS NULL);

CREATE INDEX deployments_under_way ON public.deployments USING btree (id) WHERE (ended_at IS NULL);

CREATE INDEX discovery_notes_by_customer ON public.discovery_notes USING btree (customer_id, id);

CREATE INDEX document_uploads_by_age ON public.document_uploads USING btree (last_at);

CREATE INDEX documents_by_content ON public.documents USING btree (sha256);

CREATE INDEX documents_by_deployment ON public.documents USING btree (deployment_id, id);

CREATE INDEX documents_issued_to_customer ON public.documents USING btree (customer_id, added_at DESC) INCLUDE (id, kind, added_by) WHERE (status = 'issued'::text);

CREATE INDEX events_by_command ON public.events USING btree (command_id);

CREATE INDEX events_on_tasks ON public.events USING btree (((payload ->> 'taskId'::text)), recorded_at) WHERE (type = ANY (ARRAY['taskClaimed'::text, 'taskReleased'::text, 'taskAssigned'::text]));

CREATE INDEX follow_ups_by_customer ON public.follow_ups USING btree (customer_id, due_at);

CREATE INDEX follow_ups_by_seller ON public.follow_ups USING btree (seller, due_at);

CREATE INDEX grants_by_age ON public.grants USING btree (granted_at, id);

CREATE INDEX grants_by_person ON public.grants USING btree (subject, expires_at);

CREATE INDEX idempotency_keys_created_at ON public.idempotency_keys USING btree (created_at);

CREATE INDEX inbound_mails_by_content ON public.inbound_mails USING btree (raw_sha256);

CREATE INDEX inbound_mails_by_sender ON public.inbound_mails USING btree (sender_address, received_at);

CREATE INDEX inbound_mails_newest ON public.inbound_mails USING btree (received_at DESC, id);

CREATE INDEX inbound_mails_of_customer ON public.inbound_mails USING btree (customer_id, received_at DESC) WHERE ((ticket IS NULL) AND (customer_id IS NOT NULL));

CREATE INDEX inbound_mails_waiting ON public.inbound_mails USING btree (received_at, id) WHERE (status = 'waiting'::text);

CREATE INDEX inbound_mails_without_ticket_of_customer ON public.inbound_mails USING btree (customer_id, received_at DESC) INCLUDE (id) WHERE (ticket IS NULL);

CREATE INDEX inbox_newest ON public.inbox USING btree (received_at DESC, source, id);

CREATE INDEX inbox_waiting ON public.inbox USING btree (next_attempt_at) WHERE (status = ANY (ARRAY['pending'::text, 'unmatched'::text]));

CREATE INDEX journeys_open ON public.journeys USING btree (id) INCLUDE (policy_versions) WHERE is_open;

CREATE INDEX launch_changes_by_journey ON public.launch_changes USING btree (journey_id, part);

CREATE INDEX launch_files_by_address ON public.launch_files USING gin (((lower((jsonb_path_query_array(file, 'strict $.**."email"'::jsonpath))::text))::jsonb));

CREATE INDEX launch_files_by_order ON public.launch_files USING btree (((file ->> 'orderNumber'::text)));

CREATE INDEX message_files_by_content ON public.message_files USING btree (sha256);

CREATE INDEX opportunities_by_customer ON public.opportunities USING btree (customer_id, id);

CREATE INDEX opportunities_by_period ON public.opportunities USING btree (period, stage);

CREATE INDEX opportunities_by_seller ON public.opportunities USING btree (seller, id);

CREATE INDEX opportunities_open ON public.opportunities USING btree (id) WHERE (closed_at IS NULL);

CREATE INDEX order_documents_by_order ON public.order_documents USING btree (order_id, at);

CREATE INDEX order_rejects_open ON public.order_rejects USING btree (emitter, rejected_at) WHERE (status <> 'settled'::text);

CREATE INDEX order_signature_terms_by_journey ON public.order_signature_terms USING btree (journey_id);

CREATE UNIQUE INDEX order_mandates ON public.order_signatures USING btree (((signature #>> '{mandate,reference}'::text[])));

CREATE INDEX orders_by_customer ON public.orders USING btree (customer_id, id);

CREATE INDEX orders_by_emitter ON public.orders USING btree (emitter, id);

CREATE INDEX orders_by_phase ON public.orders USING btree (phase, id);

CREATE INDEX orders_calling ON public.orders USING btree (id) WHERE calls_relay;

CREATE INDEX orders_withdrawn ON public.orders USING btree (proposal_id) WHERE (outcome = 'withdrawn'::text);

CREATE INDEX outbox_without_position ON public.outbox USING btree (id) WHERE ("position" IS NULL);

CREATE INDEX people_acts_by_object ON public.people_acts USING btree (object, id);

CREATE INDEX policy_moves_waiting ON public.policy_moves USING btree (next_attempt_at) WHERE (status = 'waiting'::text);

CREATE INDEX proposals_by_author ON public.proposals USING btree (created_by, id);

CREATE INDEX proposals_by_customer ON public.proposals USING btree (customer_id, id);

CREATE INDEX proposals_by_opportunity ON public.proposals USING btree (opportunity_id) WHERE (opportunity_id IS NOT NULL);

CREATE INDEX replacements_by_customer ON public.replacements USING btree (customer_id, opened_at DESC) WHERE (serial_number IS NOT NULL);

CREATE INDEX replacements_by_order_date ON public.replacements USING btree (ordered_on, id) WHERE (ordered_on IS NOT NULL);

CREATE INDEX replacements_by_serial_number ON public.replacements USING btree (serial_number);

CREATE INDEX replacements_by_ticket ON public.replacements USING btree (ticket);

CREATE INDEX sales_drops_by_customer ON public.sales_drops USING btree (customer_id, id);

CREATE INDEX sales_drops_by_day ON public.sales_drops USING btree (dropped_on, id);

CREATE INDEX sent_messages_of_customer ON public.sent_messages USING btree (customer_id, sent_at DESC) INCLUDE (journey_id, kind, channel);

CREATE INDEX services_by_customer ON public.services USING btree (customer_id, rds);

CREATE INDEX services_of_customer_running_first ON public.services USING btree (customer_id, ended_on DESC, rds);

CREATE INDEX sites_at_risk ON public.sites USING btree (deployment_id) WHERE at_risk;

CREATE INDEX sites_under_way ON public.sites USING btree (deployment_id) WHERE (ended_at IS NULL);

CREATE INDEX stuck_calls_oldest_first ON public.stuck_calls USING btree (since, journey_id, call);

CREATE INDEX successions_by_service ON public.successions USING gin (services);

CREATE INDEX successions_to_carry ON public.successions USING btree (deployment_id, site) WHERE (((termination IS NULL) AND (NOT is_given_up)) OR (stage = ANY (ARRAY['held'::text, 'released'::text])) OR (told IS DISTINCT FROM stage));

CREATE INDEX tasks_by_deployment ON public.tasks USING btree (deployment_id);

CREATE INDEX tasks_by_journey ON public.tasks USING btree (journey_id);

CREATE INDEX team_members_by_team ON public.team_members USING btree (team, subject);

CREATE INDEX teams_by_desk ON public.teams USING btree (desk, level, key);

CREATE INDEX termination_documents_by_termination ON public.termination_documents USING btree (termination, issued_at);

CREATE INDEX termination_documents_of_customer ON public.termination_documents USING btree (customer_id, issued_at DESC) INCLUDE (id, kind);

CREATE INDEX terminations_by_customer ON public.terminations USING btree (customer_id, id);

CREATE INDEX terminations_by_phase ON public.terminations USING btree (phase, id);

CREATE INDEX terminations_by_whole ON public.terminations USING btree (belongs_to) WHERE (belongs_to IS NOT NULL);

CREATE INDEX terminations_calling ON public.terminations USING btree (id) WHERE calls_relay;

CREATE INDEX terminations_open_of_customer ON public.terminations USING btree (customer_id, effective_on, id) WHERE (ended_at IS NULL);

CREATE INDEX ticket_contents_by_ticket ON public.ticket_contents USING btree (ticket);

CREATE INDEX ticket_links_by_other ON public.ticket_links USING btree (other);

CREATE INDEX ticket_notices_due ON public.ticket_notices USING btree (look_at) WHERE (status = 'pending'::text);

CREATE INDEX ticket_notices_of_customer ON public.ticket_notices USING btree (customer_id, ended_at DESC) WHERE ((recipient = 'requester'::text) AND (status = 'sent'::text) AND ((content ->> 'kind'::text) <> ALL ('{message,broadcast}'::text[])));

CREATE INDEX ticket_notices_pending ON public.ticket_notices USING btree (ticket) WHERE (status = 'pending'::text);

CREATE INDEX ticket_presence_seen ON public.ticket_presence USING btree (seen_at);

CREATE INDEX tickets_by_customer ON public.tickets USING btree (customer_id, number);

CREATE INDEX tickets_by_item ON public.tickets USING btree (item) WHERE (item IS NOT NULL);

CREATE INDEX tickets_by_service ON public.tickets USING btree (rds, created_at DESC) WHERE (rds IS NOT NULL);

CREATE INDEX tickets_displaced ON public.tickets USING btree (displaced_by) WHERE (displaced_by IS NOT NULL);

CREATE INDEX tickets_ended_by_age ON public.tickets USING btree (created_at, number) WHERE (ended_at IS NOT NULL);

CREATE INDEX tickets_ended_by_holder ON public.tickets USING btree (COALESCE(assignee, attributed_to), created_at, number) WHERE (ended_at IS NOT NULL);

CREATE INDEX tickets_ended_by_phase ON public.tickets USING btree (phase, created_at, number) WHERE (ended_at IS NOT NULL);

CREATE INDEX tickets_ended_by_team ON public.tickets USING btree (team, created_at, number) WHERE (ended_at IS NOT NULL);

CREATE INDEX tickets_ended_of_customer ON public.tickets USING btree (customer_id, created_at, number) INCLUDE (rds, team, assignee, attributed_to, phase) WHERE (ended_at IS NOT NULL);

CREATE INDEX tickets_ended_unheld ON public.tickets USING btree (created_at, number) WHERE ((ended_at IS NOT NULL) AND (COALESCE(assignee, attributed_to) IS NULL));

CREATE INDEX tickets_given ON public.tickets USING btree (desk, held_since) WHERE ((ended_at IS NULL) AND (attributed_to IS NOT NULL));

CREATE INDEX tickets_handled_of_customer ON public.tickets USING btree (customer_id, assignee) WHERE (ended_at IS NOT NULL);

CREATE INDEX tickets_handled_of_service ON public.tickets USING btree (rds, assignee) WHERE (ended_at IS NOT NULL);

CREATE INDEX tickets_in_work ON public.tickets USING btree (assignee, held_since) WHERE ((ended_at IS NULL) AND (phase = 'in-progress'::text));

CREATE INDEX tickets_on_items_of_customer ON public.tickets USING btree (customer_id, created_at DESC) WHERE (item IS NOT NULL);

CREATE INDEX tickets_open_by_age ON public.tickets USING btree (created_at, number) WHERE (ended_at IS NULL);

CREATE INDEX tickets_open_by_assignee ON public.tickets USING btree (assignee) WHERE (ended_at IS NULL);

CREATE INDEX tickets_open_by_cost ON public.tickets USING btree (cost_rank, created_at, number) WHERE (ended_at IS NULL);

CREATE INDEX tickets_open_by_due ON public.tickets USING btree (due_key, number) WHERE (ended_at IS NULL);

CREATE INDEX tickets_open_by_holder ON public.tickets USING btree (COALESCE(assignee, attributed_to)) WHERE (ended_at IS NULL);

CREATE INDEX tickets_open_by_parent ON public.tickets USING btree (parent) WHERE ((parent IS NOT NULL) AND (ended_at IS NULL));

CREATE INDEX tickets_open_by_phase ON public.tickets USING btree (phase, serve_rank, created_at, number) WHERE (ended_at IS NULL);

CREATE INDEX tickets_open_by_service ON public.tickets USING btree (rds) WHERE (ended_at IS NULL);

CREATE INDEX tickets_open_by_team ON public.tickets USING btree (team, serve_rank, created_at, number) WHERE (ended_at IS NULL);

CREATE INDEX tickets_open_by_urgency ON public.tickets USING btree (serve_rank, created_at, number) WHERE (ended_at IS NULL);

CREATE INDEX tickets_open_by_urgent ON public.tickets USING btree (urgent_key, number) WHERE (ended_at IS NULL);

CREATE INDEX tickets_open_of_customer ON public.tickets USING btree (customer_id, number DESC) WHERE (ended_at IS NULL);

CREATE INDEX tickets_open_pro ON public.tickets USING btree (created_at) WHERE ((ended_at IS NULL) AND (contract = 'pro'::text));

CREATE INDEX tickets_open_unheld ON public.tickets USING btree (serve_rank, created_at, number) WHERE ((ended_at IS NULL) AND (COALESCE(assignee, attributed_to) IS NULL));

CREATE INDEX timeline_by_customer ON public.timeline USING btree (customer_id, at, journey_id, number) INCLUDE (type, actor, channel);

CREATE INDEX timeline_by_customer_and_kind ON public.timeline USING btree (customer_id, "left"(journey_id, 3), at, journey_id, number) INCLUDE (type, actor, channel);

CREATE INDEX timeline_by_deployment ON public.timeline USING btree (deployment_id, at, journey_id, number);

CREATE INDEX timeline_correspondence ON public.timeline USING btree (customer_id, at DESC) INCLUDE (journey_id, number, type, actor) WHERE (type = ANY (ARRAY['messageAdded'::text, 'customerContacted'::text]));

CREATE INDEX webhook_deliveries_by_age ON public.webhook_deliveries USING btree (last_at);

CREATE INDEX webhook_deliveries_by_webhook ON public.webhook_deliveries USING btree (webhook_id, id DESC);

CREATE INDEX webhook_deliveries_waiting ON public.webhook_deliveries USING btree (webhook_id) WHERE (status = 'waiting'::text);

CREATE TRIGGER access_is_told AFTER INSERT OR DELETE OR UPDATE ON public.api_keys FOR EACH STATEMENT EXECUTE FUNCTION access_is_told();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.api_keys FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.appointments FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER access_is_told AFTER INSERT OR DELETE OR UPDATE ON public.assignments FOR EACH STATEMENT EXECUTE FUNCTION access_is_told();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.backup_jobs FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.backup_troubles FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.basket_items FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER access_is_told AFTER INSERT OR DELETE OR UPDATE ON public.centres FOR EACH STATEMENT EXECUTE FUNCTION access_is_told();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.complaint_takes FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.complaints FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.customer_changes FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.customer_contacts FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.customer_equipment FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.customer_interests FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.customer_measures FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.customer_sites FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.deployments FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.discovery_notes FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.documents FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER events_append_only BEFORE DELETE OR TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION events_are_append_only();

CREATE TRIGGER events_counted AFTER INSERT ON public.events REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION events_are_counted();

CREATE TRIGGER events_keep_their_facts BEFORE UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION events_keep_their_facts();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.follow_ups FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER access_is_told AFTER INSERT OR DELETE OR UPDATE ON public.grants FOR EACH STATEMENT EXECUTE FUNCTION access_is_told();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.inbound_mails FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.opportunities FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.order_rejects FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.orders FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER people_acts_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.people_acts FOR EACH STATEMENT EXECUTE FUNCTION people_acts_are_append_only();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.projects FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.proposals FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.referents FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.replacements FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.sales_drops FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.sent_messages FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.services FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.tasks FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.termination_documents FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.terminations FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.ticket_notices FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.tickets FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.timeline FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();

CREATE TRIGGER timeline_is_kept BEFORE DELETE OR TRUNCATE ON public.timeline FOR EACH STATEMENT EXECUTE FUNCTION timeline_is_kept();

CREATE TRIGGER timeline_only_moves BEFORE UPDATE ON public.timeline FOR EACH ROW EXECUTE FUNCTION timeline_only_moves();

CREATE TRIGGER timeline_says_what_happened AFTER INSERT ON public.timeline REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION timeline_says_what_happened();

CREATE TRIGGER belongs_to_survivor BEFORE INSERT OR UPDATE OF customer_id ON public.webhooks FOR EACH ROW EXECUTE FUNCTION belongs_to_survivor();
