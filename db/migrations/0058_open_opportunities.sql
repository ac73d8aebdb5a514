-- S-09: those that a signed order may still win.
CREATE INDEX opportunities_open ON opportunities (id) WHERE closed_at IS NULL;
