-- Contents that were sent and of which it is not settled yet whether a journey took them (D-04). Not made from events.
CREATE TABLE document_uploads (
  sha256  text PRIMARY KEY,
  last_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX document_uploads_by_age ON document_uploads (last_at);
CREATE INDEX documents_by_content ON documents (sha256);
