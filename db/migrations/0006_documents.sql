-- The documents of a deployment (D-04). Their contents lie outside, under their digest.

-- Made from events, and rebuilt from them.
CREATE TABLE documents (
  id            uuid PRIMARY KEY,
  deployment_id text NOT NULL,
  kind          text NOT NULL,
  media_type    text NOT NULL,
  size_bytes    integer NOT NULL,
  sha256        text NOT NULL,
  status        text NOT NULL CHECK (status IN ('added', 'accepted')),
  added_by      text NOT NULL,
  added_at      timestamptz NOT NULL,
  accepted_by   text,
  accepted_at   timestamptz
);
CREATE INDEX documents_by_deployment ON documents (deployment_id, id);

-- Not made from events: how a sender called his file names people, and can be erased here without touching the record.
CREATE TABLE document_files (
  document_id uuid PRIMARY KEY,
  file_name   text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);
