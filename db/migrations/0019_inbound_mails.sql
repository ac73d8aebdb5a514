-- T-01: mails that were sent to a desk, as they were read; the raw ones lie in the document storage. Texts and addresses stay here, where they can be erased.
CREATE TABLE inbound_mails (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- The mail's own identifier: its key in the inbox.
  inbox_id text NOT NULL UNIQUE,
  desk text NOT NULL,
  sender_name text,
  sender_address text,
  subject text NOT NULL,
  text text NOT NULL,
  raw_sha256 text NOT NULL,
  raw_size_bytes integer NOT NULL,
  files_left_out integer NOT NULL,
  received_at timestamptz NOT NULL,
  -- The customer whose known contact wrote it, the service and the ticket that it names.
  customer_id text,
  rds text,
  cited_ticket text,
  -- received: being carried; waiting: for a person.
  status text NOT NULL DEFAULT 'received' CHECK (status IN ('received', 'waiting', 'attached', 'registered', 'dismissed', 'ignored')),
  reason text,
  -- The ticket that it belongs to; while it is being registered, the number that was taken for it.
  ticket text,
  settled_by text,
  settled_at timestamptz
);
CREATE INDEX inbound_mails_newest ON inbound_mails (received_at DESC, id);
CREATE INDEX inbound_mails_waiting ON inbound_mails (received_at, id) WHERE status = 'waiting';
CREATE INDEX inbound_mails_by_sender ON inbound_mails (sender_address, received_at);
CREATE INDEX inbound_mails_by_content ON inbound_mails (raw_sha256);

-- Files of mails and messages, by the id of either; the bytes lie in the document storage.
CREATE TABLE message_files (
  message_id uuid NOT NULL,
  ordinal integer NOT NULL,
  file_name text NOT NULL,
  media_type text NOT NULL,
  size_bytes integer NOT NULL,
  sha256 text NOT NULL,
  PRIMARY KEY (message_id, ordinal)
);
CREATE INDEX message_files_by_content ON message_files (sha256);

-- Who may write as a customer: the addresses of his contacts, wherever a launch file has them (T-02).
CREATE INDEX launch_files_by_address ON launch_files USING gin ((lower(jsonb_path_query_array(file, 'strict $.**.email')::text)::jsonb));

-- A desk's mailbox, and how many mails one sender may send in an hour, join the versions of the policies that are there.
UPDATE policies SET value = jsonb_set(value, '{desks}', (
  SELECT jsonb_object_agg(desk, jsonb_build_object('mailbox', desk || '@jalon.invalid') || terms) FROM jsonb_each(value -> 'desks') AS each (desk, terms)
)) WHERE name = 'desks' AND value -> 'desks' <> '{}'::jsonb;
UPDATE policies SET value = '{"mailsPerHourMax": 30}'::jsonb || value WHERE name = 'notices';
