-- T-01: alarms of the monitoring, each once, with the ticket that it opened or joined.
CREATE TABLE alarms (
  alarm_id text PRIMARY KEY,
  rds text NOT NULL,
  -- The ticket; while it is being registered, the number that was taken for it. Null where none was opened.
  ticket text,
  cleared_at timestamptz,
  -- What the ticket is told of it, under the same id each time.
  raised_message uuid NOT NULL DEFAULT gen_random_uuid(),
  cleared_message uuid NOT NULL DEFAULT gen_random_uuid()
);
