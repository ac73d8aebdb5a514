-- T-05: by when a ticket is urgent to the customer, and what it costs him; both are sorted by.
ALTER TABLE tickets ADD COLUMN urgent_by timestamptz, ADD COLUMN importance text;
