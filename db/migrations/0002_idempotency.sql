-- The memory of Idempotency-Key: written before a command starts, so that its repetition finds the same ids and the same answer.
CREATE TABLE idempotency_keys (
  principal     text        NOT NULL,
  route         text        NOT NULL,
  key           text        NOT NULL,
  -- SHA-256 of what was asked (parameters and body): the same key with another request is refused.
  digest        text        NOT NULL,
  -- The business number taken for this request, kept whatever becomes of the process that took it.
  allocated_id  text,
  -- Who answers at the moment, and until when we believe it: a process may die with the request in its hands.
  lease_holder  uuid,
  lease_until   timestamptz,
  -- The answer, once there is one that stays true.
  status        integer,
  headers       jsonb,
  body          text,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (principal, route, key),
  CHECK (status IS NULL OR (headers IS NOT NULL AND lease_until IS NULL))
);

CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);
