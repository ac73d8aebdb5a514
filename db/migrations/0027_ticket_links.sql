-- Tickets that belong together (T-02, T-16): links as either side knows them, and what the children of a common cause have heard from it.
ALTER TABLE tickets
  ADD COLUMN parent text,
  ADD COLUMN parent_heard integer NOT NULL DEFAULT 0,
  ADD COLUMN parent_proposed integer NOT NULL DEFAULT 0,
  ADD COLUMN standing_proposal integer,
  ADD COLUMN broadcasts integer NOT NULL DEFAULT 0,
  ADD COLUMN merged_into text;
CREATE INDEX tickets_open_by_parent ON tickets (parent) WHERE parent IS NOT NULL AND ended_at IS NULL;

-- What `other` is to `ticket`. An odd turn is linked, an even one undone; of both sides the higher turn holds.
CREATE TABLE ticket_links (
  ticket text NOT NULL,
  other text NOT NULL,
  kind text NOT NULL,
  turn integer NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (ticket, other, kind)
);
CREATE INDEX ticket_links_by_other ON ticket_links (other);

-- Links that the other side may not have heard of yet; who carries the news takes them away.
CREATE TABLE links_to_tell (
  ticket text NOT NULL,
  other text NOT NULL,
  kind text NOT NULL,
  PRIMARY KEY (ticket, other, kind)
);
