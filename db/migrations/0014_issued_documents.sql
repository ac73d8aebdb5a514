-- Documents that we write to customers (D-16, D-17), beside those we are given.

ALTER TABLE documents ADD COLUMN site text;
ALTER TABLE documents DROP CONSTRAINT documents_status_check;
ALTER TABLE documents ADD CONSTRAINT documents_status_check CHECK (status IN ('added', 'accepted', 'rejected', 'issued'));

-- Not made from events: written before the mail is sent, so that a repetition sends the same bytes.
CREATE TABLE issued_documents (
  message_key text PRIMARY KEY,
  document_id uuid NOT NULL DEFAULT gen_random_uuid(),
  sha256      text NOT NULL,
  size_bytes  integer NOT NULL,
  issued_at   timestamptz NOT NULL DEFAULT now()
);
