-- The deployment that takes the place of a service (C-08), taken before its journey starts: of two launches that name one service at once, one is refused.
ALTER TABLE services ADD COLUMN replaced_by text, ADD COLUMN replaced_since timestamptz;
