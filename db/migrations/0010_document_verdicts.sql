-- A document may be refused, with a reason, as well as accepted (D-04).

ALTER TABLE documents DROP CONSTRAINT documents_status_check;
ALTER TABLE documents ADD CONSTRAINT documents_status_check CHECK (status IN ('added', 'accepted', 'rejected'));
ALTER TABLE documents ADD COLUMN rejected_by text, ADD COLUMN rejected_at timestamptz, ADD COLUMN rejection_reason text;
