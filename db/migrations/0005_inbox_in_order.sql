-- The inbox is read newest first, a page at a time; a cursor holds milliseconds, so nothing finer may order it.
ALTER TABLE inbox ALTER received_at SET DEFAULT date_trunc('milliseconds', now());
CREATE INDEX inbox_newest ON inbox (received_at DESC, source, id);
