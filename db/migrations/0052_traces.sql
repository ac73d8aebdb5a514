-- By which trace (W3C traceparent) something came: what is carried on later is told below what brought it. Null where nothing was traced; no rebuild makes it anew, and nothing depends on it.
ALTER TABLE inbox ADD COLUMN traceparent text;
ALTER TABLE outbox ADD COLUMN traceparent text;
ALTER TABLE ticket_notices ADD COLUMN traceparent text;
